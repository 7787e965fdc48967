import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { finish, quiet, ringing, take } from '../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  callArrives,
  client,
  eventNames,
  eventually,
  type PersonTraits,
  smsArrives,
  startTestHub,
  type TestHub,
  twilioPost,
} from '../support/hub.ts';

let test: TestHub;
beforeEach(async () => {
  test = await startTestHub();
});
afterEach(async () => {
  for (const console of consoles.splice(0)) console.close();
  await test.stop();
});

const consoles: ConsoleSocket[] = [];

/** An agent at their desk. */
async function agent(traits: PersonTraits = {}): Promise<Client> {
  const made = await client(test, await addPerson(test, traits));
  consoles.push(await sitDown(test, made));
  return made;
}

const goldWrites = async () => {
  await addCustomer(test, { tier: 'gold', phone: '+441632960111' });
  await smsArrives(test, { from: '+441632960111', text: 'help' });
};

describe('tasks of several tiers and channels', () => {
  it('are offered to the one free agent by the share of their promise that is used', async () => {
    for (const [tier, phone] of [
      ['gold', '+441632960111'],
      ['silver', '+441632960112'],
      ['platinum', '+441632960113'],
    ] as const)
      await addCustomer(test, { tier, phone });
    await smsArrives(test, { from: '+441632960112', text: 'silver, first of all' });
    test.clock.move(300);
    await smsArrives(test, { from: '+441632960111', text: 'gold' });
    test.clock.move(45);
    await smsArrives(test, { from: '+441632960113', text: 'platinum' });
    await callArrives(test, { from: '+441632960199', sid: `CA${'1'.repeat(32)}` });
    test.clock.move(30);
    // Silver SMS 375 of 1800, gold SMS 75 of 600, platinum SMS 30 of 300, standard call 30 of 120.
    const mei = await agent({ capacity: { voice: 1, sms: 1 } });
    expect((await mei.call('queue', {})).tasks.map(({ tier, channel }) => `${tier} ${channel}`)).toEqual([
      'standard voice',
      'silver sms',
      'gold sms',
      'platinum sms',
    ]);
    const call = await ringing(mei);
    expect(call.task).toMatchObject({ tier: 'standard', channel: 'voice' });
    await mei.call('rejectOffer', { id: call.id });
    for (const preview of ['silver, first of all', 'gold', 'platinum']) {
      const offer = await ringing(mei);
      expect(offer.task.preview).toBe(preview);
      await finish(mei, await mei.call('acceptOffer', { id: offer.id }));
    }
  });
});

describe('the place of a customer in line', () => {
  it('is kept when an agent declines; the next agent is asked at once, and the first again after the cool-down', async () => {
    await goldWrites();
    const neededAt = test.clock.now().toISOString();
    test.clock.move(10);
    const mei = await agent();
    const first = await ringing(mei);
    expect(first.task.neededAt).toBe(neededAt);
    const tom = await agent({ name: 'Tom' });
    await mei.call('rejectOffer', { id: first.id });
    const second = await ringing(tom);
    expect(second.task).toMatchObject({ id: first.task.id, neededAt });
    await tom.call('rejectOffer', { id: second.id });
    await quiet(mei, tom);
    await test.pass(50);
    await quiet(mei, tom);
    await test.pass(10);
    expect((await ringing(mei)).task).toMatchObject({ id: first.task.id, neededAt });
    expect(await eventNames(test, 'reservation.rejected', 'task.queued')).toEqual([
      'task.queued',
      'reservation.rejected',
      'task.queued',
      'reservation.rejected',
      'task.queued',
    ]);
  });

  it('is kept when nobody answers in time; who misses two offers is asked no more until they say so', async () => {
    await goldWrites();
    const neededAt = test.clock.now().toISOString();
    const mei = await agent();
    const first = await ringing(mei);
    await test.pass(20);
    await quiet(mei);
    expect(await mei.refusal('acceptOffer', { id: first.id })).toBe('409 offer_expired');
    expect((await mei.call('desk')).agent.status).toBe('available');
    await test.pass(60);
    const second = await ringing(mei);
    expect(second.task).toMatchObject({ id: first.task.id, neededAt });
    await test.pass(20);
    await eventually(async () =>
      expect((await mei.call('desk')).agent).toMatchObject({ status: 'not_responding', statusReason: 'missed_offers' }),
    );
    await test.pass(120);
    await quiet(mei);
    await mei.call('setStatus', { body: { status: 'available' } });
    expect((await ringing(mei)).task).toMatchObject({ id: first.task.id, neededAt });
    expect(await eventNames(test, 'reservation.timed_out', 'agent.status_changed')).toEqual([
      'agent.status_changed',
      'reservation.timed_out',
      'reservation.timed_out',
      'agent.status_changed',
      'agent.status_changed',
    ]);
  });

  it('is kept when the agent’s phone cannot be reached; that agent is asked no more, the next one is', async () => {
    const sid = `CA${'2'.repeat(32)}`;
    await callArrives(test, { from: '+441632960199', sid });
    const neededAt = test.clock.now().toISOString();
    test.clock.move(30);
    const mei = await agent();
    const task = await take(mei);
    await twilioPost(test, await test.inboxOf('voice'), `agent?call=${sid}`, { CallSid: `CA${'3'.repeat(32)}`, CallStatus: 'no-answer' });
    await eventually(async () =>
      expect((await mei.call('desk')).agent).toMatchObject({ status: 'not_responding', statusReason: 'phone_unreachable' }),
    );
    expect((await mei.call('desk')).tasks).toEqual([]);
    const tom = await agent({ name: 'Tom' });
    expect((await ringing(tom)).task).toMatchObject({ id: task.id, neededAt });
    const { entries } = await tom.call('getConversation', { id: task.conversationId });
    expect(entries.map(({ call }) => call?.type)).toEqual(['incoming', 'agent_unreachable']);
  });

  it('is kept when the agent says they are away, or signs out, while it rings', async () => {
    await goldWrites();
    const neededAt = test.clock.now().toISOString();
    const [mei, tom] = [await agent(), await agent({ name: 'Tom' })];
    const first = await ringing(mei);
    await mei.call('setStatus', { body: { status: 'away', reason: 'lunch' } });
    const second = await ringing(tom);
    expect(second.task).toMatchObject({ id: first.task.id, neededAt });
    await tom.call('signOut');
    await eventually(async () => expect(await mei.call('getTask', { id: first.task.id })).toMatchObject({ state: 'pending', neededAt }));
    expect((await mei.call('desk')).agent.status).toBe('away');
    expect((await tom.call('desk')).agent).toMatchObject({ status: 'offline', statusReason: null });
    expect(await eventNames(test, 'reservation.canceled')).toHaveLength(2);
  });
});

describe('accepting', () => {
  it('twice, or what somebody else was asked, is refused and changes nothing', async () => {
    await goldWrites();
    const [mei, tom] = [await agent(), await client(test, await addPerson(test, { name: 'Tom' }))];
    const { id } = await ringing(mei);
    expect(await tom.refusal('acceptOffer', { id })).toBe('404 not_found');
    const task = await mei.call('acceptOffer', { id });
    expect(await mei.refusal('acceptOffer', { id })).toBe('409 offer_taken');
    expect(await mei.refusal('rejectOffer', { id })).toBe('409 offer_taken');
    expect(await mei.call('getTask', { id: task.id })).toMatchObject({ state: 'assigned', agentId: mei.person.id });
    expect(await eventNames(test, 'reservation.accepted', 'reservation.rejected')).toEqual(['reservation.accepted']);
  });

  it('has one effect when two windows accept in the same instant', async () => {
    await goldWrites();
    const mei = await agent();
    const { id } = await ringing(mei);
    const answers = await Promise.all([1, 2, 3].map(() => mei.call('acceptOffer', { id }).then(() => 'taken', String)));
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('409') && answer.includes('offer_taken'))).toHaveLength(2);
    expect(await eventNames(test, 'reservation.accepted', 'ticket.status_changed')).toEqual([
      'reservation.accepted',
      'ticket.status_changed',
    ]);
  });

  it('and running out of time in the same instant: one of them counts, the task has one state', async () => {
    const mei = await agent();
    for (let round = 0; round < 8; round++) {
      await smsArrives(test, { from: `+44163296020${round}`, text: `round ${round}` });
      const { id, task } = await ringing(mei);
      const [answer] = await Promise.all([mei.call('acceptOffer', { id }).then(() => 'accepted', String), test.pass(20)]);
      const { state, agentId } = await mei.call('getTask', { id: task.id });
      if (answer === 'accepted') expect({ state, agentId }).toEqual({ state: 'assigned', agentId: mei.person.id });
      else {
        expect(answer).toMatch(/409.*offer_expired/);
        expect({ state, agentId }).toEqual({ state: 'pending', agentId: null });
      }
      if (answer === 'accepted') await finish(mei, task);
      await mei.call('setStatus', { body: { status: 'available' } });
    }
    const settled = await eventNames(test, 'reservation.accepted', 'reservation.timed_out');
    expect(settled).toHaveLength(8);
  });
});

describe('capacity', () => {
  it('counts per channel: a full desk of SMS still gets the call, and on the call nothing else rings', async () => {
    const mei = await agent({ capacity: { voice: 1, sms: 2 } });
    for (const end of ['1', '2', '3']) await smsArrives(test, { from: `+44163296030${end}`, text: end });
    await take(mei);
    const last = await take(mei);
    await quiet(mei);
    await callArrives(test, { from: '+441632960399', sid: `CA${'4'.repeat(32)}` });
    expect(await take(mei)).toMatchObject({ channel: 'voice' });
    await finish(mei, last);
    await quiet(mei);
  });

  it('is free again when a contact is finished, not when it is only ended', async () => {
    const mei = await agent({ capacity: { sms: 1 } });
    for (const end of ['1', '2']) await smsArrives(test, { from: `+44163296030${end}`, text: end });
    const task = await take(mei);
    await mei.call('endTask', { id: task.id });
    await quiet(mei);
    await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved' } });
    expect((await ringing(mei)).task.preview).toBe('2');
  });
});

describe('a ticket that is solved by hand while its task waits', () => {
  it('is offered to nobody any more, also where it rings already', async () => {
    const boss = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
    await goldWrites();
    const mei = await agent();
    const offer = await ringing(mei);
    await boss.call('setTicketStatus', { id: offer.task.ticketId, body: { status: 'solved' } });
    await quiet(mei);
    expect(await mei.refusal('acceptOffer', { id: offer.id })).toBe('409 offer_expired');
    expect(await mei.call('getTask', { id: offer.task.id })).toMatchObject({ state: 'canceled', ticketStatus: 'solved' });
    expect(await eventNames(test, 'reservation.canceled', 'task.canceled', 'ticket.status_changed')).toHaveLength(3);
  });
});
