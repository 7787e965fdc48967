import type { Comparison, Condition, FieldKind, Instant } from '../contract/segments.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Field } from './fields.ts';

const known = ['is_known', 'is_unknown'] as const;
const amounts = ['is', 'is_not', 'more_than', 'less_than', 'at_least', 'at_most', ...known] as const;

/** What may be asked of each kind. */
export const comparisonsOf: Record<FieldKind, readonly Comparison[]> = {
  text: ['is', 'is_not', 'contains', 'begins', ...known],
  choice: ['is', 'is_not', 'one_of', 'none_of', ...known],
  choices: ['includes', 'excludes', ...known],
  number: amounts,
  money: amounts,
  share: ['at_least', 'at_most', ...known],
  time: ['before', 'after', ...known],
  day: ['before', 'after', ...known],
  anniversary: ['within_days', ...known],
  flag: ['is', ...known],
  customer: ['is', 'is_not', ...known],
};

const DAY = 86_400_000;
type Test = (value: Sql) => Sql;

/** That a customer's value compares as a condition says. Nothing is said of what is unknown, except that it is not this or that. */
export function compare({ kind, source }: Field, { is, value }: Condition, now: Date): Sql | undefined {
  if (is === 'is_known') return source.holds((held) => sql`${held} is not null`);
  if (is === 'is_unknown') return not(source.holds((held) => sql`${held} is not null`));
  const negated = opposites[is];
  const test = testOf(kind, negated ?? is, value, now);
  if (!test) return undefined;
  return negated || (kind === 'flag' && value === false) ? not(source.holds(test)) : source.holds(test);
}

const opposites: Partial<Record<Comparison, Comparison>> = { is_not: 'is', none_of: 'one_of', excludes: 'includes' };

const not = (condition: Sql): Sql => sql`(${condition}) is not true`;

/** Undefined when the value is of another kind than the field. */
function testOf(kind: FieldKind, is: Comparison, value: Condition['value'], now: Date): Test | undefined {
  if (kind === 'flag') return typeof value === 'boolean' ? (held) => held : undefined;
  if (kind === 'time' || kind === 'day') return instantTest(kind, is, value, now);
  if (kind === 'anniversary')
    return typeof value === 'number' ? (held) => sql`to_char(${held}, 'MMDD') = any(${daysAhead(now, value)}::text[])` : undefined;
  if (typeof value === 'number') return numberTest(kind, is, value);
  if (Array.isArray(value)) return is === 'one_of' ? (held) => sql`${held} = any(${value}::text[])` : undefined;
  return typeof value === 'string' ? textTest(kind, is, value) : undefined;
}

function textTest(kind: FieldKind, is: Comparison, value: string): Test | undefined {
  if (kind === 'choice') return is === 'is' ? (held) => sql`${held} = ${value}::text` : undefined;
  if (kind === 'choices') return (held) => sql`jsonb_exists(${held}, ${value}::text)`;
  if (kind === 'customer') {
    return isId(value)
      ? (held) => sql`${held} = (select coalesce(merged_into_id, id) from customers where id = ${value}::uuid)`
      : undefined;
  }
  if (kind !== 'text') return undefined;
  if (is === 'contains') return (held) => sql`position(lower(${value}::text) in lower(${held})) > 0`;
  if (is === 'begins') return (held) => sql`starts_with(lower(${held}), lower(${value}::text))`;
  return (held) => sql`lower(${held}) = lower(${value}::text)`;
}

const isId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

function numberTest(kind: FieldKind, is: Comparison, value: number): Test | undefined {
  if (kind !== 'number' && kind !== 'money' && kind !== 'share') return undefined;
  const bound = sql`${value}::numeric`;
  const tests: Partial<Record<Comparison, Test>> = {
    is: (held) => sql`${held} = ${bound}`,
    more_than: (held) => sql`${held} > ${bound}`,
    less_than: (held) => sql`${held} < ${bound}`,
    at_least: (held) => sql`${held} >= ${bound}`,
    at_most: (held) => sql`${held} <= ${bound}`,
  };
  return tests[is];
}

function instantTest(kind: 'time' | 'day', is: Comparison, value: Condition['value'], now: Date): Test | undefined {
  const at = instantOf(value, now);
  if (!at) return undefined;
  // Days are kept as text, YYYY-MM-DD: their order is that of their writing.
  const bound = kind === 'time' ? sql`${at}::timestamptz` : sql`${at.toISOString().slice(0, 10)}::text`;
  return is === 'before' ? (held) => sql`${held} < ${bound}` : (held) => sql`${held} >= ${bound}`;
}

/** The instant a value means at `now`. */
export function instantOf(value: Condition['value'] | Instant, now: Date): Date | undefined {
  if (typeof value === 'string') return Number.isNaN(Date.parse(value)) ? undefined : new Date(value);
  if (typeof value !== 'object' || !('daysAgo' in value)) return undefined;
  return new Date(now.getTime() - value.daysAgo * DAY);
}

/** Today and the days that follow, as MMDD; those born on 29 February celebrate on the 28th where there is none. */
export function daysAhead(now: Date, days: number): string[] {
  const count = Math.min(366, Math.max(0, Math.floor(days))) + 1;
  const found = Array.from({ length: count }, (_, i) => new Date(now.getTime() + i * DAY));
  return [...new Set(found.flatMap((day) => [mmdd(day), ...(mmdd(day) === '0228' && !isLeap(day.getUTCFullYear()) ? ['0229'] : [])]))];
}

const mmdd = (day: Date): string => day.toISOString().slice(5, 10).replace('-', '');
const isLeap = (year: number): boolean => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
