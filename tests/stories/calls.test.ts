import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { quiet, ringing, take } from '../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  callArrives,
  callEnds,
  client,
  eventNames,
  eventually,
  smsArrives,
  startTestHub,
  type TestHub,
  twilioPost,
} from '../support/hub.ts';

/** What the hub makes of the carrier's news of calls, as they come: early, late, twice and never announced. */
let test: TestHub;
let mei: Client;
let console: ConsoleSocket | undefined;

beforeEach(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
});
afterEach(async () => {
  console?.close();
  await test.stop();
});

const from = '+441632960111';
const sid = `CA${'1'.repeat(32)}`;
const sitDownNow = async () => {
  console = await sitDown(test, mei);
};
const voice = async (path: string, more: Record<string, string>) =>
  twilioPost(test, await test.inboxOf('voice'), path, { CallSid: sid, ...more });
/** The agent's leg joins the conference: both hear each other. */
const connected = () =>
  voice(`conference?call=${sid}`, { StatusCallbackEvent: 'participant-join', CallSid: `CA${'9'.repeat(32)}`, SequenceNumber: '2' });
const agentDoesNotAnswer = () => voice(`agent?call=${sid}`, { CallStatus: 'no-answer', CallSid: `CA${'9'.repeat(32)}` });
const callOf = async (conversationId: string) => (await mei.call('getConversation', { id: conversationId })).conversation.call;
const typesOf = async (conversationId: string) =>
  (await mei.call('getConversation', { id: conversationId })).entries.map(({ call }) => call?.type);

describe('a call', () => {
  it('waits in the queue like everybody else, and the caller hears that an agent will come', async () => {
    const ada = await addCustomer(test, { tier: 'gold', phone: from });
    const answer = await callArrives(test, { from, sid });
    expect(answer.headers.get('content-type')).toContain('text/xml');
    expect(await answer.text()).toContain('<Enqueue');
    const [task] = (await mei.call('queue', {})).tasks;
    expect(task).toMatchObject({
      channel: 'voice',
      tier: 'gold',
      promiseSeconds: 20,
      state: 'pending',
      customer: { id: ada, contact: from },
      ticketStatus: 'new',
    });
    expect(await callOf(task?.conversationId ?? '')).toMatchObject({ state: 'waiting', connectedAt: null, endedAt: null });
    expect(await eventNames(test, 'ticket.opened', 'conversation.opened', 'call.started', 'task.queued')).toEqual([
      'ticket.opened',
      'conversation.opened',
      'call.started',
      'task.queued',
    ]);
  });

  it('that is answered, spoken and ended is wrapped up, with its length', async () => {
    await callArrives(test, { from, sid });
    await sitDownNow();
    const { id, conversationId } = await take(mei);
    expect(await callOf(conversationId)).toMatchObject({ state: 'connecting' });
    test.clock.move(4);
    await connected();
    expect(await callOf(conversationId)).toMatchObject({ state: 'connected', connectedAt: test.clock.now().toISOString() });
    test.clock.move(60);
    await callEnds(test, { from, sid, seconds: 64 });
    expect(await mei.call('getTask', { id })).toMatchObject({ state: 'wrapping' });
    const { entries } = await mei.call('getConversation', { id: conversationId });
    expect(entries.map(({ call }) => call)).toEqual([
      { type: 'incoming', seconds: null, outcome: null },
      { type: 'connected', seconds: null, outcome: null },
      { type: 'ended', seconds: 64, outcome: 'completed' },
    ]);
    expect(entries[1]?.agent?.name).toBe('Mei Lin');
    await mei.call('completeTask', { id, body: { disposition: 'resolved' } });
    expect(await eventNames(test, 'call.connected', 'call.ended', 'task.wrapping', 'task.completed')).toEqual([
      'call.connected',
      'call.ended',
      'task.wrapping',
      'task.completed',
    ]);
  });

  it('cannot be answered in writing', async () => {
    await callArrives(test, { from, sid });
    const [task] = (await mei.call('queue', {})).tasks;
    const id = task?.conversationId ?? '';
    expect(await mei.refusal('sendReply', { id, body: { clientId: 'a-reply-to-a-call', text: 'hello', seenSeq: 9 } })).toBe(
      '422 channel_cannot_reply',
    );
    expect((await mei.call('getConversation', { id })).conversation).toMatchObject({ canReply: false, replyTo: null });
  });
});

describe('a caller who hangs up while waiting', () => {
  it('is offered to nobody any more, also where it rings already', async () => {
    await callArrives(test, { from, sid });
    await sitDownNow();
    const offer = await ringing(mei);
    await callEnds(test, { from, sid });
    await quiet(mei);
    expect(await mei.refusal('acceptOffer', { id: offer.id })).toBe('409 offer_expired');
    expect(await mei.call('getTask', { id: offer.task.id })).toMatchObject({ state: 'canceled' });
    expect(await callOf(offer.task.conversationId)).toMatchObject({ state: 'ended', endReason: 'abandoned' });
    await eventually(async () =>
      expect(console?.names('reservation.canceled', 'task.canceled')).toEqual(['reservation.canceled', 'task.canceled']),
    );
  });

  it('while the agent’s phone rings frees the agent', async () => {
    await callArrives(test, { from, sid });
    await sitDownNow();
    const { id } = await take(mei);
    await callEnds(test, { from, sid });
    expect(await mei.call('getTask', { id })).toMatchObject({ state: 'canceled' });
    await callArrives(test, { from: '+441632960222', sid: `CA${'2'.repeat(32)}` });
    expect((await ringing(mei)).task.channel).toBe('voice');
  });

  it('and writes an SMS keeps their place, on the same ticket', async () => {
    await callArrives(test, { from, sid });
    const neededAt = test.clock.now().toISOString();
    const [call] = (await mei.call('queue', {})).tasks;
    test.clock.move(90);
    await callEnds(test, { from, sid });
    test.clock.move(60);
    await smsArrives(test, { from, text: 'Nobody answered' });
    const { tasks } = await mei.call('queue', {});
    expect(tasks).toMatchObject([{ channel: 'sms', ticketId: call?.ticketId, neededAt }]);
  });

  it('keeps it also when they have written before and that was solved long ago', async () => {
    await sitDownNow();
    await smsArrives(test, { from, text: 'an old matter' });
    const old = await take(mei);
    await mei.call('completeTask', { id: old.id, body: { disposition: 'resolved' } });
    await mei.call('setStatus', { body: { status: 'away' } });
    test.clock.move(30 * 24 * 3600);
    await callArrives(test, { from, sid });
    const neededAt = test.clock.now().toISOString();
    const [call] = (await mei.call('queue', {})).tasks;
    expect(call?.ticketId).not.toBe(old.ticketId);
    test.clock.move(90);
    await callEnds(test, { from, sid });
    await smsArrives(test, { from, text: 'Nobody answered' });
    expect((await mei.call('queue', {})).tasks).toMatchObject([
      { channel: 'sms', ticketId: call?.ticketId, conversationId: old.conversationId, neededAt },
    ]);
    expect((await mei.call('getTicket', { id: old.ticketId })).ticket.status).toBe('solved');
  });

  it('and calls again keeps it too; once they were served, their next need is new', async () => {
    await callArrives(test, { from, sid });
    const neededAt = test.clock.now().toISOString();
    test.clock.move(90);
    await callEnds(test, { from, sid });
    test.clock.move(30);
    await callArrives(test, { from, sid: `CA${'2'.repeat(32)}` });
    await sitDownNow();
    const again = await take(mei);
    expect(again.neededAt).toBe(neededAt);
    await mei.call('endTask', { id: again.id });
    await mei.call('completeTask', { id: again.id, body: { disposition: 'follow_up', ticketStatus: 'open' } });
    test.clock.move(3600);
    await smsArrives(test, { from, text: 'one more thing' });
    expect((await ringing(mei)).task).toMatchObject({ ticketId: again.ticketId, neededAt: test.clock.now().toISOString() });
  });

  it('is not owed anything any more when the ticket was solved by hand', async () => {
    await callArrives(test, { from, sid });
    const [call] = (await mei.call('queue', {})).tasks;
    test.clock.move(90);
    await callEnds(test, { from, sid });
    await mei.call('setTicketStatus', { id: call?.ticketId ?? '', body: { status: 'solved' } });
    test.clock.move(3600);
    await callArrives(test, { from, sid: `CA${'2'.repeat(32)}` });
    expect((await mei.call('queue', {})).tasks).toMatchObject([{ channel: 'voice', neededAt: test.clock.now().toISOString() }]);
  });
});

describe('somebody whose need is open', () => {
  it('and who calls joins their ticket instead of opening a second one', async () => {
    await smsArrives(test, { from, text: 'help' });
    await callArrives(test, { from, sid });
    const { tasks } = await mei.call('queue', {});
    expect(new Set(tasks.map(({ ticketId }) => ticketId)).size).toBe(1);
    const { ticket, conversations } = await mei.call('getTicket', { id: tasks[0]?.ticketId ?? '' });
    expect(ticket.channels.sort()).toEqual(['sms', 'voice']);
    expect(conversations).toHaveLength(2);
    expect(await eventNames(test, 'ticket.opened')).toHaveLength(1);
  });

  it('and who calls about it a day later has a new one', async () => {
    await smsArrives(test, { from, text: 'help' });
    test.clock.move(25 * 3600);
    await callArrives(test, { from, sid });
    expect(await eventNames(test, 'ticket.opened')).toHaveLength(2);
  });

  it('calls and writes for the first time in the same instant: both are taken, as one person', async () => {
    for (let round = 0; round < 6; round++) {
      const number = `+44163296050${round}`;
      const answers = await Promise.all([
        callArrives(test, { from: number, sid: `CA${String(round).repeat(32)}` }),
        smsArrives(test, { from: number, text: `round ${round}` }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
    const customers = new Set((await mei.call('queue', {})).tasks.map(({ customer }) => customer.id));
    expect([customers.size, (await mei.call('queue', {})).tasks.length]).toEqual([6, 12]);
  });
});

describe('a hidden caller', () => {
  it('is served, as somebody new each time, and cannot be called back', async () => {
    for (const [i, hidden] of ['+266696687', 'anonymous', 'Restricted', ''].entries()) {
      expect((await callArrives(test, { from: hidden, sid: `CA${String(i).repeat(32)}` })).status).toBe(200);
    }
    const { tasks } = await mei.call('queue', {});
    expect(new Set(tasks.map(({ customer }) => customer.id)).size).toBe(4);
    expect(tasks.map(({ customer }) => [customer.name, customer.contact])).toEqual(Array(4).fill([null, null]));
  });
});

describe('news of a call', () => {
  it('twice has one effect', async () => {
    const ring = await Promise.all([1, 2, 3].map(() => callArrives(test, { from, sid })));
    expect(ring.map(({ status }) => status)).toEqual([200, 200, 200]);
    await sitDownNow();
    const { id, conversationId } = await take(mei);
    await Promise.all([connected(), connected()]);
    await Promise.all([callEnds(test, { from, sid }), callEnds(test, { from, sid }), voice('dequeued', { QueueResult: 'hangup' })]);
    expect(await typesOf(conversationId)).toEqual(['incoming', 'connected', 'ended']);
    expect(await mei.call('getTask', { id })).toMatchObject({ state: 'wrapping' });
    expect(await eventNames(test, 'call.started', 'call.connected', 'call.ended', 'task.wrapping')).toHaveLength(4);
  });

  it('that comes late changes nothing that is over', async () => {
    await callArrives(test, { from, sid });
    await sitDownNow();
    const { id, conversationId } = await take(mei);
    await callEnds(test, { from, sid });
    await connected();
    await agentDoesNotAnswer();
    await callArrives(test, { from, sid });
    expect(await typesOf(conversationId)).toEqual(['incoming', 'ended']);
    expect(await callOf(conversationId)).toMatchObject({ state: 'ended', endReason: 'abandoned' });
    expect(await mei.call('getTask', { id })).toMatchObject({ state: 'canceled' });
    expect((await mei.call('queue', {})).tasks).toEqual([]);
  });

  it('that an earlier agent had joined, after they were given up, does not strand the caller', async () => {
    await callArrives(test, { from, sid });
    await sitDownNow();
    const { conversationId } = await take(mei);
    await agentDoesNotAnswer();
    await connected();
    expect(await callOf(conversationId)).toMatchObject({ state: 'waiting', connectedAt: null });
    await mei.call('setStatus', { body: { status: 'available' } });
    const again = await take(mei);
    expect(again.conversationId).toBe(conversationId);
    expect(await callOf(conversationId)).toMatchObject({ state: 'connecting' });
  });

  it('that nobody announced is kept aside with its reason, and the carrier has its answer', async () => {
    const strange = `CA${'7'.repeat(32)}`;
    expect((await callEnds(test, { from, sid: strange })).status).toBe(200);
    expect((await voice(`agent?call=${strange}`, { CallStatus: 'busy' })).status).toBe(200);
    const boss = await client(test, await addPerson(test, { role: 'supervisor' }));
    const { items } = await boss.call('listQuarantine', {});
    expect(items.map(({ channel, reason, detail }) => [channel, reason, detail])).toEqual([
      ['voice', 'unknown_call', 'agent_unreachable of a call that never rang here'],
      ['voice', 'unknown_call', 'ended of a call that never rang here'],
    ]);
    expect(await boss.refusal('retryQuarantined', { id: items[0]?.id ?? '' })).toMatch(/^4\d\d /);
    expect((await boss.call('listQuarantine', {})).items[0]?.reason).toBe('unknown_call');
    expect((await mei.call('queue', {})).tasks).toEqual([]);
  });
});
