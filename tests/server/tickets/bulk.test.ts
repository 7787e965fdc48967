import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBulk } from '../../../server/bulk/run-bulk.ts';
import { sql } from '../../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  settle,
  smsArrives,
  type TestHub,
} from '../../support/hub.ts';
import { startTwoQueues } from '../../support/two-queues.ts';
import { dice, plantTickets } from './plant-tickets.ts';

let test: TestHub;
let salesId: string;
let mei: Client;
let boss: Client;

beforeAll(async () => {
  ({ test, salesId } = await startTwoQueues());
  mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  const customerIds = [await addCustomer(test, { name: 'Ada', phone: '+441632960201' })];
  await plantTickets(
    test,
    60,
    { queueIds: [test.queueId, salesId], agentIds: [], customerIds, categoryIds: [], rootCauseIds: [] },
    dice(5),
  );
});
afterAll(() => test.stop());

interface State {
  id: string;
  status: string;
  queueId: string;
  kind: string;
  assigneeId: string | null;
}
const states = () => test.hub.db.all<State>(sql`select id, status::text, queue_id, kind::text, assignee_id from tickets order by id`);
const someIds = async (status: string, count: number) =>
  (await states())
    .filter((one) => one.status === status)
    .slice(0, count)
    .map(({ id }) => id);

async function over(who: Client, id: string, state: string) {
  return eventually(async () => {
    const run = await who.call('readBulk', { id });
    expect(run.state).toBe(state);
    return run;
  }, 30);
}

describe('one act on many tickets', () => {
  it('changes those that can be, names the others, tells how far it is, and undoes exactly what it did', async () => {
    const before = await states();
    const ids = before.map(({ id }) => id);
    const run = await boss.call('startBulk', { body: { act: { do: 'status', status: 'solved' }, ids } });
    const { counts, failures, total } = await over(boss, run.id, 'done');
    const closed = before.filter(({ status }) => status === 'closed');
    expect(total).toBe(60);
    expect(counts).toMatchObject({ failed: closed.length, same: before.filter(({ status }) => status === 'solved').length });
    expect(failures.map(({ code }) => code)).toEqual(closed.map(() => 'status_not_reachable'));
    expect((await states()).every(({ status }) => status === 'solved' || status === 'closed')).toBe(true);
    expect(await eventNames(test, 'bulk.requested', 'bulk.progressed', 'bulk.ended')).toEqual([
      ...['bulk.requested', 'bulk.progressed', 'bulk.progressed', 'bulk.progressed', 'bulk.ended'],
    ]);
    await boss.call('undoBulk', { id: run.id });
    expect((await over(boss, run.id, 'undone')).counts).toMatchObject({ undone: counts.changed, left: 0 });
    expect(await states()).toEqual(before);
  });

  it('takes back even closing; whoever waited waits again, with the age of their need', async () => {
    await smsArrives(test, { from: '+441632960299', text: 'still waiting' });
    const waiting = () =>
      test.hub.db.maybe<{ ticketId: string; neededAt: Date }>(sql`select ticket_id, needed_at from tasks where state = 'pending'`);
    const task = await waiting();
    const run = await mei.call('startBulk', { body: { act: { do: 'status', status: 'closed' }, ids: [task?.ticketId ?? ''] } });
    await over(mei, run.id, 'done');
    await settle(test.hub);
    expect(await waiting()).toBeUndefined();
    await mei.call('undoBulk', { id: run.id });
    await over(mei, run.id, 'undone');
    expect(await waiting()).toEqual(task);
  });

  it('moves and assigns, and leaves what somebody changed since', async () => {
    const ids = await someIds('open', 4);
    const moved = await boss.call('startBulk', { body: { act: { do: 'queue', queueId: salesId }, ids } });
    await over(boss, moved.id, 'done');
    expect((await states()).filter(({ id }) => ids.includes(id)).every(({ queueId }) => queueId === salesId)).toBe(true);
    const given = await boss.call('startBulk', { body: { act: { do: 'assign', agentId: mei.person.id }, ids } });
    expect((await over(boss, given.id, 'done')).counts).toMatchObject({ changed: ids.length });
    await boss.call('assignTicket', { id: ids[0] ?? '', body: { agentId: boss.person.id } });
    await boss.call('undoBulk', { id: given.id });
    const undone = await over(boss, given.id, 'undone');
    expect(undone.counts).toMatchObject({ undone: ids.length - 1, left: 1 });
    expect(undone.failures.map(({ code }) => code)).toEqual(['changed_since']);
    expect((await states()).find(({ id }) => id === ids[0])?.assigneeId).toBe(boss.person.id);
  });

  it('puts one option of a field on each beside what stands there, takes it back, and refuses whoever may not write the field', async () => {
    const admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin', queues: [] }));
    const label = (en: string, zh: string) => ({ en, 'zh-CN': zh });
    const options = [
      { key: 'refund', label: label('Refund', '退款') },
      { key: 'recall', label: label('Recall', '召回') },
    ];
    const draft = { key: 'topics', label: label('Topics', '话题'), type: 'choices' as const, options };
    await admin.call('putTicketField', { body: { revision: null, draft } });
    const guarded = { ...draft, key: 'audit', writeRole: 'supervisor' as const };
    await admin.call('putTicketField', { body: { revision: null, draft: guarded } });
    const ids = await someIds('open', 3);
    const [first = ''] = ids;
    const topics = async () => Promise.all(ids.map(async (id) => (await boss.call('getTicketMatter', { id })).fields.topics ?? []));
    await boss.call('changeTicket', { id: first, body: { fields: { topics: ['recall'] } } });
    const act = { do: 'option', key: 'topics', option: 'refund', on: true } as const;
    const run = await mei.call('startBulk', { body: { act, ids } });
    expect((await over(mei, run.id, 'done')).counts).toMatchObject({ changed: 3, failed: 0 });
    expect(await topics()).toEqual([['recall', 'refund'], ['refund'], ['refund']]);
    const again = await mei.call('startBulk', { body: { act, ids } });
    expect((await over(mei, again.id, 'done')).counts).toMatchObject({ changed: 0, same: 3 });
    await mei.call('undoBulk', { id: run.id });
    expect((await over(mei, run.id, 'undone')).counts).toMatchObject({ undone: 3, left: 0 });
    expect(await topics()).toEqual([['recall'], [], []]);
    for (const [given, code] of [
      [{ ...act, key: 'audit' }, 'field_not_writable'],
      [{ ...act, key: 'nothing' }, 'unknown_field'],
      [{ ...act, option: 'nothing' }, 'bad_field_value'],
    ] as const) {
      const refused = await mei.call('startBulk', { body: { act: given, ids } });
      expect((await over(mei, refused.id, 'done')).failures.map((failure) => failure.code)).toEqual([code, code, code]);
    }
    const found = await boss.call('listTickets', { query: { filter: JSON.stringify({ fields: { topics: ['recall'] } }) } });
    expect(found.tickets.map(({ id }) => id)).toEqual([first]);
  });

  it('is checked ticket by ticket with the rights its author has', async () => {
    const secret = await addCustomer(test, { name: 'Secret', phone: '+441632960777' });
    await plantTickets(test, 1, { queueIds: [salesId], agentIds: [], customerIds: [secret], categoryIds: [], rootCauseIds: [] });
    const hidden = await test.hub.db.one<{ id: string; kind: string }>(
      sql`select id, kind::text from tickets where customer_id = ${secret}`,
    );
    const run = await mei.call('startBulk', { body: { act: { do: 'kind', kind: 'complaint' }, ids: [hidden.id] } });
    expect((await over(mei, run.id, 'done')).failures).toMatchObject([{ code: 'not_found' }]);
    expect((await states()).find(({ id }) => id === hidden.id)?.kind).toBe(hidden.kind);
    expect(await boss.refusal('readBulk', { id: run.id })).toBe('404 not_found');
    expect(await mei.refusal('cancelBulk', { id: run.id })).toBe('409 bulk_state');
    expect(await mei.refusal('startBulk', { body: { act: { do: 'kind', kind: 'complaint' } } })).toBe('422 nothing_chosen');
  });

  it('takes every ticket that fits a filter, and goes on where another node stopped', async () => {
    const run = await boss.call('startBulk', { body: { act: { do: 'kind', kind: 'incident' }, filter: { kind: ['complaint'] } } });
    await over(boss, run.id, 'done');
    expect((await states()).some(({ kind }) => kind === 'complaint')).toBe(false);
    // As a node leaves it that dies after the change and before its note.
    await test.hub.db.all(sql`update bulk_runs set state = 'running', done = done - 1 where id = ${run.id}`);
    await test.hub.db.all(sql`update bulk_items set outcome = null where run_id = ${run.id} and position = 1`);
    await runBulk(test.hub, { runId: run.id }, { attempt: 2, last: false, signal: new AbortController().signal });
    const again = await boss.call('readBulk', { id: run.id });
    expect(again).toMatchObject({ state: 'done', done: again.total, counts: { changed: again.total, failed: 0 } });
  });

  it('puts aside, and brings back as it was: who was put aside before, until then; nobody answers who did not', async () => {
    const [first = '', second = '', third = ''] = await someIds('open', 3);
    const ids = [first, second, third];
    const at = (days: number) => test.clock.later(days * 86_400);
    const aside = () =>
      test.hub.db.all<{ ticketId: string; until: Date; assigneeId: string | null }>(sql`
        select s.ticket_id, s.until, t.assignee_id from snoozes s join tickets t on t.id = s.ticket_id where s.ended_at is null order by 1`);
    await boss.call('assignTicket', { id: second, body: { agentId: null } });
    await boss.call('assignTicket', { id: third, body: { agentId: mei.person.id } });
    await boss.call('snoozeTicket', { id: first, body: { until: at(1) } });
    const before = [await aside(), await states()];
    const run = await boss.call('startBulk', { body: { act: { do: 'snooze', until: at(3) }, ids } });
    expect((await over(boss, run.id, 'done')).counts).toMatchObject({ changed: 3, failed: 0 });
    expect((await aside()).map(({ ticketId, until }) => [ticketId, until.toISOString()])).toEqual([...ids].sort().map((id) => [id, at(3)]));
    await boss.call('undoBulk', { id: run.id });
    expect((await over(boss, run.id, 'undone')).counts).toMatchObject({ undone: 3, left: 0 });
    expect([await aside(), await states()]).toEqual(before);
    const late = await boss.call('startBulk', { body: { act: { do: 'snooze', until: at(-1) }, ids } });
    expect((await over(boss, late.id, 'done')).failures.map(({ code }) => code)).toEqual(ids.map(() => 'not_in_future'));
  });

  it('merges into one of them, names what belongs to another customer, and parts them again; done twice it is done once', async () => {
    const other = await addCustomer(test, { name: 'Other', phone: '+441632960778' });
    await plantTickets(test, 1, { queueIds: [test.queueId], agentIds: [], customerIds: [other], categoryIds: [], rootCauseIds: [] });
    const foreign = await test.hub.db.one<{ id: string }>(sql`select id from tickets where customer_id = ${other}`);
    const ids = await someIds('pending', 3);
    const intoId = ids[0] ?? '';
    const before = await states();
    const run = await boss.call('startBulk', { body: { act: { do: 'merge', intoId }, ids: [...ids, foreign.id] } });
    const { counts, failures } = await over(boss, run.id, 'done');
    expect(counts).toMatchObject({ changed: 2, same: 1, failed: 1 });
    expect(failures.map(({ code }) => code)).toEqual(['other_customer']);
    await test.hub.db.all(sql`update bulk_runs set state = 'running', done = done - 1 where id = ${run.id}`);
    await test.hub.db.all(sql`update bulk_items set outcome = null where run_id = ${run.id} and position = 2`);
    await runBulk(test.hub, { runId: run.id }, { attempt: 2, last: false, signal: new AbortController().signal });
    expect((await boss.call('readBulk', { id: run.id })).counts).toMatchObject({ changed: 2, same: 1, failed: 1 });
    await boss.call('undoBulk', { id: run.id });
    expect((await over(boss, run.id, 'undone')).counts).toMatchObject({ undone: 2, left: 0 });
    expect(await states()).toEqual(before);
  });
});
