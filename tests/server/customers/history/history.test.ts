import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Timeline } from '../../../../server/contract/entities.ts';
import { historyKinds } from '../../../../server/contract/history.ts';
import { json, sql } from '../../../../server/db/sql.ts';
import { ringing } from '../../../support/desk.ts';
import { addCustomer, addPerson, type Client, client, eventually, smsArrives, type TestHub } from '../../../support/hub.ts';
import { live, type Moment } from '../../../support/live-a-life.ts';
import { startTwoQueues } from '../../../support/two-queues.ts';

let test: TestHub;
let mei: Client;
let seller: Client;
let salesId: string;
let boss: Client;
beforeAll(async () => {
  const world = await startTwoQueues();
  ({ test, salesId } = world);
  mei = await client(test, await addPerson(test));
  seller = await client(test, await addPerson(test, { name: 'Sally Sales', queues: [salesId] }));
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
});
afterAll(() => test.stop());

const timeline = (who: Client, id: string, query = {}): Promise<Timeline> =>
  who.call('customerTimeline', { id, query: { limit: 100, ...query } });
/** Without the orders that returns belong to: they lie many years back. */
const recent = async (who: Client, id: string, query = {}): Promise<Timeline> => {
  const { items, ...page } = await timeline(who, id, query);
  return { ...page, items: items.filter(({ at }) => at > '2020') };
};
const types = ({ items }: Timeline) => items.map(({ type }) => type);
const days = (count: number) => new Date(Date.parse('2026-03-01T12:00:00Z') + count * 86400_000);
const everyKind: Moment[] = historyKinds.map((kind, i) => ({ kind, at: days(i) }));

describe('a customer’s history', () => {
  it('has everything that happened, each thing at its own time, the newest first', async () => {
    const ada = await addCustomer(test, { name: 'Ada Byron' });
    const ids = await live(test, ada, everyKind);
    const { items, next, newer } = await recent(mei, ada);
    expect(items.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(items.map(({ at }) => at)).toEqual(everyKind.map(({ at }) => at.toISOString()).reverse());
    expect([next, newer]).toEqual([null, null]);
    expect(items.find(({ type }) => type === 'return')).toMatchObject({ return: { currency: 'EUR', amount: 500, reason: 'too loud' } });
    expect(items.find(({ type }) => type === 'touch')).toMatchObject({
      touch: { campaign: { en: 'Spring' }, channel: 'email', response: 'opened' },
    });
    expect(items.find(({ type }) => type === 'rating')).toMatchObject({ rating: { score: 4, comment: 'quick 很快' } });
    expect(items.find(({ type }) => type === 'tier_change')).toMatchObject({
      tierChange: { from: 'standard', to: 'gold', cause: 'rules' },
    });
    expect(items.find(({ type }) => type === 'page_visit')).toMatchObject({ pageVisit: { url: 'https://shop.example/boilers' } });
  });

  it.each(historyKinds)('shows only what is asked for: %s', async (kind) => {
    const ada = await addCustomer(test, {});
    const ids = await live(test, ada, everyKind);
    const { items } = await recent(mei, ada, { show: kind });
    expect(items.map(({ id }) => id)).toEqual([ids[historyKinds.indexOf(kind)]]);
    expect((await recent(mei, ada, { show: `${kind},order` })).items).toHaveLength(kind === 'order' ? 1 : 2);
  });

  it('is searched in whatever it says', async () => {
    const ada = await addCustomer(test, { phone: '+441632960301' });
    await live(test, ada, everyKind);
    await smsArrives(test, { from: '+441632960301', text: 'The <b>boiler</b> is loud, 空调也坏了' });
    await eventually(async () => expect(types(await timeline(mei, ada, { search: '空调' }))).toContain('entry'));
    expect(types(await recent(mei, ada, { search: 'LOUD' })).sort()).toEqual(['entry', 'return', 'ticket']);
    expect(types(await timeline(mei, ada, { search: '很快' }))).toEqual(['rating']);
    expect(types(await timeline(mei, ada, { search: 'boiler', show: 'sms,page_visit' }))).toEqual(['entry', 'page_visit']);
    expect(types(await timeline(mei, ada, { search: 'boiler', show: 'note' }))).toEqual([]);
    const [said] = (await timeline(mei, ada, { search: 'boil' })).items;
    expect(said).toMatchObject({
      snippet: expect.arrayContaining([
        { text: 'boiler', hit: true },
        { text: 'The <b>', hit: false },
      ]),
    });
  });

  it('keeps returns where they belong when an order changes', async () => {
    const ada = await addCustomer(test, { externalId: 'R-1' });
    const put = (returns: { at: string; amount: number; reason: string }[]) =>
      boss.call('putOrder', {
        body: {
          number: 'R-1',
          customer: { externalId: 'R-1' },
          placedAt: days(0).toISOString(),
          currency: 'EUR',
          amount: 900,
          status: 'paid',
          returns,
        },
      });
    const at = (day: number, reason: string) => ({ at: days(day).toISOString(), amount: 100, reason });
    await put([at(5, 'broken')]);
    await put([at(3, 'too small'), at(9, 'broken too')]);
    const { items } = await timeline(mei, ada);
    expect(items.map((item) => (item.type === 'return' ? item.return.reason : item.type))).toEqual(['broken too', 'too small', 'order']);
    await put([]);
    expect(types(await timeline(mei, ada))).toEqual(['order']);
  });

  it('can begin at any date, and goes on in both directions from there', async () => {
    const ada = await addCustomer(test, {});
    const ids = [...(await live(test, ada, everyKind))].reverse();
    const middle = await timeline(mei, ada, { at: days(5).toISOString(), limit: 2 });
    expect(middle.items.map(({ id }) => id)).toEqual(ids.slice(-6, -4));
    const above = await recent(mei, ada, { cursor: middle.newer, way: 'newer', limit: 100 });
    expect(above.items.map(({ id }) => id)).toEqual(ids.slice(0, -6));
    expect(above.newer).toBeNull();
    expect((await timeline(mei, ada, { at: days(400).toISOString() })).newer).toBeNull();
    const before = await timeline(mei, ada, { at: days(-5).toISOString() });
    expect(before.items.map(({ at }) => at > '2020')).toEqual([false]);
    expect((await recent(mei, ada, { cursor: before.newer, way: 'newer' })).items).toHaveLength(ids.length);
    expect(await mei.refusal('customerTimeline', { id: ada, query: { show: 'sms,odd' } })).toBe('400 bad_request');
  });

  it('is the same list in whatever steps it is read, though much happens in the same instant', async () => {
    const moment = fc.record({ kind: fc.constantFrom(...historyKinds), at: fc.nat(3).map((n) => days(n)) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(moment, { minLength: 1, maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 4 }),
        fc.nat(4),
        async (moments, limits, from) => {
          const ada = await addCustomer(test, {});
          await live(test, ada, moments);
          const whole = (await timeline(mei, ada)).items.map(({ id }) => id);
          expect(new Set(whole).size).toBe(whole.length);
          expect(whole.length).toBeGreaterThanOrEqual(moments.length);
          const start = await timeline(mei, ada, { at: days(from).toISOString(), limit: limits[0] });
          const read = start.items.map(({ id }) => id);
          for (let [next, n] = [start.next, 0]; next; n++) {
            const page = await timeline(mei, ada, { cursor: next, limit: limits[n % limits.length] });
            read.push(...page.items.map(({ id }) => id));
            next = page.next;
          }
          for (let [newer, n] = [start.newer, 1]; newer; n++) {
            const page = await timeline(mei, ada, { cursor: newer, way: 'newer', limit: limits[n % limits.length] });
            read.unshift(...page.items.map(({ id }) => id));
            newer = page.newer;
          }
          expect(read).toEqual(whole);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe('the history of a company', () => {
  const join = (memberId: string, groupId: string, endedAt: Date | null = null) =>
    test.hub.db.all(
      sql`insert into memberships (id, member_id, group_id, since, ended_at) values (${uuid()}, ${memberId}, ${groupId}, now(), ${endedAt})`,
    );
  const company = async (name: string): Promise<string> => {
    const id = await addCustomer(test, { name });
    await test.hub.db.all(sql`update customers set kind = 'company' where id = ${id}`);
    return id;
  };
  const whose = async (who: Client, id: string) => (await timeline(who, id)).items.map(({ of }) => of?.name ?? 'own');

  it('is that of all its people and of its parts, and says whose each thing is', async () => {
    const [harbour, branch] = [await company('Harbour Court'), await company('Harbour Spa')];
    const [ada, bob, gone] = [
      await addCustomer(test, { name: 'Ada' }),
      await addCustomer(test, { name: 'Bob' }),
      await addCustomer(test, { name: 'Gone' }),
    ];
    for (const [i, id] of [harbour, ada, bob, gone, branch].entries()) await live(test, id, [{ kind: 'order', at: days(i) }]);
    await join(ada, harbour);
    await join(bob, branch);
    await join(branch, harbour);
    await join(gone, harbour, new Date());
    // Part of each other: walked once.
    await join(harbour, branch);
    expect(await whose(boss, harbour)).toEqual(['Harbour Spa', 'Bob', 'Ada', 'own']);
    expect(await whose(boss, ada)).toEqual(['own']);
  });

  it('has what was said to any record of its people', async () => {
    const harbour = await company('Pier Inn');
    const [ada, twin] = [await addCustomer(test, { name: 'Ada P' }), await addCustomer(test, { name: 'Ada Twin' })];
    await live(test, twin, [{ kind: 'order', at: days(1) }]);
    await join(ada, harbour);
    await boss.call('mergeCustomers', { id: ada, body: { mergedId: twin, reason: 'the same' } });
    expect(await whose(boss, harbour)).toEqual(['Ada P']);
  });

  it('shows of its people only those whom one may see', async () => {
    const harbour = await company('Quay Bar');
    const [open, hidden] = [await addCustomer(test, { name: 'Open' }), await addCustomer(test, { name: 'Hidden' })];
    await join(open, harbour);
    await join(hidden, harbour);
    await live(test, open, [{ kind: 'order', at: days(1) }]);
    // A ticket in the support queue: not the seller's.
    await live(test, hidden, [
      { kind: 'sms', at: days(2) },
      { kind: 'order', at: days(3) },
    ]);
    expect(await whose(mei, harbour)).toEqual(['Hidden', 'Hidden', 'Hidden', 'Open']);
    expect(await whose(seller, harbour)).toEqual(['Open']);
    const total = async (who: Client) =>
      (await who.call('customerDensity', { id: harbour, query: { months: 60 } })).months.reduce(
        (sum, { counts }) => sum + (counts.order ?? 0),
        0,
      );
    expect([await total(mei), await total(seller)]).toEqual([2, 1]);
    expect(await seller.refusal('customerTimeline', { id: hidden })).toBe('404 not_found');
    expect(await seller.refusal('customerDensity', { id: hidden })).toBe('404 not_found');
  });
});

it('a ringing offer shows what the company’s people did last, those whom the agent may see', async () => {
  const harbour = await addCustomer(test, { name: 'Lighthouse', phone: '+441632960399' });
  await test.hub.db.all(sql`update customers set kind = 'company' where id = ${harbour}`);
  const [open, hidden] = [await addCustomer(test, { name: 'Keeper' }), await addCustomer(test, { name: 'Sold to' })];
  for (const member of [open, hidden])
    await test.hub.db.all(sql`insert into memberships (id, member_id, group_id, since) values (${uuid()}, ${member}, ${harbour}, now())`);
  await live(test, open, [
    { kind: 'order', at: days(1) },
    { kind: 'page_visit', at: days(2) },
  ]);
  await live({ ...test, queueId: salesId }, hidden, [{ kind: 'sms', at: days(3) }]);
  await mei.available();
  await smsArrives(test, { from: '+441632960399', text: 'hello from the lighthouse' });
  let offer = await ringing(mei);
  // Others who wrote before ring first.
  for (; offer.customer.id !== harbour; offer = await ringing(mei)) await mei.call('acceptOffer', { id: offer.id });
  expect(offer.recent.map(({ type, of }) => [type, of?.name])).toEqual([['order', 'Keeper']]);
});

describe('the density of a history', () => {
  it('counts each month of the reader’s own calendar', async () => {
    const ada = await addCustomer(test, {});
    const now = test.clock.now();
    const month = (back: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
    // One hour before a month begins in UTC it has begun in Shanghai.
    await live(test, ada, [
      { kind: 'order', at: month(2) },
      { kind: 'order', at: new Date(month(1).getTime() - 3600_000) },
      { kind: 'note', at: month(1) },
      { kind: 'page_visit', at: month(40) },
    ]);
    const read = async (timeZone: string) => {
      const { months, first } = await mei.call('customerDensity', { id: ada, query: { months: 3, timeZone } });
      expect(first).toBe(month(40).toISOString());
      return months.map(({ counts }) => counts.order ?? 0);
    };
    expect(await read('UTC')).toEqual([2, 0, 0]);
    expect(await read('Asia/Shanghai')).toEqual([1, 1, 0]);
    expect(await mei.refusal('customerDensity', { id: ada, query: { timeZone: 'Mars/Olympus' } })).toBe('400 bad_request');
  });
});

it('a line of the history keeps markup as text', async () => {
  const ada = await addCustomer(test, {});
  await test.hub.db.all(sql`
    insert into orders (id, customer_id, number, placed_at, currency, amount, status, items)
    values (${uuid()}, ${ada}, 'X-1', now(), 'EUR', 1, 'paid', ${json([{ name: '<script>', quantity: 1, amount: 1 }])})`);
  expect((await timeline(mei, ada)).items[0]).toMatchObject({ order: { items: [{ name: '<script>' }] } });
});
