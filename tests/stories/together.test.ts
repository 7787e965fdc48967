import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { notify } from '../../server/notices/notify.ts';
import { endCooling } from '../../server/routing/return-task.ts';
import { type ConsoleSocket, openConsole, sitDown } from '../support/console-socket.ts';
import { quiet, ringing, take } from '../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  joinTestHub,
  type PersonTraits,
  settle,
  smsArrives,
  type TestHub,
} from '../support/hub.ts';
import { startTwoQueues } from '../support/two-queues.ts';

/** Colleagues about one ticket: who answers for it, who watches, who helps, who is there. */
let test: TestHub;
let salesId: string;
const consoles: ConsoleSocket[] = [];
const ada = '+441632960111';

beforeEach(async () => {
  ({ test, salesId } = await startTwoQueues());
  await addCustomer(test, { name: 'Ada Byron', phone: ada });
});
afterEach(async () => {
  for (const console of consoles.splice(0)) console.close();
  await test.stop();
});

const employ = async (traits: PersonTraits = {}): Promise<Client> => client(test, await addPerson(test, traits));

async function agent(traits: PersonTraits = {}): Promise<Client> {
  const made = await employ(traits);
  consoles.push(await sitDown(test, made));
  return made;
}

const fail = (): never => {
  throw new Error('nothing rings');
};

const noticesOf = async (who: Client) =>
  (await who.call('listNotices')).notices.map(({ kind, count, readAt }) => ({ kind, count, read: readAt !== null }));

describe('a ticket given to a colleague', () => {
  it('goes with the SMS in hand, the note and a notice; undone it is in the same hands again, and the notice is gone', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    await smsArrives(test, { from: ada, text: 'My boiler is leaking 漏水了' });
    const { id, ticketId, conversationId } = await take(mei);
    const tom = await employ({ name: 'Tom Reed' });

    const given = await mei.call('assignTicket', { id: ticketId, body: { agentId: tom.person.id, note: 'You know this boiler 你熟悉' } });
    expect(given.assignee?.name).toBe('Tom Reed');
    expect((await tom.call('desk')).tasks.map((task) => task.id)).toEqual([id]);
    expect((await mei.call('desk')).tasks).toEqual([]);
    const { entries } = await tom.call('getConversation', { id: conversationId });
    expect(entries.at(-1)).toMatchObject({ kind: 'note', text: 'You know this boiler 你熟悉' });
    const [notice] = (await tom.call('listNotices')).notices;
    expect(notice).toMatchObject({
      kind: 'assigned',
      by: { name: 'Mei Lin' },
      detail: { text: 'You know this boiler 你熟悉', entryId: entries.at(-1)?.id },
    });
    expect(await eventNames(test, 'ticket.assigned', 'task.handed_over')).toEqual(['ticket.assigned', 'task.handed_over']);

    await mei.call('assignTicket', { id: ticketId, body: { agentId: mei.person.id, expected: tom.person.id } });
    expect((await mei.call('desk')).tasks.map((task) => task.id)).toEqual([id]);
    expect((await tom.call('listNotices')).unread).toBe(0);
  });

  it('cannot be taken back once somebody else has changed who answers for it', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    await smsArrives(test, { from: ada, text: 'hello' });
    const { ticketId } = await take(mei);
    const [tom, sue] = [await employ({ name: 'Tom' }), await employ({ name: 'Sue' })];
    await mei.call('assignTicket', { id: ticketId, body: { agentId: tom.person.id } });
    await tom.call('assignTicket', { id: ticketId, body: { agentId: sue.person.id } });
    const undo = { agentId: mei.person.id, expected: tom.person.id };
    expect(await mei.refusal('assignTicket', { id: ticketId, body: undo })).toBe('409 assigned_meanwhile');
    expect(await mei.refusal('assignTicket', { id: ticketId, body: { agentId: ticketId } })).toBe('422 unknown_agent');
  });

  it('that nobody answers for stands in the queue again, at its own age', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    await smsArrives(test, { from: ada, text: 'hello' });
    const { id, ticketId, neededAt } = await take(mei);
    test.clock.move(30);
    await mei.call('assignTicket', { id: ticketId, body: { agentId: null } });
    const [waiting] = (await mei.call('queue')).tasks;
    expect(waiting).toMatchObject({ id, neededAt });
    // The router may be asking somebody already.
    expect(['pending', 'reserved']).toContain(waiting?.state);
  });

  it('that was handed back does not ring at once at whoever had it; others are asked, the receipt says why, and later they are again', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    await smsArrives(test, { from: ada, text: 'hello' });
    const { id, ticketId } = await take(mei);
    await mei.call('assignTicket', { id: ticketId, body: { agentId: null } });
    await quiet(mei);
    const tom = await agent({ name: 'Tom Reed' });
    expect((await ringing(tom)).task.id).toBe(id);
    const boss = await employ({ name: 'Boss', role: 'supervisor' });
    const [newest] = (await boss.call('taskReceipts', { id })).receipts;
    expect(JSON.stringify(newest)).toContain('declined_recently');
    await tom.call('rejectOffer', { id: (await ringing(tom)).id });
    await quiet(mei, tom);
    test.clock.move(3600);
    await endCooling(test.hub, { taskId: id });
    expect(
      (await eventually(async () => [...(await mei.call('desk')).offers, ...(await tom.call('desk')).offers][0] ?? fail())).task.id,
    ).toBe(id);
  });

  it('may be seen by whom it was given to, though it is none of their queue', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    await smsArrives(test, { from: ada, text: 'hello' });
    const { ticketId } = await take(mei);
    const sally = await employ({ name: 'Sally Sales', queues: [salesId] });
    expect(await sally.refusal('getTicket', { id: ticketId })).toBe('404 not_found');
    await mei.call('assignTicket', { id: ticketId, body: { agentId: sally.person.id } });
    expect((await sally.call('getTicket', { id: ticketId })).ticket.assignee?.name).toBe('Sally Sales');
    expect(await noticesOf(sally)).toEqual([{ kind: 'assigned', count: 1, read: false }]);
    // What they may not see any more says nothing of it either.
    await mei.call('assignTicket', { id: ticketId, body: { agentId: mei.person.id } });
    expect(await noticesOf(sally)).toEqual([]);
  });
});

describe('a watched ticket', () => {
  it('tells of messages and of its status, once for all that is unread, and not of what one did oneself', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    const tom = await employ({ name: 'Tom Reed' });
    await smsArrives(test, { from: ada, text: 'one' });
    const { ticketId, conversationId } = await take(mei);
    await tom.call('watchTicket', { id: ticketId, body: { watching: true } });
    await mei.call('watchTicket', { id: ticketId, body: { watching: true } });
    const window = await openConsole(test, { token: tom.token });
    consoles.push(window);

    await smsArrives(test, { from: ada, text: 'two' });
    await mei.call('sendReply', { id: conversationId, body: { clientId: 'a reply of mei', text: 'on my way', seenSeq: 9 } });
    expect(await noticesOf(tom)).toEqual([{ kind: 'watched', count: 2, read: false }]);
    expect(await noticesOf(mei)).toEqual([{ kind: 'watched', count: 1, read: false }]);
    const told = await eventually(async () => {
      const event = window.heard.findLast(({ name }) => name === 'notice.given');
      if (event?.attached.notice?.count !== 2) throw new Error('not yet');
      return event.attached.notice;
    });
    expect(told.ticket.id).toBe(ticketId);

    await tom.call('markNotices', { body: { read: true } });
    await mei.call('setTicketStatus', { id: ticketId, body: { status: 'pending' } });
    const { notices: unread } = await tom.call('listNotices', { query: { unread: 'true' } });
    expect(unread).toMatchObject([{ kind: 'watched', count: 1, detail: { status: 'pending' } }]);

    await tom.call('watchTicket', { id: ticketId, body: { watching: false } });
    await tom.call('markNotices', { body: { read: true } });
    await smsArrives(test, { from: ada, text: 'three' });
    expect((await tom.call('listNotices')).unread).toBe(0);
    expect(window.heard.some(({ agentId, name }) => name === 'notice.given' && agentId === mei.person.id)).toBe(false);
  });

  it('says nothing any more to who has lost sight of it, neither under the bell nor by the live event', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    const sally = await employ({ name: 'Sally Sales', queues: [salesId] });
    await smsArrives(test, { from: ada, text: 'one' });
    const { ticketId } = await take(mei);
    await mei.call('assignTicket', { id: ticketId, body: { agentId: sally.person.id } });
    await sally.call('watchTicket', { id: ticketId, body: { watching: true } });
    await mei.call('assignTicket', { id: ticketId, body: { agentId: mei.person.id } });
    const window = await openConsole(test, { token: sally.token });
    consoles.push(window);
    await smsArrives(test, { from: ada, text: 'two, and private' });
    await test.hub.db.transact(async (tx) => notify(test.hub, tx, { agentId: sally.person.id, kind: 'reminder', ticketId }));
    const told = await eventually(async () => window.heard.find(({ name }) => name === 'notice.given') ?? fail());
    expect(told.attached.notice).toBeUndefined();
    expect(told.attached.ticket).toBeUndefined();
    expect(JSON.stringify(window.heard)).not.toContain('private');
  });
});

describe('a question to a supervisor', () => {
  it('reaches those of the queue; the first who takes it settles it for all, and whoever asked hears who', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    const [boss, other] = [await employ({ name: 'Boss', role: 'supervisor' }), await employ({ name: 'Other Boss', role: 'supervisor' })];
    const elsewhere = await employ({ name: 'Sales Boss', role: 'supervisor', queues: [salesId] });
    await smsArrives(test, { from: ada, text: 'I want a refund' });
    const { ticketId, conversationId } = await take(mei);
    const help = await mei.call('askHelp', { id: conversationId, body: { question: 'May I refund 300 €?' } });
    expect(await mei.refusal('askHelp', { id: conversationId, body: { question: 'Hello?' } })).toBe('409 help_asked_already');
    expect(await noticesOf(elsewhere)).toEqual([]);
    for (const one of [boss, other])
      expect((await one.call('listNotices')).notices[0]).toMatchObject({ kind: 'help_asked', detail: { text: 'May I refund 300 €?' } });

    expect(await mei.refusal('takeHelp', { id: help.id })).toBe('409 own_question');
    const hands = await Promise.all(
      [boss, other].map((one) =>
        one.call('takeHelp', { id: help.id }).then(
          () => 'taken',
          () => 'late',
        ),
      ),
    );
    expect(hands.sort()).toEqual(['late', 'taken']);
    expect([...(await noticesOf(boss)), ...(await noticesOf(other))].every(({ read }) => read)).toBe(true);
    expect(await noticesOf(mei)).toEqual([{ kind: 'help_given', count: 1, read: false }]);
    expect((await mei.call('ticketTogether', { id: ticketId })).help[0]).toMatchObject({ id: help.id, settledAt: expect.any(String) });
    expect(await mei.refusal('withdrawHelp', { id: help.id })).toBe('409 help_settled');
  });

  it('can be withdrawn, and asked again', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    const boss = await employ({ name: 'Boss', role: 'supervisor' });
    await smsArrives(test, { from: ada, text: 'hello' });
    const { conversationId } = await take(mei);
    const help = await mei.call('askHelp', { id: conversationId, body: { question: 'One?' } });
    expect(await boss.refusal('withdrawHelp', { id: help.id })).toBe('404 not_found');
    await mei.call('withdrawHelp', { id: help.id });
    expect(await boss.refusal('takeHelp', { id: help.id })).toBe('409 help_settled');
    expect((await boss.call('listNotices')).unread).toBe(0);
    await mei.call('askHelp', { id: conversationId, body: { question: 'Two?' } });
    expect((await boss.call('listNotices')).unread).toBe(1);
  });
});

describe('who else is there', () => {
  it('is told between windows on two nodes, to nobody who does not follow the conversation, and when they leave', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    await smsArrives(test, { from: ada, text: 'hello' });
    const { conversationId } = await take(mei);
    const second = await joinTestHub(test);
    const open = async (hub: TestHub, who: Client) => {
      const window = await openConsole(hub, { token: who.token });
      const heard: string[] = [];
      window.socket.on('attending', ({ agent: { name }, doing }) => void heard.push(`${name} ${doing}`));
      return { ...window, heard };
    };
    try {
      const [tom, sally] = [await employ({ name: 'Tom Reed' }), await employ({ name: 'Sally Sales', queues: [salesId] })];
      const [meis, toms, sallys] = [await open(test, mei), await open(second, tom), await open(second, sally)];
      meis.socket.on('who_is_there', (id) => meis.socket.emit('attend', id, 'viewing'));
      expect(await meis.watch(conversationId)).toBe(true);
      expect(await sallys.watch(conversationId)).toBe(false);
      // Nodes hear each other from when they have found each other.
      await eventually(async () => {
        expect(await toms.watch(conversationId)).toBe(true);
        expect(toms.heard).toContain('Mei Lin viewing');
      });
      await eventually(async () => {
        toms.socket.emit('attend', conversationId, 'typing');
        sallys.socket.emit('attend', conversationId, 'typing');
        expect(meis.heard).toContain('Tom Reed typing');
      });
      toms.close();
      await eventually(async () => expect(meis.heard).toContain('Tom Reed gone'));
      expect([...meis.heard, ...toms.heard].join()).not.toContain('Sally');
      expect(sallys.heard).toEqual([]);
      for (const window of [meis, sallys]) window.close();
    } finally {
      await second.leave();
    }
  });
});

describe('two agents who answer one question', () => {
  it('cannot both send without having read the other: the second is told what it missed', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    const tom = await employ({ name: 'Tom Reed' });
    await smsArrives(test, { from: ada, text: 'When do you come?' });
    const { conversationId, lastSeq } = await take(mei);
    await mei.call('sendReply', { id: conversationId, body: { clientId: 'mei answers', text: 'At ten', seenSeq: lastSeq } });
    const late = { clientId: 'tom answers', text: 'At noon', seenSeq: lastSeq };
    expect(await tom.refusal('sendReply', { id: conversationId, body: late })).toBe('409 stale_reply');
    await tom.call('sendReply', { id: conversationId, body: { ...late, seenSeq: lastSeq + 1 } });
    await settle(test.hub);
    expect(
      await test.hub.db.all(sql`select text from entries where kind = 'outbound' and conversation_id = ${conversationId} order by seq`),
    ).toEqual([{ text: 'At ten' }, { text: 'At noon' }]);
  });
});
