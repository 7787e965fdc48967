import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { take } from '../support/desk.ts';
import { addCustomer, addPerson, type Client, client, eventually, joinTestHub, smsArrives, type TestHub } from '../support/hub.ts';
import { startTwoAgents } from '../support/two-agents.ts';

let test: TestHub;
let mei: Client;
let tom: Client;

beforeEach(async () => {
  ({ test, mei, tom } = await startTwoAgents());
});
afterEach(() => test.stop());

let number = 0;
const HOUR = 3600;
const text = (phone: string, words: string) => smsArrives(test, { from: phone, text: words });

/** Somebody wrote, and Mei has taken it. */
async function inMeisHands() {
  const phone = `+44163296${String(3000 + number++)}`;
  await addCustomer(test, { name: phone, phone });
  await tom.call('setStatus', { body: { status: 'away' } });
  await mei.available();
  await text(phone, 'help');
  return { ...(await take(mei)), phone };
}

const snooze = (ticketId: string, seconds = HOUR) => mei.call('snoozeTicket', { id: ticketId, body: { until: test.clock.later(seconds) } });
const holds = async (who: Client) => (await who.call('desk')).tasks.map(({ id }) => id);
const onDesk = async (ticketId: string) => (await mei.call('myWork')).tickets.find((ticket) => ticket.ticketId === ticketId)?.group;
const told = async (ticketId: string) =>
  (
    await test.hub.db.all<{ name: string; why: string | null }>(
      sql`select name, data ->> 'why' as why from events where ticket_id = ${ticketId} and name in ('ticket.snoozed', 'ticket.woken', 'task.taken_up') order by id`,
    )
  ).map(({ name, why }) => (why ? `${name} ${why}` : name));
const reminded = async (who: Client, ticketId: string) =>
  (await who.call('listNotices', {})).notices
    .filter((notice) => notice.ticket.id === ticketId)
    .map(({ kind, detail }) => [kind, detail.text]);

describe('a ticket put aside', () => {
  it('leaves the hands and their room, and is back in them at its time', async () => {
    const task = await inMeisHands();
    const room = async () =>
      (await test.hub.db.one<{ room: string[] }>(sql`select room::text[] from agents where id = ${mei.person.id}`)).room;
    await snooze(task.ticketId);
    expect([await holds(mei), await onDesk(task.ticketId)]).toEqual([[], 'snoozed']);
    expect(await room()).toContain('sms');
    await test.pass(HOUR - 1);
    expect(await holds(mei)).toEqual([]);
    await mei.available();
    await test.pass(2);
    expect([await holds(mei), await onDesk(task.ticketId)]).toEqual([[task.id], undefined]);
    expect(await reminded(mei, task.ticketId)).toEqual([['reminder', undefined]]);
    expect(await told(task.ticketId)).toEqual(['ticket.snoozed', 'task.taken_up', 'ticket.woken due']);
  });

  it('waits in line for whoever is there when its agent went home', async () => {
    const task = await inMeisHands();
    await snooze(task.ticketId);
    await mei.call('setStatus', { body: { status: 'offline' } });
    await test.pass(HOUR - 20);
    await tom.available();
    await test.pass(21);
    const back = await take(tom);
    expect([back.ticketId, await holds(mei)]).toEqual([task.ticketId, []]);
  });

  it('comes back as soon as the customer writes', async () => {
    const task = await inMeisHands();
    await snooze(task.ticketId, 24 * HOUR);
    await text(task.phone, 'are you there?');
    const again = await take(mei);
    expect([again.ticketId, again.id === task.id]).toEqual([task.ticketId, false]);
    expect(await told(task.ticketId)).toEqual(['ticket.snoozed', 'ticket.woken customer_wrote']);
    await test.pass(25 * HOUR);
    expect(await told(task.ticketId)).toHaveLength(2);
  });

  it('is as it was when it is undone, and can be put aside until another time', async () => {
    const task = await inMeisHands();
    await snooze(task.ticketId);
    await mei.call('wakeTicket', { id: task.ticketId });
    expect(await holds(mei)).toContain(task.id);
    await snooze(task.ticketId);
    await snooze(task.ticketId, 3 * HOUR);
    await mei.call('wakeTicket', { id: task.ticketId });
    expect(await holds(mei)).toContain(task.id);
    expect(await mei.refusal('wakeTicket', { id: task.ticketId })).toBe('409 not_snoozed');
    await test.pass(4 * HOUR);
    expect((await told(task.ticketId)).filter((name) => name.startsWith('ticket.woken'))).toEqual([
      'ticket.woken woken',
      'ticket.woken woken',
    ]);
  });

  it('refuses a time that is past or too far ahead, and a ticket that is done', async () => {
    const task = await inMeisHands();
    const refused = (until: string) => mei.refusal('snoozeTicket', { id: task.ticketId, body: { until } });
    expect(await refused(test.clock.later(-1))).toBe('422 not_in_future');
    expect(await refused(test.clock.later(400 * 24 * HOUR))).toBe('422 too_far_ahead');
    expect(await refused('tomorrow')).toBe('400 bad_request');
    await mei.call('setTicketStatus', { id: task.ticketId, body: { status: 'solved' } });
    expect(await refused(test.clock.later(HOUR))).toBe('409 ticket_done');
  });

  it('is refused while the customer waits in the queue, or somebody else has them in hand', async () => {
    const phone = '+441632963999';
    await addCustomer(test, { name: phone, phone });
    await text(phone, 'help');
    const [waiting] = (await mei.call('queue', {})).tasks;
    expect(await mei.refusal('snoozeTicket', { id: waiting?.ticketId ?? '', body: { until: test.clock.later(HOUR) } })).toBe(
      '409 contact_goes_on',
    );
    expect(await told(waiting?.ticketId ?? '')).toEqual([]);
  });

  it('is woken once, whichever of two nodes comes first and however often it is tried', async () => {
    const other = await joinTestHub(test);
    const task = await inMeisHands();
    await snooze(task.ticketId);
    test.clock.move(HOUR + 1);
    await mei.available();
    const { id } = await test.hub.db.one<{ id: string }>(sql`select id from snoozes where ticket_id = ${task.ticketId}`);
    const { wakeWhenDue } = await import('../../server/snooze/wake-ticket.ts');
    await Promise.all([test.hub, other.hub, test.hub].map((hub) => wakeWhenDue(hub, { snoozeId: id })));
    await other.leave();
    expect(await told(task.ticketId)).toEqual(['ticket.snoozed', 'task.taken_up', 'ticket.woken due']);
  });
});

describe('my work', () => {
  it('groups what I answer for and do not hold: what waits for me, for the customer, and is put aside', async () => {
    const [mine, theirs, aside] = [await inMeisHands(), await inMeisHands(), await inMeisHands()];
    await mei.call('sendReply', { id: theirs.conversationId, body: { clientId: crypto.randomUUID(), text: 'which one?', seenSeq: 1 } });
    for (const [task, ticketStatus] of [
      [mine, 'open'],
      [theirs, 'open'],
      [aside, 'pending'],
    ] as const) {
      await mei.call('endTask', { id: task.id });
      await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved', ticketStatus } });
    }
    expect(await onDesk(aside.ticketId)).toBe('waiting_for_customer');
    await snooze(aside.ticketId);
    expect(await Promise.all([mine, theirs, aside].map(({ ticketId }) => onDesk(ticketId)))).toEqual([
      'waiting_for_me',
      'waiting_for_customer',
      'snoozed',
    ]);
    expect((await tom.call('myWork')).tickets.map(({ ticketId }) => ticketId)).not.toContain(mine.ticketId);
  });

  it('is bounded and counted in full for somebody with hundreds of tickets', async () => {
    await addCustomer(test, {});
    const idle = await client(test, await addPerson(test, { name: 'Ida' }));
    await test.hub.db.all(sql`
      with owners as (select id, (select id from inboxes where channel = 'sms' limit 1) as inbox from customers limit 1),
      made as (insert into tickets (id, customer_id, queue_id, status, subject, assignee_id, created_at, updated_at)
        select gen_random_uuid(), owners.id, ${test.queueId}, 'open', 'no ' || n, ${idle.person.id}, now(), now() from owners, generate_series(1, 300) n returning id, customer_id)
      insert into conversations (id, customer_id, inbox_id, channel, ticket_id, created_at, last_entry_at)
      select gen_random_uuid(), made.customer_id, (select inbox from owners), 'sms', made.id, now(), now() from made`);
    const began = performance.now();
    const work = await idle.call('myWork');
    expect([work.tickets.length, work.counts]).toEqual([50, { waiting_for_me: 300, waiting_for_customer: 0, snoozed: 0 }]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('unread', () => {
  const unread = async (task: { conversationId: string }, who = mei) => (await who.call('myWork')).unread[task.conversationId];

  it('counts what others wrote since I read it or answered', async () => {
    const task = await inMeisHands();
    expect(await unread(task)).toBe(1);
    await mei.call('markRead', { id: task.conversationId, body: { seq: 1 } });
    expect(await unread(task)).toBeUndefined();
    await text(task.phone, 'hello?');
    await text(task.phone, 'anybody?');
    await tom.call('addNote', { id: task.conversationId, body: { clientId: crypto.randomUUID(), text: 'they called, too' } });
    expect(await unread(task)).toBe(3);
    await mei.call('markRead', { id: task.conversationId, body: { seq: 2 } });
    await mei.call('markRead', { id: task.conversationId, body: { seq: 1 } });
    expect(await unread(task)).toBe(2);
    await mei.call('markRead', { id: task.conversationId, body: { seq: 1, anew: true } });
    expect(await unread(task)).toBe(3);
  });

  it('tells the other windows of its reader, and nobody else', async () => {
    const task = await inMeisHands();
    await mei.call('markRead', { id: task.conversationId, body: { seq: 99 } });
    const events = await test.hub.db.all(
      sql`select agent_id, data from events where name = 'conversation.read' and conversation_id = ${task.conversationId}`,
    );
    expect(events).toEqual([{ agentId: mei.person.id, data: { upTo: 1 } }]);
  });
});

describe('a reminder', () => {
  it('becomes a notice at its time, with my words', async () => {
    const task = await inMeisHands();
    await mei.call('remindMe', { id: task.ticketId, body: { at: test.clock.later(HOUR), note: '给她打电话' } });
    expect((await mei.call('myWork')).reminders.map(({ note }) => note)).toContain('给她打电话');
    await test.pass(HOUR - 1);
    expect(await reminded(mei, task.ticketId)).toEqual([]);
    await test.pass(2);
    await eventually(async () => expect(await reminded(mei, task.ticketId)).toEqual([['reminder', '给她打电话']]));
    expect((await mei.call('myWork')).reminders.map(({ ticketId }) => ticketId)).not.toContain(task.ticketId);
  });

  it('is withdrawn by its author alone, and only until it was given', async () => {
    const task = await inMeisHands();
    const { id } = await mei.call('remindMe', { id: task.ticketId, body: { at: test.clock.later(HOUR) } });
    expect(await tom.refusal('withdrawReminder', { id })).toBe('404 not_found');
    await mei.call('withdrawReminder', { id });
    await test.pass(HOUR + 1);
    expect(await reminded(mei, task.ticketId)).toEqual([]);
    expect(await mei.refusal('withdrawReminder', { id })).toBe('409 already_reminded');
  });
});
