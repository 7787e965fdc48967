import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, eventNames, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;
let boss: Client;
beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  boss = await client(test, await addPerson(test, { role: 'supervisor', name: 'Boss' }));
});
afterAll(() => test.stop());

let count = 0;
const meet = async (name: string, kind: 'person' | 'company' | 'household' = 'person') =>
  (await boss.call('putProfile', { body: { externalId: `G-${++count}`, name, kind } })).customer.id;
const join = (groupId: string, memberId: string, role = '') => mei.call('addMember', { id: groupId, body: { memberId, role } });
const refused = (groupId: string, memberId: string) => mei.refusal('addMember', { id: groupId, body: { memberId } });
const record = (id: string) => mei.call('readRecord', { id });

describe('a company and its people', () => {
  it('are shown from both sides, each with what they are there', async () => {
    const [company, zhou] = [await meet('青云酒店', 'company'), await meet('周经理')];
    const shown = await join(company, zhou, 'facility manager');
    expect(shown).toMatchObject({
      memberCount: 1,
      members: [{ role: 'facility manager', customer: { id: zhou, name: '周经理' }, until: null }],
    });
    expect(await record(zhou)).toMatchObject({ groups: [{ customer: { id: company, kind: 'company' }, role: 'facility manager' }] });
    await join(company, zhou, 'facility manager');
    expect(await eventNames(test, 'membership.added')).toHaveLength(1);
  });

  it('whoever takes another role there ended the old one; whoever left was there', async () => {
    const [company, eva] = [await meet('Northwind', 'company'), await meet('Eva')];
    await join(company, eva, 'intern');
    test.clock.move(60);
    await join(company, eva, 'head of sales');
    const { members, memberCount } = await record(company);
    expect([memberCount, members.map(({ role, until }) => [role, until === null])]).toEqual([
      1,
      [
        ['head of sales', true],
        ['intern', false],
      ],
    ]);
    test.clock.move(60);
    await mei.call('endMembership', { id: members[0]?.id ?? '' });
    expect(await record(company)).toMatchObject({ memberCount: 0, members: [{ role: 'head of sales' }, { role: 'intern' }] });
    expect(await mei.refusal('endMembership', { id: members[0]?.id ?? '' })).toBe('409 membership_over');
    await join(company, eva, 'head of sales');
    expect(await record(company)).toMatchObject({ memberCount: 1 });
  });

  it('ten colleagues who say the same at once make one membership', async () => {
    const [company, max] = [await meet('Race Ltd', 'company'), await meet('Max')];
    await Promise.all(Array.from({ length: 10 }, () => join(company, max, 'driver')));
    expect(await record(company)).toMatchObject({ memberCount: 1 });
  });

  it('belong together however their records are merged and parted', async () => {
    const [company, one, other] = [await meet('Acme', 'company'), await meet('Ida'), await meet('Ida')];
    await join(company, other, 'buyer');
    await boss.call('mergeCustomers', { id: one, body: { mergedId: other, reason: 'the same person' } });
    expect(await record(one)).toMatchObject({ groups: [{ customer: { id: company } }] });
    expect(await record(company)).toMatchObject({ memberCount: 1, members: [{ customer: { id: one } }] });
    const [merge] = (await boss.call('readIdentity', { id: one })).merges;
    await boss.call('undoMerge', { id: merge?.id ?? '', body: { reason: 'two after all' } });
    expect([(await record(one)).groups.length, (await record(other)).groups.length]).toEqual([0, 1]);
  });
});

describe('what belongs to what', () => {
  it('is checked: persons to both, companies to companies, nobody to a person', async () => {
    const [person, company, household] = [await meet('P'), await meet('C', 'company'), await meet('H', 'household')];
    await join(household, person, 'mother');
    expect(await refused(person, company)).toBe('422 not_a_group');
    expect(await refused(household, company)).toBe('422 not_a_group');
    expect(await refused(company, household)).toBe('422 not_a_group');
    expect(await refused(company, crypto.randomUUID())).toBe('404 not_found');
    const later = test.clock.later(1);
    expect(await mei.refusal('addMember', { id: company, body: { memberId: person, since: later } })).toBe('422 in_the_future');
  });
});

describe('a company', () => {
  it('is never part of itself, however many stand between', async () => {
    const [a, b, c] = [await meet('A', 'company'), await meet('B', 'company'), await meet('C', 'company')];
    expect(await refused(a, a)).toBe('409 group_cycle');
    await join(a, b);
    await join(b, c);
    expect(await refused(c, a)).toBe('409 group_cycle');
    expect(await refused(b, a)).toBe('409 group_cycle');
  });

  it('not even when two people close the circle at the same instant', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b, c] = [await meet('A', 'company'), await meet('B', 'company'), await meet('C', 'company')];
      const answers = await Promise.all([refused(a, b), refused(b, c), refused(c, a)]);
      expect(answers.filter((answer) => answer === '409 group_cycle')).toHaveLength(1);
    }
  });

  it('and not by a merge that would close one either', async () => {
    const [a, b, c] = [await meet('A', 'company'), await meet('B', 'company'), await meet('C', 'company')];
    await join(a, b);
    await join(b, c);
    expect(await boss.refusal('mergeCustomers', { id: a, body: { mergedId: c, reason: 'looks the same' } })).toBe('409 group_cycle');
    expect(await boss.refusal('mergeCustomers', { id: c, body: { mergedId: a, reason: 'looks the same' } })).toBe('409 group_cycle');
  });

  it('property: whatever is tried, no circle ever stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 4, maxLength: 12 }), async (tries) => {
        const ids = await Promise.all([0, 1, 2, 3, 4].map((n) => meet(`Company ${n}`, 'company')));
        await Promise.all(tries.map(([group, member]) => refused(ids[group] ?? '', ids[member] ?? '')));
        const circles = await test.hub.db.all(sql`
          with recursive above as (
            select member_id as start, group_id as id from memberships where ended_at is null
            union select above.start, m.group_id from above join memberships m on m.member_id = above.id and m.ended_at is null
          ) select * from above where start = id`);
        expect(circles).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
