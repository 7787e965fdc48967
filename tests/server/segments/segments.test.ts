import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentFilter } from '../../../server/contract/segments.ts';
import { sql } from '../../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  joinTestHub,
  settle,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts';

let test: TestHub;
let [mei, tom, boss]: Client[] = [];
const who = (person: Client | undefined): Client => person ?? expect.unreachable('nobody there');
beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  tom = await client(test, await addPerson(test, { name: 'Tom' }));
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
});
afterAll(() => test.stop());

const inCity = (city: string): SegmentFilter => ({ all: [{ field: 'city', is: 'is', value: city }] });
let count = 0;
async function townsfolk(city: string, number: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < number; i++) {
    count += 1;
    ids.push(await addCustomer(test, { name: `${city} ${i}`, phone: `+44163296${String(count).padStart(4, '0')}` }));
  }
  await test.hub.db.all(sql`update customers set city = ${city} where id = any(${ids}::uuid[])`);
  return ids.sort();
}

describe('a segment', () => {
  it('is its owner’s until a supervisor shares it; others then use it and cannot change it', async () => {
    const own = await who(mei).call('createSegment', { body: { name: 'Leeds', filter: inCity('Leeds') } });
    expect(own).toMatchObject({ shared: false, mayChange: true, owner: { name: 'Mei Lin' } });
    expect((await who(tom).call('listSegments')).segments).toEqual([]);
    expect(await who(tom).refusal('segmentCustomers', { id: own.id })).toBe('404 not_found');
    expect(await who(mei).refusal('changeSegment', { id: own.id, body: { name: 'Leeds', filter: inCity('Leeds'), shared: true } })).toBe(
      '403 not_allowed',
    );
    const shared = await who(boss).call('createSegment', { body: { name: 'York', filter: inCity('York'), shared: true } });
    expect((await who(tom).call('listSegments')).segments).toMatchObject([{ id: shared.id, mayChange: false }]);
    expect(await who(tom).refusal('removeSegment', { id: shared.id })).toBe('404 not_found');
    await who(mei).call('removeSegment', { id: own.id });
    expect(await eventNames(test, 'segment.saved')).toHaveLength(3);
  });

  it('is a work list: why each is in it, how they may be reached, what was agreed already; page by page', async () => {
    const ids = await townsfolk('Hull', 5);
    const [first = ''] = ids;
    await test.hub.db.all(sql`
      insert into customer_values (customer_id, as_of, currency, orders, revenue, profit, cost_to_serve, stage, explanation)
      values (${first}, now(), 'EUR', 3, 120000, 40000, 0, 'active', '{}')`);
    await test.hub.db.all(sql`
      insert into consents (id, customer_id, channel, purpose, state, at, proof, recorded_at)
      values (gen_random_uuid(), ${first}, 'sms', 'service', 'withdrawn', now(), '{"kind":"form"}', now())`);
    const due = test.clock.later(86_400);
    await who(mei).call('createFollowUp', { body: { customerId: first, text: 'ring back', dueAt: due } });
    const { id } = await who(mei).call('createSegment', {
      body: {
        name: 'Hull',
        filter: {
          all: [
            ...('all' in inCity('Hull') ? [{ field: 'city', is: 'is' as const, value: 'Hull' }] : []),
            { field: 'value.orders', is: 'is_not', value: 99 },
          ],
        },
      },
    });
    expect(await who(mei).call('countSegment', { body: { filter: inCity('Hull') } })).toEqual({ count: 5 });
    const page = await who(mei).call('segmentCustomers', { id, query: { limit: 2 } });
    expect(page.rows[0]).toMatchObject({
      id: first,
      stage: 'active',
      value: { currency: 'EUR', revenue: 120000, profit: null },
      because: [
        { field: 'city', value: 'Hull' },
        { field: 'value.orders', value: 3 },
      ],
      followUp: { dueAt: due, ownerName: 'Mei Lin' },
    });
    expect(page.rows[0]?.reach.map(({ channel, allowed, why }) => [channel, allowed, why])).toEqual(
      expect.arrayContaining([
        ['voice', true, 'not_withdrawn'],
        ['sms', false, 'withdrawn'],
      ]),
    );
    const seen = page.rows.map((row) => row.id);
    for (let next = page.next; next; ) {
      const more = await who(mei).call('segmentCustomers', { id, query: { limit: 2, cursor: next } });
      seen.push(...more.rows.map((row) => row.id));
      next = more.next;
    }
    expect(seen).toEqual(ids);
  });

  it('shows who has brought most first, page by page, and those of whom nothing is known last', async () => {
    const ids = await townsfolk('Ryde', 7);
    for (const [i, revenue] of [500, 90_000, 500, -20, 7_000].entries())
      await test.hub.db.all(sql`
        insert into customer_values (customer_id, as_of, currency, orders, revenue, cost_to_serve, stage, explanation)
        values (${ids[i]}, now(), 'EUR', 1, ${revenue}, 0, 'active', '{}')`);
    const { id } = await who(mei).call('createSegment', { body: { name: 'Ryde', filter: inCity('Ryde') } });
    for (const limit of [1, 2, 3, 5, 7, 50]) {
      const seen: string[] = [];
      for (let cursor: string | undefined | null; cursor !== null; ) {
        const page = await who(mei).call('segmentCustomers', { id, query: { limit, ...(cursor ? { cursor } : {}) } });
        seen.push(...page.rows.map((row) => row.id));
        cursor = page.next;
      }
      expect(seen).toEqual([1, 4, 0, 2, 3, 5, 6].map((place) => ids[place]));
    }
    expect(await who(mei).refusal('segmentCustomers', { id, query: { cursor: '12_x' } })).toBe('400 bad_request');
  });

  it('shows agents only customers they may see, and asks nothing of money for them', async () => {
    const [hidden = ''] = await townsfolk('Bath', 2);
    const other = await test.hub.db.one<{ id: string }>(sql`
      insert into queues (id, key, label) values (gen_random_uuid(), 'bath', '{"en":"B","zh-CN":"乙"}') returning id`);
    await test.hub.db.all(sql`
      insert into tickets (id, customer_id, queue_id, subject, created_at, updated_at) values (gen_random_uuid(), ${hidden}, ${other.id}, 'x', now(), now())`);
    expect(await who(mei).call('countSegment', { body: { filter: inCity('Bath') } })).toEqual({ count: 1 });
    expect(await who(boss).call('countSegment', { body: { filter: inCity('Bath') } })).toEqual({ count: 2 });
    const rich: SegmentFilter = { all: [{ field: 'value.profit', is: 'more_than', value: 1 }] };
    expect(await who(mei).refusal('countSegment', { body: { filter: rich } })).toBe('403 not_allowed');
    expect(await who(mei).refusal('createSegment', { body: { name: 'rich', filter: rich } })).toBe('403 not_allowed');
  });
});

describe('a follow-up for everybody in a segment', () => {
  const dueAt = () => test.clock.later(3 * 86_400);
  const made = (batchId: string) =>
    test.hub.db.all<{ customerId: string; ownerId: string | null }>(
      sql`select customer_id, owner_id from follow_ups where batch_id = ${batchId}`,
    );
  const done = (id: string) => eventually(async () => expect((await who(boss).call('readBatch', { id })).state).toBe('done'));

  it('is made once each although two nodes work, and taken back but for what was done', async () => {
    const ids = await townsfolk('Oslo', 7);
    const second = await joinTestHub(test);
    const segment = await who(boss).call('createSegment', { body: { name: 'Oslo', filter: inCity('Oslo') } });
    const batch = await who(boss).call('startBatch', {
      body: { segmentId: segment.id, text: 'tell the news', dueAt: dueAt(), owner: 'open' },
    });
    // The same job once more, as after a node that died.
    await test.hub.db.all(sql`select graphile_worker.add_job('make-follow-ups', ${JSON.stringify({ batchId: batch.id })}::json)`);
    await done(batch.id);
    await settle(test.hub);
    expect((await made(batch.id)).map(({ customerId }) => customerId).sort()).toEqual(ids);
    expect(await who(boss).call('readBatch', { id: batch.id })).toMatchObject({ made: 7, total: 7 });
    const [{ id: one } = { id: '' }] = await test.hub.db.all<{ id: string }>(
      sql`select id from follow_ups where batch_id = ${batch.id} limit 1`,
    );
    await who(mei).call('finishFollowUp', { id: one, body: { outcome: 'reached' } });
    expect(await who(boss).call('undoBatch', { id: batch.id })).toMatchObject({ state: 'undone', made: 1 });
    expect(await who(boss).call('undoBatch', { id: batch.id })).toMatchObject({ state: 'undone', made: 1 });
    expect(await made(batch.id)).toHaveLength(1);
    await second.leave();
  });

  it('goes on where it stopped, and stops when it is not wanted any more', async () => {
    const ids = await townsfolk('Rome', 3);
    const segment = await who(boss).call('createSegment', { body: { name: 'Rome', filter: inCity('Rome') } });
    await test.hub.db.all(sql`update graphile_worker._private_jobs set run_at = run_at`);
    const batch = await who(boss).call('startBatch', { body: { segmentId: segment.id, text: 'news', dueAt: dueAt() } });
    await done(batch.id);
    await test.hub.db.all(sql`delete from follow_ups where batch_id = ${batch.id}`);
    await test.hub.db.all(sql`update follow_up_batches set state = 'running', after = ${ids[0]}, made = 1 where id = ${batch.id}`);
    await test.hub.db.all(sql`select graphile_worker.add_job('make-follow-ups', ${JSON.stringify({ batchId: batch.id })}::json)`);
    await done(batch.id);
    expect((await made(batch.id)).map(({ customerId }) => customerId).sort()).toEqual(ids.slice(1));
    await who(boss).call('undoBatch', { id: batch.id });
    await test.hub.db.all(sql`select graphile_worker.add_job('make-follow-ups', ${JSON.stringify({ batchId: batch.id })}::json)`);
    await settle(test.hub);
    expect(await made(batch.id)).toEqual([]);
  });
});
