import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { addCustomer, addPerson, type Client, callArrives, client, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';
import { dice } from './plant-tickets.ts';

let test: TestHub;
let boss: Client;
const phones = Array.from({ length: 6 }, (_, n) => `+44163296060${n}`);
let customerIds: string[];

beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'admin' }));
  customerIds = await Promise.all(phones.map((phone, n) => addCustomer(test, { name: `C ${n}`, tier: 'standard', phone })));
  await boss.call('putTicketField', {
    body: {
      revision: null,
      draft: { key: 'product', label: { en: 'Product', 'zh-CN': '产品' }, type: 'text', kinds: [], rules: { longest: 20 } },
    },
  });
}, 60_000);
afterAll(() => test.stop());

const roll = dice(5);
function one<Value>(list: readonly Value[]): Value {
  const [chosen] = list.slice(roll(list.length));
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}
const idOf = async (table: 'tickets' | 'conversations' | 'merges' | 'ticket_moves'): Promise<string> => {
  const from = { tickets: sql`tickets`, conversations: sql`conversations`, merges: sql`merges`, ticket_moves: sql`ticket_moves` }[table];
  const row = await test.hub.db.maybe<{ id: string }>(sql`select id from ${from} order by id offset ${roll(6)} limit 1`);
  return row?.id ?? customerIds[0] ?? '';
};

let calls = 0;
/** What makes a copy untrue, if anything does; many of them are refused as things stand, which changes nothing. */
const acts: readonly (() => Promise<unknown>)[] = [
  () => smsArrives(test, { from: one(phones), text: `hello ${roll(100)}` }),
  () => callArrives(test, { from: one(phones), sid: `CA${String(++calls).padStart(32, '0')}` }),
  () => boss.call('overrideTier', { id: one(customerIds), body: { tier: one(['standard', 'gold', 'platinum']), reason: 'as agreed' } }),
  () => boss.call('mergeCustomers', { id: one(customerIds), body: { mergedId: one(customerIds), reason: 'the same person' } }),
  async () => boss.call('undoMerge', { id: await idOf('merges'), body: { reason: 'two after all' } }),
  async () => boss.call('mergeTicket', { id: await idOf('tickets'), body: { intoId: await idOf('tickets') } }),
  async () => boss.call('splitTicket', { id: await idOf('conversations'), body: { subject: 'another matter' } }),
  async () => boss.call('undoMove', { id: await idOf('ticket_moves') }),
  async () => boss.call('setTicketStatus', { id: await idOf('tickets'), body: { status: one(['open', 'pending', 'solved'] as const) } }),
  async () => boss.call('changeTicket', { id: await idOf('tickets'), body: { fields: { product: one(['boiler', 'pump', null]) } } }),
];

interface Copied {
  readonly number: number;
  readonly tier: string;
  readonly channels: string;
  readonly marks: string;
}

const copied = sql`
  select t.number, t.tier, t.channels::text, array(select row(m.mark, m.status, m.updated_at)::text from ticket_marks m where m.ticket_id = t.id order by 1)::text as marks
  from tickets t order by t.number`;

const truth = sql`
  select t.number, head.tier, array(select distinct v.channel from conversations v where v.ticket_id = t.id order by v.channel)::text as channels,
    array(select row(mark, t.status, t.updated_at)::text from marks_of(t.fields) mark order by 1)::text as marks
  from tickets t join customers record on record.id = t.customer_id join customers head on head.id = coalesce(record.merged_into_id, record.id) order by t.number`;

/** Both at one moment: jobs go on changing tickets meanwhile. */
const both = () =>
  test.hub.db.one<{ copied: Copied[] | null; truth: Copied[] | null }>(
    sql`select (select json_agg(c) from (${copied}) c) as copied, (select json_agg(t) from (${truth}) t) as truth`,
  );

it('what lists ask of a ticket is what holds: its customer’s tier, its channels and its fields, whatever happens, several things at once', async () => {
  let done = 0;
  for (let round = 0; round < 60; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => one(acts)()));
    done += outcomes.filter(({ status }) => status === 'fulfilled').length;
    const seen = await both();
    expect(seen.copied, `round ${round}`).toEqual(seen.truth);
  }
  expect(done).toBeGreaterThan(100);
  const kinds = await test.hub.db.one<{ tiers: number; channels: number; marks: number; moves: number; merges: number }>(sql`
    select (select count(distinct tier) from tickets) as tiers, (select count(distinct channels) from tickets) as channels,
      (select count(*) from ticket_marks) as marks, (select count(*) from ticket_moves) as moves, (select count(*) from merges) as merges`);
  expect(Math.min(kinds.tiers, kinds.channels, kinds.marks, kinds.moves, kinds.merges), JSON.stringify(kinds)).toBeGreaterThan(1);
}, 120_000);
