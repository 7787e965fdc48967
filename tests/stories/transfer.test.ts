import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { quiet, ringing, take } from '../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  callArrives,
  callEnds,
  client,
  eventually,
  type PersonTraits,
  smsArrives,
  type TestHub,
  twilioPost,
} from '../support/hub.ts';
import { startTwoQueues } from '../support/two-queues.ts';

/** An agent hands what they hold to another queue. */
let test: TestHub;
let salesId: string;
const consoles: ConsoleSocket[] = [];

beforeEach(async () => {
  ({ test, salesId } = await startTwoQueues());
  // Somebody serves it, though nobody is there now.
  await employ({ name: 'Sam Sales', queues: [salesId] });
});
afterEach(async () => {
  for (const console of consoles.splice(0)) console.close();
  await test.stop();
});

const ada = '+441632960111';
const sid = `CA${'1'.repeat(32)}`;

async function employ(traits: PersonTraits = {}): Promise<Client> {
  return client(test, await addPerson(test, traits));
}

/** An agent at their desk. */
async function agent(traits: PersonTraits = {}): Promise<Client> {
  const made = await employ(traits);
  consoles.push(await sitDown(test, made));
  return made;
}

const voice = async (path: string, more: Record<string, string>) =>
  twilioPost(test, await test.inboxOf('voice', '+441632960000'), path, { CallSid: sid, ...more });
const legOf = (who: Client, StatusCallbackEvent: string) =>
  voice(`conference?call=${sid}`, { StatusCallbackEvent, CallSid: `CA${'9'.repeat(32)}`, ParticipantLabel: `client:${who.person.id}` });

describe('a task handed to another queue', () => {
  it('keeps its place before whoever came later, with the note for colleagues only', async () => {
    await addCustomer(test, { name: 'Ada Byron', phone: ada });
    const mei = await agent({ name: 'Mei Lin' });
    const neededAt = test.clock.now().toISOString();
    await smsArrives(test, { from: ada, text: 'I want to buy a second boiler' });
    const { id, conversationId, ticketId } = await take(mei);
    test.clock.move(120);
    await smsArrives(test, { from: '+441632960222', text: 'what does it cost', to: '+441632960900' });
    test.clock.move(10);
    const moved = await mei.call('transferTask', { id, body: { queueId: salesId, note: 'Wants the big one 要大的' } });
    expect(moved).toMatchObject({ queueId: salesId, neededAt, state: 'pending', agentId: null, conversationId, ticketId });

    const sally = await agent({ name: 'Sally Sales', queues: [salesId], capacity: { sms: 1 } });
    const offer = await ringing(sally);
    expect(offer.task).toMatchObject({ id, neededAt });
    await sally.call('acceptOffer', { id: offer.id });
    const { entries } = await sally.call('getConversation', { id: conversationId });
    expect(entries.map(({ kind, text, agent: by }) => [kind, text, by?.name ?? null])).toEqual([
      ['inbound', 'I want to buy a second boiler', null],
      ['note', 'Wants the big one 要大的', 'Mei Lin'],
    ]);
    expect((await sally.call('getTicket', { id: ticketId })).ticket).toMatchObject({ queueId: salesId, assignee: { name: 'Sally Sales' } });
  });

  it('is heard of in both queues, and is no longer theirs to see who handed it on', async () => {
    const mei = await agent();
    const [tom, sally] = [await agent({ name: 'Tom Reed' }), await agent({ queues: [salesId], capacity: { sms: 0 } })];
    await tom.call('setStatus', { body: { status: 'away' } });
    await smsArrives(test, { from: ada, text: 'hello' });
    const { id, conversationId } = await take(mei);
    await mei.call('transferTask', { id, body: { queueId: salesId } });
    await eventually(async () => {
      for (const console of consoles) expect(console.names('task.moved')).toEqual(['task.moved']);
    });
    const [heard] = consoles[1]?.heard.filter(({ name }) => name === 'task.moved') ?? [];
    expect(heard).toMatchObject({
      queueId: salesId,
      actor: { kind: 'agent', id: mei.person.id },
      data: { fromQueueId: test.queueId, toQueueId: salesId, reason: 'transferred' },
      attached: { task: { id, state: 'pending', queueId: salesId } },
    });
    expect((await sally.call('queue', {})).tasks.map((task) => task.id)).toEqual([id]);
    expect((await mei.call('queue', {})).tasks).toEqual([]);
    expect(await mei.refusal('getConversation', { id: conversationId })).toBe('404 not_found');
    expect((await mei.call('desk')).agent.holding).toEqual([]);
  });

  it('asks there for what is asked for there: the skills of the old queue are over, those named are new', async () => {
    await test.hub.db.all(sql`update inboxes set skills = '{"boilers": 3}' where channel = 'sms' and queue_id = ${test.queueId}`);
    const mei = await agent({ skills: { boilers: 5 } });
    await employ({ queues: [salesId], skills: { prices: 4 } });
    await test.pass(3);
    await eventually(async () => expect((await test.hub.catalog.current()).queues.map((q) => q.heldSkills.length)).toEqual([1, 1]));
    await smsArrives(test, { from: ada, text: 'hello' });
    const task = await take(mei);
    expect(task.skills).toEqual({ boilers: 3 });
    expect(await mei.refusal('transferTask', { id: task.id, body: { queueId: salesId, skills: { boilers: 1 } } })).toBe(
      '422 skill_not_held',
    );
    expect((await mei.call('transferTask', { id: task.id, body: { queueId: salesId, skills: { prices: 2 } } })).skills).toEqual({
      prices: 2,
    });
  });

  it('is not offered at once to whoever handed it on, though they serve both', async () => {
    const both = await agent({ queues: [test.queueId, salesId] });
    await smsArrives(test, { from: ada, text: 'hello' });
    const { id } = await take(both);
    await both.call('transferTask', { id, body: { queueId: salesId } });
    await quiet(both);
    await test.pass(60);
    expect((await ringing(both)).task.id).toBe(id);
  });

  it('is refused by name', async () => {
    const [mei, tom] = [await agent(), await employ()];
    await smsArrives(test, { from: ada, text: 'hello' });
    const { id } = await take(mei);
    const transfer = (who: Client, queueId: string, more: object = {}) => who.refusal('transferTask', { id, body: { queueId, ...more } });
    const empty = '0199c1f0-0000-7000-8000-00000000e3e3';
    await test.hub.db.all(sql`insert into queues (id, key, label) values (${empty}, 'empty', '{"en": "Empty", "zh-CN": "空"}')`);
    await eventually(async () => expect((await test.hub.catalog.current()).queues).toHaveLength(3));
    expect(await transfer(tom, salesId)).toBe('409 not_your_task');
    expect(await transfer(mei, test.queueId)).toBe('409 same_queue');
    expect(await transfer(mei, '0199c1f0-0000-7000-8000-0000000000ff')).toBe('422 unknown_queue');
    expect(await transfer(mei, empty)).toBe('409 nobody_in_queue');
    expect(await transfer(mei, 'sales')).toBe('400 bad_request');
    expect(await transfer(mei, salesId, { skills: { zh: 9 } })).toBe('400 bad_request');
    await mei.call('endTask', { id });
    expect(await transfer(mei, salesId)).toBe('409 task_over');
  });
});

describe('a caller handed on', () => {
  const handedOn = async () => {
    await addCustomer(test, { name: 'Ada Byron', phone: ada });
    const mei = await agent({ name: 'Mei Lin' });
    await callArrives(test, { from: ada, sid });
    const task = await take(mei);
    await legOf(mei, 'participant-join');
    test.clock.move(30);
    await mei.call('transferTask', { id: task.id, body: { queueId: salesId } });
    return { mei, ...task };
  };
  const callOf = async (id: string) => {
    const boss = await employ({ role: 'supervisor' });
    const { conversation, entries } = await boss.call('getConversation', { id });
    return { ...conversation.call, types: entries.map(({ call }) => call?.type) };
  };

  it('waits on the line, and the news that the first agent has left ends nothing', async () => {
    const { mei, conversationId } = await handedOn();
    await legOf(mei, 'participant-leave');
    expect(await callOf(conversationId)).toMatchObject({
      state: 'waiting',
      connectedAt: null,
      types: ['incoming', 'connected', 'transferred'],
    });
    const sally = await agent({ name: 'Sally Sales', queues: [salesId] });
    await take(sally);
    // Late, and about somebody who has nothing to do with the call any more.
    await legOf(mei, 'participant-leave');
    await legOf(mei, 'participant-join');
    await voice(`agent?call=${sid}&agent=${encodeURIComponent(`client:${mei.person.id}`)}`, { CallStatus: 'canceled' });
    expect((await sally.call('desk')).agent).toMatchObject({ status: 'available', holding: [{ state: 'assigned' }] });
    await legOf(sally, 'participant-join');
    expect(await callOf(conversationId)).toMatchObject({ state: 'connected' });
    await legOf(sally, 'participant-leave');
    expect(await callOf(conversationId)).toMatchObject({ state: 'ended', endReason: 'completed' });
  });

  it('who hangs up before the next agent answers was not served, and keeps the place when they write', async () => {
    const { conversationId, neededAt, ticketId } = await handedOn();
    test.clock.move(40);
    await callEnds(test, { from: ada, sid });
    expect(await callOf(conversationId)).toMatchObject({ state: 'ended', endReason: 'abandoned' });
    await smsArrives(test, { from: ada, text: 'I waited for ever' });
    const sally = await employ({ queues: [salesId] });
    expect((await sally.call('queue', {})).tasks).toMatchObject([{ channel: 'sms', ticketId, neededAt, queueId: salesId }]);
  });

  it('frees the first agent at once', async () => {
    const { mei } = await handedOn();
    await smsArrives(test, { from: '+441632960333', text: 'next' });
    expect((await ringing(mei)).task.preview).toBe('next');
  });
});
