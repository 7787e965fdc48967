import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { eraseData } from '../../../server/privacy/erase-data.ts';
import { identifier, unerased } from '../../../server/privacy/place.ts';
import { places } from '../../../server/privacy/places.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  callArrives,
  callEnds,
  client,
  eventually,
  settle,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts';
import { dumpEverything, type Planted, type PlantWish, plantPerson } from '../../support/plant-person.ts';

let test: TestHub;
let admin: Client;
beforeAll(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin' }));
});
afterAll(() => test.stop());

let count = 0;
const newMark = () => `zq${(count++).toString(36).padStart(4, 'x')}mark`;
const plant = (wish: Partial<PlantWish> = {}) => plantPerson(test, { mark: newMark(), agentId: admin.person.id, ...wish });
const erase = async (id: string, force = false) => {
  const { revision } = await admin.call('previewErasure', { id });
  return admin.call('eraseCustomer', { id, body: { reason: 'asked for it by letter', revision, force } });
};
const done = (id: string) => eventually(async () => expect((await admin.call('readPrivacy', { id })).erased?.doneAt).toBeTruthy());
const rowsWith = async (mark: string) =>
  [...(await dumpEverything(test))].flatMap(([table, rows]) =>
    rows
      .filter((row) => row.toLowerCase().includes(mark) || row.includes(Buffer.from(mark).toString('hex')))
      .map((row) => `${table} ${row}`),
  );

/** What keeps itself up to date in the background, and what has nothing to do with customers' own data. */
const moving = new Set([
  'customer_search',
  'entry_search',
  'search_progress',
  'customer_values',
  'values_due',
  'value_sweeps',
  'hub_nodes',
  'erasures',
  'events',
  'api_tokens',
  'presences',
]);

describe('erasing a customer', () => {
  it('is looked at first, in numbers, and changes nothing then', async () => {
    const ada = await plant();
    const before = await dumpEverything(test);
    const preview = await admin.call('previewErasure', { id: ada.id });
    expect(preview).toMatchObject({ records: 1, holds: 0, openTickets: 0 });
    const goes = Object.fromEntries(preview.goes.map(({ kind, count }) => [kind, count]));
    expect(goes).toMatchObject({ messages: 6, attachments: 5, originals: 1, addresses: 4, orders: 1, page_visits: 1, sales: 2 });
    expect(Object.fromEntries(preview.stays.map(({ kind, count }) => [kind, count]))).toMatchObject({ orders: 2, messages: 4, calls: 2 });
    for (const [table, rows] of await dumpEverything(test)) if (!moving.has(table)) expect(rows).toEqual(before.get(table));
  });

  it('waits for the end of a call, whoever insists', async () => {
    const from = '+441632960588';
    const id = await addCustomer(test, { name: 'On the line', phone: from });
    const sid = `CA${'5'.repeat(32)}`;
    await callArrives(test, { from, sid });
    await expect(erase(id, true)).rejects.toThrow('erasure_blocked');
    await callEnds(test, { from, sid });
    await eventually(() => erase(id, true));
    await done(id);
  });

  it('leaves no word, name or address of them anywhere, and what accounts need', async () => {
    const ada = await plant();
    expect((await rowsWith(ada.mark)).length).toBeGreaterThan(25);
    await erase(ada.id);
    // Who they were is gone when it is answered, before any job has run.
    expect(await test.hub.db.one(sql`select name, external_id, birthday, fields from customers where id = ${ada.id}`)).toEqual({
      name: null,
      externalId: null,
      birthday: null,
      fields: {},
    });
    await done(ada.id);
    expect(await rowsWith(ada.mark)).toEqual([]);
    expect(await rowsWith(ada.phone.slice(1))).toEqual([]);
    expect(await test.hub.db.one(sql`select amount, currency, items, delivery from orders where id = ${ada.orderId}`)).toEqual({
      amount: 12900,
      currency: 'EUR',
      items: [{ name: 'Boiler', quantity: 1, amount: 12900 }],
      delivery: { carrier: 'DHL', tracking: null, deliveredAt: null },
    });
    expect(await test.hub.db.all(sql`select kind::text, detail from entries where customer_id = ${ada.id} order by seq`)).toEqual([
      { kind: 'inbound', detail: {} },
      { kind: 'note', detail: {} },
      { kind: 'call', detail: { type: 'ended', seconds: 7 } },
    ]);
    const [erasure] = (await admin.call('listErasures')).erasures;
    expect(erasure).toMatchObject({ customerId: ada.id, reason: 'asked for it by letter', by: { name: 'Root' } });
    expect(Object.fromEntries(erasure?.counts.map(({ kind, count }) => [kind, count]) ?? [])).toMatchObject({
      messages: 6,
      attachments: 5,
      originals: 2,
      imports: 3,
    });
    const names = await test.hub.db.all(
      sql`select name, data from events where customer_id = ${ada.id} and name like 'customer.eras%' order by id`,
    );
    expect(names).toEqual([
      { name: 'customer.erasure_requested', data: { erasureId: erasure?.id } },
      { name: 'customer.erased', data: { erasureId: erasure?.id } },
    ]);
  });

  it('takes merged records along, and is refused when they are others than were looked at', async () => {
    const head = await plant();
    const looked = await admin.call('previewErasure', { id: head.id });
    const joined = await plant({ mergedIntoId: head.id });
    const body = { reason: 'asked for it', revision: looked.revision };
    expect(await admin.refusal('eraseCustomer', { id: head.id, body })).toBe('409 changed_meanwhile');
    // Asked for by the record that joined, it is the same customer.
    await erase(joined.id);
    await done(head.id);
    expect([await rowsWith(head.mark), await rowsWith(joined.mark)]).toEqual([[], []]);
    expect(
      await admin.refusal('eraseCustomer', {
        id: head.id,
        body: { ...body, revision: (await admin.call('previewErasure', { id: head.id })).revision },
      }),
    ).toBe('409 customer_erased');
  });

  it('waits for a hold or an open ticket, unless it is forced: then tickets are closed', async () => {
    const ada = await plant({ ticketStatus: 'open' });
    const { holds } = await admin.call('holdCustomer', { id: ada.id, body: { reason: 'court case 7' } });
    expect(holds).toMatchObject([{ reason: 'court case 7', by: { name: 'Root' } }]);
    const { revision, openTickets } = await admin.call('previewErasure', { id: ada.id });
    expect(openTickets).toBe(1);
    const body = { reason: 'asked for it', revision };
    expect(await admin.refusal('eraseCustomer', { id: ada.id, body })).toBe('409 erasure_blocked');
    await admin.call('setTicketStatus', { id: ada.ticketId, body: { status: 'solved' } });
    expect(await admin.refusal('eraseCustomer', { id: ada.id, body })).toBe('409 erasure_blocked');
    await admin.call('liftHold', { id: holds[0]?.id ?? '' });
    await admin.call('setTicketStatus', { id: ada.ticketId, body: { status: 'open' } });
    expect(await admin.refusal('eraseCustomer', { id: ada.id, body })).toBe('409 erasure_blocked');
    await admin.call('eraseCustomer', { id: ada.id, body: { ...body, force: true } });
    await done(ada.id);
    expect(await test.hub.db.one(sql`select status::text from tickets where id = ${ada.ticketId}`)).toEqual({ status: 'closed' });
    expect(await rowsWith(ada.mark)).toEqual([]);
  });

  it('lets the same address begin anew: whoever writes from it is somebody nobody knows', async () => {
    const ada = await plant();
    await erase(ada.id);
    await done(ada.id);
    await smsArrives(test, { from: ada.phone, text: 'hello again' });
    await settle(test.hub);
    const found = await test.hub.db.all<{ customerId: string }>(
      sql`select l.customer_id from contact_points p join contact_point_links l on l.contact_point_id = p.id where p.value = ${ada.phone}`,
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.customerId).not.toBe(ada.id);
    expect(await admin.call('putProfile', { body: { externalId: `${ada.mark}-key` } })).toMatchObject({ created: true });
  });

  it('shows that somebody was erased instead of a name, and takes no new ones', async () => {
    const ada = await plant();
    await erase(ada.id);
    await done(ada.id);
    expect(await admin.call('getCustomer', { id: ada.id })).toMatchObject({ name: null, erased: true, contactPoints: [] });
    expect(await admin.refusal('changeCustomer', { id: ada.id, body: { name: 'Ada' } })).toBe('409 customer_erased');
    const bob = await plant();
    const body = { mergedId: ada.id, reason: 'the same' };
    expect(await admin.refusal('mergeCustomers', { id: bob.id, body })).toBe('409 customer_erased');
    expect(await admin.refusal('holdCustomer', { id: ada.id, body: { reason: 'too late' } })).toBe('409 customer_erased');
  });

  it('goes on where it was broken off, and doing it twice does nothing more', async () => {
    const ada = await plant();
    await erase(ada.id);
    await done(ada.id);
    const { id } = await test.hub.db.one<{ id: string }>(sql`select id from erasures where customer_id = ${ada.id}`);
    const counts = () => test.hub.db.one(sql`select counts from erasures where id = ${id}`);
    const first = await counts();
    const run = { attempt: 1, last: false, signal: new AbortController().signal };
    await eraseData(test.hub, { erasureId: id }, run);
    expect(await counts()).toEqual(first);
    // As a crash leaves it: the request committed, half of the rest not done.
    await test.hub.db.all(sql`update erasures set done_at = null where id = ${id}`);
    await test.hub.db.all(sql`update entries set text = ${ada.mark} where id = ${ada.entryId}`);
    const stopped = new AbortController();
    stopped.abort();
    await expect(eraseData(test.hub, { erasureId: id }, { ...run, signal: stopped.signal })).rejects.toThrow();
    await eraseData(test.hub, { erasureId: id }, run);
    expect(await rowsWith(ada.mark)).toEqual([]);
    expect((await admin.call('readPrivacy', { id: ada.id })).erased?.doneAt).toBeTruthy();
  });
});

type Wish = { joins?: number | undefined; shares?: number | undefined; isNot?: number | undefined };
/** A small town: each person may have joined an earlier one, share a number with one, or be known not to be one. */
const town = fc.array(
  fc.record({
    joins: fc.option(fc.nat(5), { nil: undefined }),
    shares: fc.option(fc.nat(5), { nil: undefined }),
    isNot: fc.option(fc.nat(5), { nil: undefined }),
  }),
  { minLength: 2, maxLength: 5 },
);

interface Town {
  readonly people: readonly Planted[];
  /** Who is one customer with whom: the head of each. */
  readonly heads: ReadonlyMap<string, string>;
}

async function settleTown(wishes: readonly Wish[]): Promise<Town> {
  const people: Planted[] = [];
  const heads = new Map<string, string>();
  const among = (n: number | undefined) => (n === undefined ? undefined : people[n]);
  for (const { joins, shares, isNot } of wishes) {
    const mergedIntoId = heads.get(among(joins)?.id ?? '');
    const sharedPointId = await pointOf(among(shares));
    const person = await plant({ mergedIntoId, sharedPointId, notId: among(isNot)?.id });
    heads.set(person.id, mergedIntoId ?? person.id);
    people.push(person);
  }
  await settle(test.hub);
  return { people, heads };
}

const pointOf = async (person: Planted | undefined) =>
  person && (await test.hub.db.one<{ id: string }>(sql`select id from contact_points where value = ${person.phone}`)).id;

/** Rows of others that are not as they were. */
async function lostRows(before: Map<string, string[]>, isTheirs: (row: string) => boolean): Promise<string[]> {
  const after = await dumpEverything(test);
  return [...before].flatMap(([table, rows]) => {
    const now = new Set(after.get(table));
    return moving.has(table) ? [] : rows.filter((row) => !now.has(row) && !isTheirs(row)).map((row) => `${table} ${row}`);
  });
}

const leftRows = async (records: readonly string[]) => {
  const left: string[] = [];
  for (const place of places) {
    const rows = await test.hub.db.all(sql`select 1 from ${identifier(place.table)} where ${unerased(place, records)}`);
    if (rows.length > 0) left.push(place.table);
  }
  return left;
};

describe('whoever else there is', () => {
  it('keeps every byte, and of the erased nothing is left, whatever the town is like', async () => {
    await fc.assert(
      fc.asyncProperty(town, fc.nat(4), async (wishes, choice) => {
        const { people, heads } = await settleTown(wishes);
        const chosen = people[choice % people.length];
        const family = people.filter(({ id }) => heads.get(id) === heads.get(chosen?.id ?? ''));
        const records = family.map(({ id }) => id);
        const theirs = await rowsOf(records);
        const before = await dumpEverything(test);
        await erase(chosen?.id ?? '');
        await done(chosen?.id ?? '');
        expect(await lostRows(before, (row) => theirs.has(row) || family.some(({ mark }) => row.toLowerCase().includes(mark)))).toEqual([]);
        // What makes customers findable follows by itself, a moment behind.
        for (const { mark } of family) await expect.poll(() => rowsWith(mark)).toEqual([]);
        await expect.poll(() => leftRows(records)).toEqual([]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 120_000);
});

/** Rows that are of these records, as the dump writes them. */
async function rowsOf(records: readonly string[]): Promise<Set<string>> {
  const all = new Set<string>();
  for (const { table, whose } of places) {
    const rows = await test.hub.db.all<{ row: string }>(
      sql`select to_jsonb(x)::text as row from (select * from ${identifier(table)} where ${whose(records)}) x`,
    );
    for (const { row } of rows) all.add(row);
  }
  return all;
}
