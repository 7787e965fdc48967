import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntryView } from '../../server/contract/entities.ts';
import type { MessageStatus } from '../../server/contract/statuses.ts';
import { sql } from '../../server/db/sql.ts';
import {
  type Answer,
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  type Failure,
  request,
  smsArrives,
  supportNumber,
  type TestHub,
  twilioPost,
} from '../support/hub.ts';
import { startTown, type Town } from '../support/town.ts';

let town: Town;
let test: TestHub;
let mei: Client;
let tom: Client;

beforeAll(async () => {
  town = await startTown();
  test = town.test;
  mei = await client(test, await addPerson(test));
  tom = await client(test, await addPerson(test, { name: 'Tom Reed' }));
});
afterAll(() => town.stop());

let number = 0;

/** Somebody writes; answers with the conversation. */
async function somebodyWrites(text = 'help', ending = ''): Promise<{ id: string; from: string }> {
  const from = `+4416329${ending || String(70_000 + ++number)}`.padEnd(13, '0');
  await smsArrives(test, { from, text });
  const task = (await mei.call('queue', { query: { limit: 200 } })).tasks.find(({ customer }) => customer.contact === from);
  return { id: task?.conversationId ?? '', from };
}

const reply = (text: string, seenSeq = 1, clientId: string = crypto.randomUUID()) => ({ clientId, text, seenSeq });
const entries = async (id: string) => (await mei.call('getConversation', { id })).entries;
const outbound = async (id: string) => (await entries(id)).filter(({ kind }) => kind === 'outbound');
const sentTo = (to: string) => town.simulator.messages().filter((message) => message.direction === 'outbound-api' && message.to === to);
const summary = ({ status, body }: Answer<unknown>) =>
  status === 200 ? (body as EntryView).id : `${status} ${(body as Failure).error.code}`;
const send = (who: Client, id: string, body: object) =>
  request(test.url, 'sendReply', { id, body }, { authorization: `Bearer ${who.token}` });

describe('a reply', () => {
  it('reaches the customer once, however often the button was pressed', async () => {
    const { id, from } = await somebodyWrites();
    const body = reply('Coming at nine 九点到', 1, 'pressed-five-times');
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => send(mei, id, body)));
    const again = await send(mei, id, { ...body, seenSeq: 0 });
    expect(new Set([...answers, again].map(summary)).size).toBe(1);
    await eventually(async () =>
      expect((await outbound(id)).map(({ text, status }) => [text, status])).toEqual([['Coming at nine 九点到', 'delivered']]),
    );
    expect(sentTo(from).map(({ body: text, from: number }) => [text, number])).toEqual([['Coming at nine 九点到', supportNumber]]);
    expect((await eventNames(test, 'message.queued')).length).toBe(1);
  });

  it('with an id that was used for something else is refused, whoever used it', async () => {
    const [one, two] = [await somebodyWrites(), await somebodyWrites()];
    await mei.call('sendReply', { id: one.id, body: reply('first', 1, 'the-same-id-again') });
    expect(await mei.refusal('sendReply', { id: one.id, body: reply('second', 9, 'the-same-id-again') })).toBe('409 client_id_reused');
    expect(await mei.refusal('sendReply', { id: two.id, body: reply('first', 9, 'the-same-id-again') })).toBe('409 client_id_reused');
    expect(await tom.refusal('sendReply', { id: one.id, body: reply('first', 9, 'the-same-id-again') })).toBe('409 client_id_reused');
    expect(await mei.refusal('addNote', { id: one.id, body: { clientId: 'the-same-id-again', text: 'first' } })).toBe(
      '409 client_id_reused',
    );
    await mei.call('addNote', { id: one.id, body: { clientId: 'an-id-of-a-note', text: 'noted' } });
    expect(await mei.refusal('sendReply', { id: one.id, body: reply('noted', 9, 'an-id-of-a-note') })).toBe('409 client_id_reused');
    expect((await outbound(one.id)).map(({ text }) => text)).toEqual(['first']);
    expect(await outbound(two.id)).toEqual([]);
  });

  it('with the same id to two customers in the same instant goes to one of them', async () => {
    const [one, two] = [await somebodyWrites(), await somebodyWrites()];
    const answers = await Promise.all([one, two].map(({ id }) => send(mei, id, reply('hello', 1, 'at-the-same-time'))));
    expect(answers.map(summary).filter((answer) => answer === '409 client_id_reused')).toHaveLength(1);
    expect([...(await outbound(one.id)), ...(await outbound(two.id))]).toHaveLength(1);
  });

  it('is refused when the customer wrote meanwhile, and says what was missed', async () => {
    const { id, from } = await somebodyWrites();
    await smsArrives(test, { from, text: 'never mind' });
    await mei.call('sendReply', { id, body: reply('seen both', 2) });
    await smsArrives(test, { from, text: 'one more' });
    const missed = await entries(id);
    const answer = await send(tom, id, reply('too late', 2));
    expect(summary(answer)).toBe('409 stale_reply');
    expect((answer.body as Failure).error.facts).toEqual({
      missed: missed.filter(({ seq }) => seq > 2).map((entry) => ({ id: entry.id, seq: entry.seq })),
    });
    expect(summary(await send(tom, id, reply('now I have read it', 4)))).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is refused when a colleague answered meanwhile; of two in the same instant one is sent', async () => {
    const { id, from } = await somebodyWrites();
    const answers = await Promise.all([send(mei, id, reply('Mei answers')), send(tom, id, reply('Tom answers'))]);
    expect(answers.map(summary).filter((answer) => answer === '409 stale_reply')).toHaveLength(1);
    await eventually(async () => expect(sentTo(from)).toHaveLength(1));
  });

  it('is not made stale by one’s own words, nor by anybody’s note', async () => {
    const { id } = await somebodyWrites();
    await mei.call('sendReply', { id, body: reply('first') });
    await mei.call('addNote', { id, body: { clientId: 'a-note-of-mine', text: 'a note' } });
    await tom.call('addNote', { id, body: { clientId: 'a-note-of-toms', text: 'another' } });
    expect((await mei.call('sendReply', { id, body: reply('second') })).seq).toBe(5);
    expect(await tom.refusal('sendReply', { id, body: reply('Tom has not read Mei') })).toBe('409 stale_reply');
  });

  it('is refused when nothing is written, or more than the channel carries', async () => {
    const { id } = await somebodyWrites();
    expect(await mei.refusal('sendReply', { id, body: reply(' \n\t ') })).toBe('422 nothing_to_send');
    expect(await mei.refusal('sendReply', { id, body: reply('x'.repeat(1601)) })).toBe('422 text_too_long');
    expect(await mei.refusal('addNote', { id, body: { clientId: 'an-empty-note', text: ' ' } })).toBe('422 nothing_to_send');
    expect(await outbound(id)).toEqual([]);
  });

  it('waits for the one before it: what was written first arrives first, though the carrier was away for a while', async () => {
    const { id, from } = await somebodyWrites();
    town.simulator.faults.rest = 'broken';
    for (const text of ['first', 'second', 'third']) await mei.call('sendReply', { id, body: reply(text) });
    await eventually(async () =>
      expect(
        await test.hub.db.one(sql`select count(*) as tried from entries where conversation_id = ${id} and attempted_at is not null`),
      ).toEqual({ tried: 1 }),
    );
    delete town.simulator.faults.rest;
    await smsArrives(test, { from, text: 'still there?' });
    await mei.call('sendReply', { id, body: reply('fourth', 9) });
    await test.pass(60);
    await eventually(async () => expect(sentTo(from).map(({ body }) => body)).toEqual(['first', 'second', 'third', 'fourth']));
    await eventually(async () => expect((await outbound(id)).map(({ status }) => status)).toEqual(Array(4).fill('delivered')));
  });

  it('that the carrier refuses is marked as failed, with the reason it gave', async () => {
    const unreachable = await somebodyWrites('help', '73003');
    const entry = await mei.call('sendReply', { id: unreachable.id, body: reply('hello?') });
    await eventually(async () =>
      expect((await outbound(unreachable.id))[0]).toMatchObject({ id: entry.id, status: 'failed', errorCode: '30003' }),
    );
    const gone = await somebodyWrites('STOP', '71610');
    await mei.call('sendReply', { id: gone.id, body: reply('hello?') });
    await eventually(async () => expect((await outbound(gone.id))[0]).toMatchObject({ status: 'failed', errorCode: '21610' }));
  });
});

describe('reports of the carrier', () => {
  afterAll(() => void delete town.simulator.faults.rest);

  /** A reply that the carrier is slow to take. */
  async function slowReply(): Promise<{ id: string; entryId: string }> {
    const { id } = await somebodyWrites();
    town.simulator.faults.rest = 'broken';
    const { id: entryId } = await mei.call('sendReply', { id, body: reply('on its way') });
    await eventually(async () =>
      expect(await test.hub.db.maybe(sql`select 1 from entries where id = ${entryId} and attempted_at is not null`)).toBeDefined(),
    );
    return { id, entryId };
  }
  const sidOf = (entryId: string) => `SM${entryId.replaceAll('-', '')}`;
  const report = async (entryId: string, MessageStatus: string, ErrorCode?: string) =>
    (
      await twilioPost(test, await test.inboxOf('sms'), `status?message=${entryId}`, {
        MessageSid: sidOf(entryId),
        MessageStatus,
        ...(ErrorCode ? { ErrorCode } : {}),
      })
    ).status;
  const status = async (id: string): Promise<[MessageStatus | null | undefined, string | null | undefined]> => [
    (await outbound(id))[0]?.status,
    (await outbound(id))[0]?.errorCode,
  ];

  it('move a message only forward, whatever their order and however often they come', async () => {
    const { id, entryId } = await slowReply();
    expect(await report(entryId, 'sent')).toBe(200);
    expect(await status(id)).toEqual(['sent', null]);
    for (const late of ['delivered', 'sent', 'queued', 'delivered', 'sending']) expect(await report(entryId, late)).toBe(200);
    expect(await status(id)).toEqual(['delivered', null]);
    await report(entryId, 'undelivered', '30008');
    expect(await status(id)).toEqual(['delivered', null]);
    await report(entryId, 'read');
    await report(entryId, 'delivered');
    expect(await status(id)).toEqual(['read', null]);
    const told = await test.hub.db.all<{ status: string }>(
      sql`select data ->> 'status' as status from events where name = 'message.status_changed' and entry_id = ${entryId} order by id`,
    );
    expect(told.map((event) => event.status)).toEqual(['sent', 'delivered', 'read']);
  });

  it('that it failed are overtaken by the news that it arrived after all', async () => {
    const { id, entryId } = await slowReply();
    await report(entryId, 'undelivered', '30003');
    expect(await status(id)).toEqual(['failed', '30003']);
    await report(entryId, 'sent');
    expect(await status(id)).toEqual(['failed', '30003']);
    await report(entryId, 'delivered');
    expect(await status(id)).toEqual(['delivered', null]);
  });

  it('in the same instant count once each', async () => {
    const { id, entryId } = await slowReply();
    await Promise.all(['sent', 'delivered', 'sent', 'delivered', 'sent'].map((word) => report(entryId, word)));
    expect(await status(id)).toEqual(['delivered', null]);
    const { told } = await test.hub.db.one<{ told: number }>(
      sql`select count(*) as told from events where name = 'message.status_changed' and entry_id = ${entryId} and data ->> 'status' = 'delivered'`,
    );
    expect(told).toBe(1);
  });

  it('about a message that we never sent change nothing', async () => {
    const { id } = await somebodyWrites();
    const [entry] = await entries(id);
    expect(await report(crypto.randomUUID(), 'delivered')).toBe(200);
    expect(await report(entry?.id ?? '', 'read')).toBe(200);
    expect(await report('not-an-id', 'read')).toBe(200);
    expect((await entries(id))[0]).toMatchObject({ kind: 'inbound', status: null });
  });
});

describe('a note', () => {
  it('is for agents alone: the customer never gets it, and a second press makes no second one', async () => {
    const { id, from } = await somebodyWrites();
    const body = { clientId: 'a-secret-note', text: 'Difficult, be patient 耐心' };
    const notes = await Promise.all([1, 2, 3].map(() => mei.call('addNote', { id, body })));
    expect(new Set(notes.map((note) => note.id)).size).toBe(1);
    expect(notes[0]).toMatchObject({
      kind: 'note',
      status: null,
      text: 'Difficult, be patient 耐心',
      agent: { id: mei.person.id, name: 'Mei Lin' },
    });
    expect((await tom.call('getConversation', { id })).entries.at(-1)).toMatchObject({ kind: 'note', text: 'Difficult, be patient 耐心' });
    await mei.call('sendReply', { id, body: reply('We are on it', 2) });
    await eventually(async () => expect(sentTo(from).map(({ body: text }) => text)).toEqual(['We are on it']));
    expect(town.simulator.messages().some(({ body: text }) => text.includes('Difficult'))).toBe(false);
  });

  it('does not count as the last word: the customer is still unanswered', async () => {
    const { id } = await somebodyWrites('still waiting');
    await mei.call('addNote', { id, body: { clientId: 'another-note', text: 'noted' } });
    const task = (await mei.call('queue', { query: { limit: 200 } })).tasks.find(({ conversationId }) => conversationId === id);
    expect(task).toMatchObject({ unanswered: true, preview: 'still waiting', lastSeq: 2 });
    await mei.call('sendReply', { id, body: reply('yes?') });
    expect(await mei.call('getTask', { id: task?.id ?? '' })).toMatchObject({ unanswered: false, preview: 'yes?', lastSeq: 3 });
  });
});
