import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition, FilterPart, SegmentFilter } from '../../../server/contract/segments.ts';
import { findMembers, segmentCondition } from '../../../server/segments/find-members.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';
import { matches } from './matches.ts';
import { addOwnFields, fillTown, type Townsman } from './town-of-customers.ts';

let test: TestHub;
let boss: Client;
let people: Townsman[];
let companyId: string;
beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  await addOwnFields(test);
  test.hub.catalog.forget();
  ({ people, companyId } = await fillTown(test, 60));
});
afterAll(() => test.stop());

const onlooker = { id: '00000000-0000-4000-8000-000000000000', reach: 'all' as const, queueIds: [] };
const members = async (filter: FilterPart) => {
  const found = await findMembers(test.hub, onlooker, await segmentCondition(test.hub, filter), undefined, 1000);
  return found.filter((id) => id !== companyId).sort();
};
const expected = (filter: FilterPart) =>
  people
    .filter(({ known }) => matches(filter, known, test.clock.now()))
    .map(({ id }) => id)
    .sort();

type Draft = fc.Arbitrary<Pick<Condition, 'is' | 'value'>>;
const unknown = fc.constantFrom({ is: 'is_known' as const }, { is: 'is_unknown' as const });
const text = (...words: string[]): Draft =>
  fc.oneof(unknown, fc.record({ is: fc.constantFrom('is', 'is_not', 'contains', 'begins'), value: fc.constantFrom(...words) }));
const choice = (...words: string[]): Draft =>
  fc.oneof(
    unknown,
    fc.record({ is: fc.constantFrom('is', 'is_not'), value: fc.constantFrom(...words) }),
    fc.record({ is: fc.constantFrom('one_of', 'none_of'), value: fc.subarray(words, { minLength: 1 }) }),
  );
const amount = (most: number): Draft =>
  fc.oneof(
    unknown,
    fc.record({
      is: fc.constantFrom('is', 'is_not', 'more_than', 'less_than', 'at_least', 'at_most'),
      value: fc.integer({ min: -most, max: most }),
    }),
  );
const instant: Draft = fc.oneof(
  unknown,
  fc.record({
    is: fc.constantFrom('before', 'after'),
    value: fc.oneof(fc.record({ daysAgo: fc.integer({ min: -50, max: 500 }) }), fc.constantFrom('2026-01-01', '2027-06-30', '2027-11-01')),
  }),
);
const oneOf = (...keys: string[]): Draft =>
  fc.oneof(unknown, fc.record({ is: fc.constantFrom('includes', 'excludes'), value: fc.constantFrom(...keys) }));

const drafts = (): Record<string, Draft> => ({
  tier: choice('standard', 'gold', 'none such'),
  name: text('ada byron', 'A', '林', '小雨', "o'neil_%", '%', '_'),
  city: text('lon', 'London', '上海', 'X'),
  language: choice('en', 'zh-CN'),
  stage: choice('active', 'lapsed', 'prospect'),
  kind: choice('person', 'company'),
  since: instant,
  birthday: fc.oneof(unknown, fc.record({ is: fc.constant('within_days' as const), value: fc.integer({ min: 0, max: 370 }) })),
  openTickets: amount(3),
  memberOf: fc.oneof(unknown, fc.record({ is: fc.constantFrom('is', 'is_not'), value: fc.constantFrom(companyId, onlooker.id) })),
  'consent.email.marketing': choice('granted', 'withdrawn', 'none'),
  'value.orders': amount(5),
  'value.revenue': amount(60_000),
  'value.profit': amount(6000),
  'value.churnRisk': fc.record({
    is: fc.constantFrom('at_least', 'at_most'),
    value: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
  }),
  'value.lastOrderAt': instant,
  'fields.shoe': text('red', 'BLUE', 'e'),
  'fields.floor': amount(7),
  'fields.renewal': instant,
  'fields.vip': fc.oneof(unknown, fc.record({ is: fc.constant('is' as const), value: fc.boolean() })),
  'fields.likes': oneOf('tea', 'cats', 'dogs'),
});

const condition = (): fc.Arbitrary<Condition> =>
  fc.oneof(...Object.entries(drafts()).map(([field, draft]) => draft.map((rest): Condition => ({ field, ...rest }))));
const groupOf = <Part extends FilterPart>(part: fc.Arbitrary<Part>): fc.Arbitrary<FilterPart> =>
  fc.array(part, { maxLength: 3 }).chain((parts) => fc.constantFrom<FilterPart>({ all: parts }, { any: parts }));
const filters = () => groupOf(fc.oneof(condition(), groupOf(fc.oneof(condition(), groupOf(condition())))));

describe('a filter', () => {
  it('selects in the database exactly those whom it selects in plain words, whatever it asks', async () => {
    await fc.assert(
      fc.asyncProperty(filters(), async (filter) => {
        expect(await members(filter)).toEqual(expected(filter));
      }),
      { numRuns: 250 },
    );
  });

  it('selects the same by every single field and comparison', async () => {
    for (const [field, draft] of Object.entries(drafts())) {
      for (const rest of fc.sample(draft, 12)) {
        const filter: FilterPart = { all: [{ field, ...rest }] };
        expect([filter, await members(filter)]).toEqual([filter, expected(filter)]);
      }
    }
  });
});

describe('a filter that cannot be', () => {
  const ask = (part: unknown) => boss.refusal('countSegment', { body: { filter: { all: [part] } as SegmentFilter } });

  it.each([
    ['a field nobody has', { field: 'fields.none', is: 'is', value: 'x' }],
    ['a field of every object', { field: 'constructor', is: 'is', value: 'x' }],
    ['a comparison of another kind', { field: 'tier', is: 'contains', value: 'x' }],
    ['a number for a date', { field: 'since', is: 'before', value: 3 }],
    ['words for a number', { field: 'value.orders', is: 'is', value: 'three' }],
    ['a list where one is asked for', { field: 'name', is: 'is', value: ['a'] }],
    ['no value at all', { field: 'tier', is: 'is' }],
    ['no id of a company', { field: 'memberOf', is: 'is', value: 'Northwind' }],
    ['syntax as a key', { field: "fields.x' or true", is: 'is', value: 'x' }, '400 bad_request'],
    ['an unknown comparison', { field: 'tier', is: 'like', value: 'x' }, '400 bad_request'],
  ])('is refused: %s', async (_, part, answer = '422 bad_filter') => {
    expect(await ask(part)).toBe(answer);
  });

  it('names the place', async () => {
    const { hub } = test;
    const filter: FilterPart = {
      all: [
        {
          any: [
            { field: 'tier', is: 'is', value: 'gold' },
            { field: 'nonsense', is: 'is', value: 'x' },
          ],
        },
      ],
    };
    await expect(segmentCondition(hub, filter)).rejects.toMatchObject({
      code: 'bad_filter',
      detail: expect.stringContaining('filter.all.0.any.1.field'),
    });
  });

  it('is refused when it has more than forty conditions', async () => {
    const many = Array.from({ length: 20 }, () => ({ field: 'tier', is: 'is' as const, value: 'gold' }));
    expect(await boss.refusal('countSegment', { body: { filter: { all: [{ any: many }, { any: many }, ...many.slice(0, 1)] } } })).toBe(
      '400 bad_request',
    );
  });
});
