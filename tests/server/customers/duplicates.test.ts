import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, eventually, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let boss: Client;
beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
});
afterAll(() => test.stop());

const bring = async (externalId: string, body: object = {}) =>
  (await boss.call('putProfile', { body: { externalId, ...body } })).customer.id;
const phone = (value: string) => ({ addresses: [{ kind: 'phone' as const, value }] });

/** Look through the base; pairs as `one other`, with their reasons. */
async function look(): Promise<Record<string, string[]>> {
  const { id } = await boss.call('findDuplicates');
  await eventually(async () => expect((await boss.call('listDuplicates')).last?.id).toBe(id));
  const { pairs } = await boss.call('listDuplicates', { query: { limit: 100 } });
  return Object.fromEntries(pairs.map(({ one, other, reasons }) => [[one.externalId, other.externalId].sort().join(' '), reasons]));
}

describe('the report of duplicates', () => {
  it('finds those who look like one, by what it is and the likeliest first', async () => {
    await bring('A-1', { name: 'Ada Byron', birthday: '1985-12-10', city: 'London', ...phone('+442079460101') });
    await bring('A-2', { name: 'BYRON, Ada', birthday: '1985-12-10', city: 'london', ...phone('+442079460101') });
    await bring('B-1', { name: '王小明', birthday: '1990-05-01' });
    await bring('B-2', { name: '王晓明', birthday: '1990-05-01' });
    await bring('C-1', { name: 'Catherine Walker', birthday: '1970-01-01' });
    await bring('C-2', { name: 'Katherine Walker', birthday: '1970-01-01' });
    await bring('C-3', { name: 'Catherin Walker', birthday: '1970-01-01' });
    await bring('D-0007', { name: 'Somebody' });
    await bring('d7', { name: 'Somebody else' });
    await bring('E-1', { name: 'Company', kind: 'company', ...phone('+442079460102') });
    await bring('E-2', { name: 'Person', kind: 'person', ...phone('+442079460102') });
    await bring('F-1', { name: 'Nobody like this', birthday: '1970-01-01' });
    expect(await look()).toEqual({
      'A-1 A-2': ['same_name_birthday', 'same_address', 'same_name_city', 'same_name'],
      'B-1 B-2': ['near_name_birthday'],
      'C-1 C-3': ['near_name_birthday'],
      'D-0007 d7': ['same_number'],
    });
    const { pairs, last } = await boss.call('listDuplicates');
    expect(last).toMatchObject({ state: 'done', customers: 12, pairs: 4 });
    expect(pairs.map(({ score }) => score)).toEqual(pairs.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(pairs[0]?.score).toBeGreaterThan(95);
  });

  it('is read page by page', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await boss.call('listDuplicates', { query: { limit: 1, ...(cursor ? { cursor } : {}) } });
      seen.push(...page.pairs.map(({ one, other }) => `${one.id} ${other.id}`));
      if (!page.next) break;
      cursor = page.next;
    }
    expect(new Set(seen).size).toBe(4);
    expect(await boss.refusal('listDuplicates', { query: { cursor: 'odd' } })).toBe('400 bad_request');
  });

  it('leaves out who was merged or told apart, at once and when it is made again', async () => {
    const { pairs } = await boss.call('listDuplicates');
    const find = (key: string) => {
      const pair = pairs.find(({ one, other }) => [one.externalId, other.externalId].includes(key));
      if (!pair) throw new Error(`no pair of ${key}`);
      return pair;
    };
    const [ada, wang] = [find('A-1'), find('B-1')];
    await boss.call('mergeCustomers', { id: ada.one.id, body: { mergedId: ada.other.id, reason: 'the same on the phone' } });
    await boss.call('keepApart', { id: wang.one.id, body: { otherId: wang.other.id, reason: 'twin brothers' } });
    expect((await boss.call('listDuplicates')).pairs.length).toBe(2);
    expect(Object.keys(await look()).sort()).toEqual(['C-1 C-3', 'D-0007 d7']);
  });

  it('does not take what many share for a sign', async () => {
    for (let i = 0; i < 15; i++) await bring(`office-${i}`, { name: '张伟', city: '北京', ...phone('+8613800138111') });
    expect(Object.keys(await look()).filter((pair) => pair.includes('office'))).toEqual([]);
  });

  it('is for those who steer', async () => {
    const mei = await client(test, await addPerson(test));
    expect(await mei.refusal('listDuplicates')).toBe('403 not_allowed');
    expect(await mei.refusal('findDuplicates')).toBe('403 not_allowed');
  });

  it('costs about as much for each customer, however many there are', async () => {
    await generate(10_000);
    const small = await timed();
    await generate(90_000);
    const large = await timed();
    if (process.env.SHOW_FIGURES) console.log(JSON.stringify({ small, large }));
    // Ten times as many may cost thirty times as much on a machine that is busy, never a hundred times.
    expect(large).toBeLessThan(small * 30 + 2000);
  }, 120_000);
});

async function timed(): Promise<number> {
  const { id } = await boss.call('findDuplicates');
  const begun = performance.now();
  await eventually(async () => expect((await boss.call('listDuplicates')).last?.id).toBe(id), 60);
  return performance.now() - begun;
}

/** People with names, birthdays and towns as they come: one in fifty is there twice. */
const generate = (count: number) =>
  test.hub.db.all(sql`
    insert into customers (id, name, external_id, birthday, city, since)
    select gen_random_uuid(), chr(65 + (i % 26)) || substr(md5((i / case when i % 50 = 0 then 2 else 1 end)::text), 1, 7) || ' ' || initcap(substr(md5((i % 5000)::text), 1, 6)),
      'G-' || ${count}::int || '-' || i, date '1940-01-01' + (i * 7919 % 25000), 'Town ' || (i % 300), now() from generate_series(1, ${count}::int) i`);
