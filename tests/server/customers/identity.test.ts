import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  callArrives,
  callEnds,
  client,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts';

let test: TestHub;
let boss: Client;
let mei: Client;
beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

const numbers = (function* count() {
  for (let number = 1; ; number++) yield number;
})();
const phone = () => `+4416329${String(numbers.next().value).padStart(5, '0')}`;

interface Known {
  readonly id: string;
  readonly phone: string;
}

async function customer(traits: { name?: string; tier?: string } = {}): Promise<Known> {
  const number = phone();
  return { id: await addCustomer(test, { name: `Somebody ${number}`, ...traits, phone: number }), phone: number };
}

const says = ({ phone: from }: Known, text: string) => smsArrives(test, { from, text });
const merge = (kept: Known, merged: Known) =>
  boss.call('mergeCustomers', { id: kept.id, body: { mergedId: merged.id, reason: 'the same person' } });
const undo = async (known: Known) => {
  const { merges } = await boss.call('readIdentity', { id: known.id });
  const standing = merges.find(({ undone, mergedId }) => !undone && mergedId === known.id);
  return boss.call('undoMerge', { id: standing?.id ?? '', body: { reason: 'two people after all' } });
};
const said = async ({ id }: Known): Promise<string[]> => {
  const { items } = await boss.call('customerTimeline', { id, query: { limit: 100 } });
  return items.flatMap((item) => (item.type === 'entry' ? [item.entry.text] : []));
};

/** Everything that belongs to customers, row by row; tickets changed by nothing but time. */
const everything = () =>
  test.hub.db.all(sql`
    select (select json_agg(to_jsonb(c) order by id) from customers c) as customers,
      (select json_agg(to_jsonb(t) order by id) from tickets t) as tickets,
      (select json_agg(to_jsonb(v) order by id) from conversations v) as conversations,
      (select json_agg(to_jsonb(e) order by id) from entries e) as entries,
      (select json_agg(to_jsonb(k) order by id) from tasks k) as tasks,
      (select json_agg(to_jsonb(l) order by id) from contact_point_links l) as links,
      (select json_agg(to_jsonb(o) order by id) from orders o) as orders`);

describe('merging two customers', () => {
  it('gives what waits the tier of the one that goes on; what is in hand was taken as what it was', async () => {
    const [ada, waiting, inHand] = [await customer({ tier: 'gold' }), await customer(), await customer()];
    await says(waiting, 'I wait');
    await says(inHand, 'I am being helped');
    await test.hub.db.all(sql`update tasks set state = 'assigned', agent_id = ${mei.person.id} where customer_id = ${inHand.id}`);
    await merge(ada, waiting);
    await merge(ada, inHand);
    const tierOf = async ({ id }: Known) =>
      (await test.hub.db.one<{ tier: string }>(sql`select tier from tasks where customer_id = ${id}`)).tier;
    expect([await tierOf(waiting), await tierOf(inHand)]).toEqual(['gold', 'standard']);
  });

  it('makes one history of both, under the name and tier of the one that goes on', async () => {
    const [ada, other] = [await customer({ name: 'Ada Byron', tier: 'gold' }), await customer({ name: 'A. Byron' })];
    await says(ada, 'the first');
    await says(other, 'the second');
    expect(await merge(ada, other)).toMatchObject({ id: ada.id, name: 'Ada Byron', tier: 'gold', openTickets: 2 });
    expect((await said(ada)).sort()).toEqual(['the first', 'the second']);
    expect(await said(other)).toEqual(await said(ada));
    expect(await boss.call('getCustomer', { id: other.id })).toMatchObject({ id: ada.id, name: 'Ada Byron' });
    const { tickets } = await boss.call('listTickets', { query: { customerId: ada.id } });
    expect(tickets.map((ticket) => ticket.customer)).toEqual(Array(2).fill({ id: ada.id, name: 'Ada Byron', tier: 'gold' }));
    const { tasks } = await boss.call('queue', { query: {} });
    expect(tasks.filter((task) => task.customer.id === ada.id).map(({ tier }) => tier)).toEqual(['gold', 'gold']);
  });

  it('greets them under either number from then on, and joins what they say to the need that is open', async () => {
    const [ada, other] = [await customer({ name: 'Ada' }), await customer()];
    await says(ada, 'my boiler leaks');
    await merge(ada, other);
    await says(other, 'it is me, from my other phone');
    const { tickets } = await boss.call('listTickets', { query: { customerId: ada.id } });
    expect(tickets).toHaveLength(1);
    expect(tickets[0]?.customer.name).toBe('Ada');
  });

  it('is a supervisor’s matter, needs a reason, and refuses what makes no sense', async () => {
    const [ada, other, third] = [await customer(), await customer(), await customer()];
    const asked = { id: ada.id, body: { mergedId: other.id, reason: 'the same person' } };
    expect(await mei.refusal('mergeCustomers', asked)).toBe('403 not_allowed');
    expect(await boss.refusal('mergeCustomers', { ...asked, body: { mergedId: other.id, reason: '  ' } })).toBe('400 bad_request');
    expect(await boss.refusal('mergeCustomers', { ...asked, id: other.id })).toBe('409 same_customer');
    expect(await boss.refusal('mergeCustomers', { id: ada.id, body: { mergedId: test.queueId, reason: 'the same' } })).toBe(
      '404 not_found',
    );
    await merge(ada, other);
    expect(await boss.refusal('mergeCustomers', { id: third.id, body: { mergedId: other.id, reason: 'the same' } })).toBe(
      '409 customer_merged',
    );
    expect(await boss.refusal('mergeCustomers', { id: other.id, body: { mergedId: third.id, reason: 'the same' } })).toBe(
      '409 customer_merged',
    );
    await test.hub.db.all(sql`update customers set kind = 'company' where id = ${third.id}`);
    expect(await boss.refusal('mergeCustomers', { id: third.id, body: { mergedId: ada.id, reason: 'the same' } })).toBe('409 other_kind');
  });

  it('happens once when two supervisors say it at once', async () => {
    const [ada, other] = [await customer(), await customer()];
    const both = await Promise.allSettled([merge(ada, other), merge(other, ada), merge(ada, other)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { merges, records } = await boss.call('readIdentity', { id: ada.id });
    expect(merges).toHaveLength(1);
    expect([...records].sort()).toEqual([ada.id, other.id].sort());
  });

  it('leaves a trace: who, when, why, and who took it back', async () => {
    const [ada, other] = [await customer({ name: 'Ada' }), await customer({ name: 'Other' })];
    await merge(ada, other);
    await undo(other);
    const { merges } = await boss.call('readIdentity', { id: ada.id });
    const by = { id: boss.person.id, name: 'Boss' };
    expect(merges).toMatchObject([
      { mergedName: 'Other', keptName: 'Ada', reason: 'the same person', by, undone: { by, reason: 'two people after all' } },
    ]);
    const events = await test.hub.db.all(
      sql`select name, actor_id from events where name in ('customer.merged', 'customer.parted') and customer_id = any(${[ada.id, other.id]}::uuid[]) order by id`,
    );
    expect(events).toEqual([
      { name: 'customer.merged', actorId: boss.person.id },
      { name: 'customer.parted', actorId: boss.person.id },
    ]);
    expect(await boss.refusal('undoMerge', { id: merges[0]?.id ?? '', body: { reason: 'once more' } })).toBe('409 merge_undone');
  });
});

/** Merge pair by pair, as far as each can be; answers who joined somebody. */
async function mergeThem(people: readonly Known[], pairs: readonly (readonly [number, number])[]): Promise<Known[]> {
  const done: Known[] = [];
  for (const [keeps, joins] of pairs) {
    const [kept, merged] = [people[keeps], people[joins]];
    if (!kept || !merged) continue;
    const [outcome] = await Promise.allSettled([merge(kept, merged)]);
    if (outcome.status === 'fulfilled') done.push(merged);
  }
  return done;
}

describe('undoing a merge', () => {
  it('gives back exactly what was, whatever had been merged before (any order of merges and undoings)', async () => {
    const people = await Promise.all(['gold', 'standard', 'silver', 'standard', 'platinum'].map((tier) => customer({ tier })));
    for (const person of people) await says(person, `hello from ${person.phone}`);
    const pair = fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })).filter(([a, b]) => a !== b);
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
        async (pairs, order) => {
          const before = await everything();
          const merged = await mergeThem(people, pairs);
          const last = merged.map((person, i) => ({ person, at: order[i] ?? 0 })).sort((one, other) => one.at - other.at);
          for (const { person } of last) await undo(person);
          expect(await everything()).toEqual(before);
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it('gives each of them what came through their own address meanwhile, on a ticket of their own', async () => {
    const [ada, other] = [await customer({ name: 'Ada' }), await customer({ name: 'Other', tier: 'gold' })];
    await says(ada, 'Ada before');
    await merge(ada, other);
    await says(other, 'Other meanwhile');
    await says(ada, 'Ada meanwhile');
    await callArrives(test, { from: other.phone, sid: 'CA-other-meanwhile' });
    await callEnds(test, { from: other.phone, sid: 'CA-other-meanwhile' });
    await undo(other);
    await says(other, 'Other after');
    expect((await said(ada)).sort()).toEqual(['Ada before', 'Ada meanwhile']);
    expect((await said(other)).filter((text) => text !== '').sort()).toEqual(['Other after', 'Other meanwhile']);
    const strays = await test.hub.db.all(sql`
      select e.id from entries e join tickets t on t.id = e.ticket_id join customers a on a.id = e.customer_id join customers b on b.id = t.customer_id
      where coalesce(a.merged_into_id, a.id) <> coalesce(b.merged_into_id, b.id)`);
    expect(strays).toEqual([]);
    const { tasks } = await boss.call('queue', { query: { limit: 200 } });
    expect(tasks.filter((task) => task.customer.id === other.id).every(({ tier }) => tier === 'gold')).toBe(true);
    expect(tasks.filter((task) => task.customer.id === ada.id).every(({ tier }) => tier === 'standard')).toBe(true);
  });

  it('of a merge in the middle takes along what had joined before it', async () => {
    const [a, b, c] = [await customer(), await customer(), await customer()];
    await merge(b, c);
    await merge(a, b);
    await undo(b);
    expect((await boss.call('readIdentity', { id: a.id })).records).toEqual([a.id]);
    expect((await boss.call('readIdentity', { id: c.id })).records).toEqual([b.id, c.id]);
  });
});

describe('who may be the same', () => {
  it('is suggested by name and birthday, the stronger sign first, and never again once kept apart', async () => {
    const name = 'Li Na 李娜';
    const [li, namesake, twin] = [await customer({ name }), await customer({ name }), await customer({ name: name.toLowerCase() })];
    await test.hub.db.all(sql`update customers set birthday = '1990-05-01' where id = any(${[li.id, twin.id]}::uuid[])`);
    const matches = async () => (await boss.call('readIdentity', { id: li.id })).matches.map(({ customer: { id }, why }) => [id, why]);
    expect(await matches()).toEqual([
      [twin.id, 'same_birthday'],
      [namesake.id, 'same_name'],
    ]);
    const { apart } = await boss.call('keepApart', { id: li.id, body: { otherId: namesake.id, reason: 'mother and daughter' } });
    expect(apart).toMatchObject([{ customer: { id: namesake.id }, reason: 'mother and daughter', by: { name: 'Boss' } }]);
    expect(await matches()).toEqual([[twin.id, 'same_birthday']]);
    expect(await boss.refusal('mergeCustomers', { id: li.id, body: { mergedId: namesake.id, reason: 'the same' } })).toBe(
      '409 known_apart',
    );
    await merge(twin, li);
    expect(await boss.refusal('mergeCustomers', { id: namesake.id, body: { mergedId: twin.id, reason: 'the same' } })).toBe(
      '409 known_apart',
    );
  });

  it('is suggested by an address that one owns and the other only claims; claiming moves no history', async () => {
    const [owner, claimant] = [await customer(), await customer()];
    await says(owner, 'a secret');
    await test.hub.db.all(sql`
      insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at)
      select gen_random_uuid(), ${claimant.id}, contact_point_id, 'claimed', now() from contact_point_links where customer_id = ${owner.id}`);
    expect((await boss.call('readIdentity', { id: claimant.id })).matches).toMatchObject([
      { customer: { id: owner.id }, why: 'claimed_address' },
    ]);
    expect(await said(claimant)).toEqual([]);
  });
});
