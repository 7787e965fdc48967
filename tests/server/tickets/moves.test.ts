import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../../support/console-socket.ts';
import { take } from '../../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventNames,
  settle,
  smsArrives,
  startTestHub,
  supportMail,
  type TestHub,
} from '../../support/hub.ts';
import { postMail } from '../../support/post.ts';

/** Tickets that turn out to be one, or two. */
let test: TestHub;
let mei: Client;
let desk: ConsoleSocket;
const ada = { phone: '+441632960111', email: 'ada@customer.example' };

beforeEach(async () => {
  test = await startTestHub();
  const admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin' }));
  const rule = {
    tiers: [],
    channels: [],
    kinds: [],
    queueIds: [],
    targets: { first_response: 600, next_response: 900, resolution: 36_000 },
    workingTime: false,
  };
  await admin.call('saveServiceTargets', {
    body: { basedOn: 0, draft: { rules: [rule], warnShare: 0.8, pausedBy: ['pending', 'on_hold'] } },
  });
  mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
  await addCustomer(test, { name: 'Ada Byron', ...ada });
  desk = await sitDown(test, mei);
});
afterEach(async () => {
  desk.close();
  await test.stop();
});

/** A mail of Ada's opens a ticket of its own. */
async function mail(subject: string, from = ada.email): Promise<{ ticketId: string; conversationId: string; number: number }> {
  await postMail(test, { from, to: supportMail, subject, text: `about ${subject} 关于` });
  return test.hub.db.one(sql`
    select t.id as ticket_id, c.id as conversation_id, t.number from tickets t join conversations c on c.ticket_id = t.id where t.subject = ${subject}`);
}

/** Everything of these tickets, to be compared, once nothing is under way that would still change it. */
async function picture(...ticketIds: string[]): Promise<unknown> {
  await settle(test.hub);
  const of = (rows: object[]) => rows.map((row) => JSON.stringify(row));
  const db = test.hub.db;
  return {
    tickets: of(await db.all(sql`select * from tickets where id = any(${ticketIds}::uuid[]) order by id`)),
    conversations: of(await db.all(sql`select * from conversations order by id`)),
    entries: of(await db.all(sql`select * from entries order by id`)),
    tasks: of(await db.all(sql`select id, ticket_id, conversation_id, queue_id, channel, tier, needed_at, kind from tasks order by id`)),
    watchers: of(await db.all(sql`select * from ticket_watchers where ticket_id = any(${ticketIds}::uuid[]) order by ticket_id, agent_id`)),
    sides: of(await db.all(sql`select id, ticket_id from side_conversations order by id`)),
    links: of(await db.all(sql`select * from ticket_links order by id`)),
  };
}

/** What a ticket may have about it. */
async function dress(id: string, parentId: string, traits: { watched: boolean; linked: boolean; sided: boolean }): Promise<void> {
  if (traits.watched) await mei.call('watchTicket', { id, body: { watching: true } });
  if (traits.linked) await mei.call('linkTickets', { id, body: { otherId: parentId, kind: 'parent' } });
  if (!traits.sided) return;
  await test.hub.db.all(sql`insert into side_conversations (id, ticket_id, inbox_id, subject, address, created_by_id, created_at, last_at)
    values (gen_random_uuid(), ${id}, ${await test.inboxOf('email')}, 's', 'x@y.example', ${mei.person.id}, ${test.clock.now()}, ${test.clock.now()})`);
}

describe('two tickets that are one', () => {
  it('become one: everything is there, the old number leads there, and answers to either arrive there', async () => {
    const [boiler, again] = [await mail('Boiler'), await mail('Boiler again')];
    const move = await mei.call('mergeTicket', { id: again.ticketId, body: { intoId: boiler.ticketId } });
    expect(move).toMatchObject({ kind: 'merge', way: 'out', ticket: { number: boiler.number }, conversations: 1, entries: 1 });
    const shown = await mei.call('getTicket', { id: String(again.number) });
    expect(shown.ticket.id).toBe(boiler.ticketId);
    expect(shown.conversations.map(({ subject }) => subject).sort()).toEqual(['Boiler', 'Boiler again']);
    expect(shown.tasks).toHaveLength(2);
    expect((await mei.call('getTicket', { id: again.ticketId })).ticket.number).toBe(boiler.number);
    expect(await eventNames(test, 'ticket.merged', 'ticket.status_changed')).toEqual(['ticket.merged', 'ticket.merged']);
    const { messageId } = await test.hub.db.one<{ messageId: string }>(
      sql`select external_id as message_id from entries where conversation_id = ${again.conversationId}`,
    );
    await postMail(test, { from: ada.email, to: supportMail, subject: 'Re: Boiler again', text: 'and?', inReplyTo: `<${messageId}>` });
    expect(await test.hub.db.one(sql`select ticket_id from entries where text = 'and?'`)).toEqual({ ticketId: boiler.ticketId });
  });

  it('owe what was owed first, and are watched by whoever watched either', async () => {
    const old = await mail('Old');
    test.clock.move(60);
    const young = await mail('Young');
    await mei.call('watchTicket', { id: old.ticketId, body: { watching: true } });
    const before = (await mei.call('getTicket', { id: old.ticketId })).ticket.due;
    await mei.call('mergeTicket', { id: old.ticketId, body: { intoId: young.ticketId } });
    const { ticket } = await mei.call('getTicket', { id: young.ticketId });
    expect(ticket.due).toEqual(before);
    expect((await mei.call('ticketTogether', { id: young.ticketId })).watching).toBe(true);
    expect(await test.hub.db.one(sql`select due_at, clock_at, status::text from tickets where id = ${old.ticketId}`)).toEqual({
      dueAt: null,
      clockAt: null,
      status: 'closed',
    });
  });

  it('are worked on again when the one that is left waited for the customer', async () => {
    const [one, two] = [await mail('One'), await mail('Two')];
    await mei.call('setTicketStatus', { id: two.ticketId, body: { status: 'pending' } });
    const { id } = await mei.call('mergeTicket', { id: one.ticketId, body: { intoId: two.ticketId } });
    expect((await mei.call('getTicket', { id: two.ticketId })).ticket.status).toBe('open');
    await mei.call('undoMove', { id });
    expect((await mei.call('getTicket', { id: two.ticketId })).ticket.status).toBe('pending');
  });

  it('are not one with themselves, with another customer’s, or when one is closed', async () => {
    const [one, two] = [await mail('One'), await mail('Two')];
    const bobs = await mail('Bobs', 'bob@customer.example');
    const refusal = (id: string, intoId: string) => mei.refusal('mergeTicket', { id, body: { intoId } });
    expect(await refusal(one.ticketId, one.ticketId)).toBe('409 same_ticket');
    expect(await refusal(one.ticketId, bobs.ticketId)).toBe('409 other_customer');
    expect(await refusal(one.ticketId, one.conversationId)).toBe('404 not_found');
    await mei.call('mergeTicket', { id: one.ticketId, body: { intoId: two.ticketId } });
    expect(await refusal(one.ticketId, two.ticketId)).toBe('409 ticket_closed');
    expect(await refusal(two.ticketId, one.ticketId)).toBe('409 ticket_closed');
  });

  it('are two again, exactly as they were, whatever stood there; also after others were merged in between', async () => {
    const statuses = ['new', 'open', 'pending', 'on_hold', 'solved'] as const;
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...statuses),
        fc.constantFrom(...statuses),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (first, second, watched, linked, sided) => {
          round += 1;
          const [one, two, three] = [await mail(`One ${round}`), await mail(`Two ${round}`), await mail(`Three ${round}`)];
          for (const [{ ticketId }, status] of [
            [one, first],
            [two, second],
          ] as const) {
            if (status !== 'new') await mei.call('setTicketStatus', { id: ticketId, body: { status } });
          }
          await dress(one.ticketId, three.ticketId, { watched, linked, sided });
          const before = await picture(one.ticketId, two.ticketId, three.ticketId);
          test.clock.move(5);
          const inner = await mei.call('mergeTicket', { id: one.ticketId, body: { intoId: two.ticketId } });
          const outer = await mei.call('mergeTicket', { id: two.ticketId, body: { intoId: three.ticketId } });
          expect(await mei.refusal('undoMove', { id: inner.id })).toBe('409 moved_on');
          await mei.call('undoMove', { id: outer.id });
          await mei.call('undoMove', { id: inner.id });
          expect(await picture(one.ticketId, two.ticketId, three.ticketId)).toEqual(before);
          expect(await mei.refusal('undoMove', { id: inner.id })).toBe('409 undone_already');
        },
      ),
      { numRuns: 8, examples: [['on_hold', 'solved', false, false, false]] },
    );
  });

  it('are two again with what was said meanwhile, each in its own thread', async () => {
    await smsArrives(test, { from: ada.phone, text: 'by SMS' });
    const sms = await test.hub.db.one<{ id: string; ticketId: string }>(sql`select id, ticket_id from conversations where channel = 'sms'`);
    const boiler = await mail('Boiler');
    const { id } = await mei.call('mergeTicket', { id: sms.ticketId, body: { intoId: boiler.ticketId } });
    await smsArrives(test, { from: ada.phone, text: 'more by SMS' });
    await mei.call('addNote', { id: boiler.conversationId, body: { clientId: 'a note of mine', text: 'on the mail' } });
    await mei.call('undoMove', { id });
    const rows = await test.hub.db.all<{ text: string; ticketId: string }>(sql`select text, ticket_id from entries order by at, seq`);
    expect(
      rows
        .filter(({ ticketId }) => ticketId === sms.ticketId)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['by SMS', 'more by SMS']);
    expect(rows.filter(({ ticketId }) => ticketId === boiler.ticketId).map(({ text }) => text)).toContain('on the mail');
  });
});

describe('a ticket with two matters', () => {
  it('is split at a message: from there on it is another ticket’s, with the task and the answer that is owed', async () => {
    await smsArrives(test, { from: ada.phone, text: 'My boiler leaks' });
    const { ticketId, conversationId } = await take(mei);
    await mei.call('sendReply', { id: conversationId, body: { clientId: 'answer one', text: 'We come', seenSeq: 9 } });
    await smsArrives(test, { from: ada.phone, text: 'And my invoice is wrong' });
    const before = await picture(ticketId);
    const move = await mei.call('splitTicket', { id: conversationId, body: { fromSeq: 3, subject: 'Invoice' } });
    expect(move).toMatchObject({ kind: 'split', way: 'out', ticket: { subject: 'Invoice', status: 'open' }, entries: 1 });
    const { ticket, tasks } = await mei.call('getTicket', { id: move.ticket.id });
    expect(ticket.due?.kind).toBe('next_response');
    expect(tasks).toHaveLength(1);
    expect((await mei.call('getTicket', { id: ticketId })).ticket.due?.kind).toBe('resolution');
    await smsArrives(test, { from: ada.phone, text: 'Hello?' });
    const { rows } = {
      rows: await test.hub.db.all<{ text: string }>(sql`select text from entries where ticket_id = ${move.ticket.id} order by seq`),
    };
    expect(rows.map(({ text }) => text)).toEqual(['And my invoice is wrong', 'Hello?']);
    expect(await mei.refusal('splitTicket', { id: conversationId, body: { subject: 'Again' } })).toBe('409 whole_ticket');
    expect(await mei.refusal('splitTicket', { id: conversationId, body: { fromSeq: 99, subject: 'Again' } })).toBe('409 nothing_to_split');
    expect(before).toBeDefined();
  });

  it('is one again, exactly as it was; the number that was given meanwhile leads back', async () => {
    const [one, two] = [await mail('One'), await mail('Two')];
    await mei.call('mergeTicket', { id: two.ticketId, body: { intoId: one.ticketId } });
    const before = await picture(one.ticketId);
    test.clock.move(5);
    const move = await mei.call('splitTicket', { id: two.conversationId, body: { subject: 'Apart' } });
    await mei.call('undoMove', { id: move.id });
    expect(await picture(one.ticketId)).toEqual(before);
    expect((await mei.call('getTicket', { id: String(move.ticket.number) })).ticket.id).toBe(one.ticketId);
    expect((await mei.call('ticketTogether', { id: one.ticketId })).moves.map(({ kind }) => kind)).toEqual(['merge']);
  });
});

describe('tickets that have to do with each other', () => {
  it('are linked once, seen from both, and have one parent in no circle', async () => {
    const [one, two, three] = [await mail('One'), await mail('Two'), await mail('Three')];
    const link = (from: { ticketId: string }, to: { ticketId: string }, kind: 'related' | 'parent') => ({
      id: from.ticketId,
      body: { otherId: to.ticketId, kind },
    });
    const parent = await mei.call('linkTickets', link(one, two, 'parent'));
    expect(parent).toMatchObject({ kind: 'parent', ticket: { number: two.number } });
    expect((await mei.call('ticketTogether', { id: two.ticketId })).links).toMatchObject([
      { kind: 'child', ticket: { number: one.number } },
    ]);
    expect(await mei.refusal('linkTickets', link(two, one, 'related'))).toBe('409 linked_already');
    expect(await mei.refusal('linkTickets', link(one, three, 'parent'))).toBe('409 has_a_parent');
    await mei.call('linkTickets', link(two, three, 'parent'));
    expect(await mei.refusal('linkTickets', link(three, one, 'parent'))).toBe('409 ticket_cycle');
    expect(await mei.refusal('linkTickets', link(one, one, 'related'))).toBe('409 same_ticket');
    await mei.call('unlinkTickets', { id: parent.id });
    expect((await mei.call('ticketTogether', { id: one.ticketId })).links).toEqual([]);
    expect(await mei.refusal('unlinkTickets', { id: parent.id })).toBe('404 not_found');
    await mei.call('linkTickets', link(three, one, 'parent'));
    expect(await eventNames(test, 'ticket.linked', 'ticket.unlinked')).toHaveLength(8);
  });
});
