import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channels, ticketKinds, ticketStatuses } from '../../../server/contract/statuses.ts';
import { type TicketFilter, type TicketSort, ticketSorts } from '../../../server/contract/ticket-list.ts';
import { type Sql, sql } from '../../../server/db/sql.ts';
import { addCustomer, addPerson, type Client, client, smsArrives, type TestHub } from '../../support/hub.ts';
import { startTwoQueues } from '../../support/two-queues.ts';
import { dice, type Ground, plantTickets } from './plant-tickets.ts';

let test: TestHub;
let ground: Ground;
/** With the condition that says in one breath what each may see. */
let people: { readonly who: Client; readonly sees: Sql }[];

const top = uuid();
const below = uuid();
const other = uuid();
const cause = uuid();
const label = { en: 'x', 'zh-CN': '甲' };

beforeAll(async () => {
  const started = await startTwoQueues();
  test = started.test;
  const employ = async (role: 'agent' | 'supervisor' | 'admin', queues: string[]) =>
    client(test, await addPerson(test, { role, queues, name: role }));
  const [mei, sally] = [await employ('agent', [test.queueId]), await employ('agent', [started.salesId])];
  const [boss, root] = [await employ('supervisor', []), await employ('admin', [])];
  await root.call('saveTicketTaxonomy', {
    body: {
      basedOn: 0,
      draft: {
        kinds: ticketKinds.map((kind) => ({ kind, label })),
        categories: [
          { id: below, kind: 'incident', parentId: top, label },
          { id: top, kind: 'incident', parentId: null, label },
          { id: other, kind: 'incident', parentId: null, label },
        ],
        rootCauses: [{ id: cause, label }],
      },
    },
  });
  const customerIds = await Promise.all(
    ['standard', 'gold', 'platinum'].map((tier, i) => addCustomer(test, { name: `C ${i}`, tier, phone: `+4416329602${i}0` })),
  );
  // A gold record merged into a standard one is served as standard.
  await test.hub.db.all(sql`update customers set merged_into_id = ${customerIds[0]} where id = ${customerIds[1]}`);
  ground = {
    queueIds: [test.queueId, started.salesId],
    agentIds: [mei.person.id, sally.person.id],
    customerIds,
    categoryIds: [top, below, other],
    rootCauseIds: [cause],
  };
  await plantTickets(test, 400, ground);
  const of = ({ person }: Client, queueId: string) => sql`(t.queue_id = ${queueId} or t.assignee_id = ${person.id})`;
  people = [
    { who: mei, sees: of(mei, test.queueId) },
    { who: sally, sees: of(sally, started.salesId) },
    { who: boss, sees: sql`true` },
  ];
}, 60_000);
afterAll(() => test.stop());

/** The same question, asked without any index in mind. */
async function oracle(who: Client, sees: Sql, filter: TicketFilter, sort: TicketSort): Promise<string[]> {
  const key = { updated: sql`t.updated_at`, created: sql`t.number`, due: sql`t.due_at` }[
    ticketSorts.find((one) => sort.startsWith(one)) ?? 'updated'
  ];
  const order = sort.endsWith('.desc') ? sql`${key} desc, t.id desc` : sql`${key}, t.id`;
  const asked = conditions(who, filter).reduce((all, one) => sql`${all} and ${one}`, sees);
  const found = await test.hub.db.all<{ id: string }>(sql`
    select t.id from tickets t join customers r on r.id = t.customer_id join customers h on h.id = coalesce(r.merged_into_id, r.id)
    where ${asked} ${sort.startsWith('due') ? sql`and t.due_at is not null` : sql``} order by ${order}`);
  return found.map(({ id }) => id);
}

function conditions(who: Client, filter: TicketFilter): Sql[] {
  const tree = filter.categoryId?.includes(top) ? [...filter.categoryId, below] : filter.categoryId;
  const given: [unknown, Sql][] = [
    [filter.status, sql`t.status::text = any(${filter.status})`],
    [filter.kind, sql`t.kind::text = any(${filter.kind})`],
    [tree, sql`t.category_id = any(${tree}::uuid[])`],
    [filter.queueId, sql`t.queue_id = any(${filter.queueId}::uuid[])`],
    [filter.assignee === 'me', sql`t.assignee_id = ${who.person.id}`],
    [filter.assignee === 'nobody', sql`t.assignee_id is null`],
    [filter.tier, sql`h.tier = any(${filter.tier})`],
    [filter.channel, sql`exists (select from conversations c where c.ticket_id = t.id and c.channel::text = any(${filter.channel}))`],
    [filter.due === 'any', sql`t.due_at is not null`],
    [filter.due === 'overdue', sql`t.due_at < ${test.clock.now()}`],
    [filter.rootCause === 'none', sql`t.root_cause_id is null`],
    [filter.fields?.product, sql`t.fields ->> 'product' = ${filter.fields?.product}`],
  ];
  return given.flatMap(([isAsked, condition]) => (isAsked ? [condition] : []));
}

async function pages(who: Client, filter: TicketFilter, sort: TicketSort, limit: number): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await who.call('listTickets', { query: { filter: JSON.stringify(filter), sort, limit, ...(cursor ? { cursor } : {}) } });
    ids.push(...page.tickets.map(({ id }) => id));
    cursor = page.next;
  }
  return ids;
}

function someFilter(roll: (sides: number) => number): TicketFilter {
  const some = <Value>(list: readonly Value[]): Value[] | undefined => {
    const chosen = list.filter(() => roll(2) === 0);
    return chosen.length > 0 && roll(3) === 0 ? chosen : undefined;
  };
  const one = <Value>(list: readonly Value[]): Value | undefined => (roll(4) === 0 ? list[roll(list.length)] : undefined);
  return JSON.parse(
    JSON.stringify({
      status: some(ticketStatuses),
      kind: some(ticketKinds),
      categoryId: some([top, other]),
      queueId: some(ground.queueIds),
      assignee: one(['me', 'nobody'] as const),
      tier: some(['standard', 'gold', 'platinum']),
      channel: some(channels),
      due: one(['any', 'overdue'] as const),
      rootCause: one(['none'] as const),
      fields: one([{ product: 'boiler' }]),
    }),
  );
}

describe('the list of tickets', () => {
  it('holds exactly what fits and may be seen, in order, page by page, whatever is asked', async () => {
    const roll = dice(11);
    const sorts = ticketSorts.flatMap((sort) => [`${sort}.asc`, `${sort}.desc`] as const);
    for (let round = 0; round < 90; round++) {
      const filter = someFilter(roll);
      const sort = sorts[roll(sorts.length)] ?? 'updated.desc';
      const { who, sees } = people[round % people.length] ?? people[0] ?? { who: undefined, sees: sql`false` };
      if (!who) throw new Error('nobody');
      expect(await pages(who, filter, sort, 7 + roll(60)), `${JSON.stringify(filter)} ${sort}`).toEqual(
        await oracle(who, sees, filter, sort),
      );
    }
  }, 120_000);

  it('counts what it holds', async () => {
    const filters: TicketFilter[] = [{}, { status: ['new', 'open'] }, { assignee: 'nobody' }, { kind: ['complaint'], tier: ['gold'] }];
    for (const { who, sees } of people) {
      const { counts } = await who.call('countTickets', { body: { filters } });
      const expected = await Promise.all(filters.map(async (filter) => (await oracle(who, sees, filter, 'updated.desc')).length));
      expect(counts).toEqual(expected.map((count) => ({ count, more: false })));
    }
  });

  it('finds a ticket by what was said in it and by its number, for those who may see it', async () => {
    await smsArrives(test, { from: '+441632960777', text: 'The quixotic 热水器 hums' });
    const [mei, sally] = people;
    const found = async (who: Client | undefined, words: string) =>
      (await who?.call('listTickets', { query: { filter: JSON.stringify({ words }) } }))?.tickets.map(({ number }) => number);
    await expect.poll(() => found(mei?.who, 'quixotic'), { timeout: 10_000 }).toHaveLength(1);
    const [number] = (await found(mei?.who, '热水器')) ?? [];
    expect(number).toBeGreaterThan(400);
    expect(await found(mei?.who, `#${number}`)).toEqual([number]);
    expect(await found(sally?.who, 'quixotic')).toEqual([]);
    expect(await found(sally?.who, `${number}`)).toEqual([]);
  });

  it('refuses a filter and a cursor that it has not written', async () => {
    const who = people[0]?.who;
    for (const query of [
      { filter: '{' },
      { filter: '{"status":["odd"]}' },
      { filter: '{"secret":1}' },
      { cursor: 'x' },
      { cursor: '12_x' },
    ])
      expect(await who?.refusal('listTickets', { query })).toBe('400 bad_request');
    const created = await who?.call('listTickets', { query: { sort: 'created.desc', limit: 1 } });
    expect(await who?.refusal('listTickets', { query: { sort: 'updated.desc', cursor: created?.next ?? '' } })).toBe('400 bad_request');
  });

  it('holds the same among thousands, where what fits has to be looked for behind what does not', async () => {
    await plantTickets(test, 6000, ground, dice(3));
    const filters: TicketFilter[] = [
      { tier: ['platinum'], categoryId: [other], channel: ['voice'] },
      { kind: ['complaint'], rootCause: 'none', fields: { product: 'pump' }, status: ['open', 'closed'] },
      { queueId: ground.queueIds.slice(0, 1), tier: ['platinum'], kind: ['incident'], due: 'overdue' },
    ];
    for (const filter of filters)
      for (const sort of ['updated.desc', 'updated.asc', 'created.desc', 'due.asc'] as const)
        for (const { who, sees } of people.slice(1)) {
          const held = await pages(who, filter, sort, 20);
          expect(held, `${JSON.stringify(filter)} ${sort}`).toEqual(await oracle(who, sees, filter, sort));
        }
  }, 120_000);
});
