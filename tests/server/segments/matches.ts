import type { Condition, FilterPart } from '../../../server/contract/segments.ts';

/** What is known of one customer, as plain values: the measure the compiled SQL is held to. */
export interface Known {
  readonly [field: string]: string | number | boolean | Date | readonly string[] | null | undefined;
}

/** Whether a customer is in a filter at `now`, said without any database. */
export function matches(part: FilterPart, known: Known, now: Date): boolean {
  if ('all' in part) return part.all.every((inner) => matches(inner, known, now));
  if ('any' in part) return part.any.some((inner) => matches(inner, known, now));
  return holds(part, known[part.field] ?? null, now);
}

type Held = Exclude<Known[string], undefined>;
const lower = (value: Held): string => String(value).toLowerCase();
function isIn(held: Held, value: Condition['value']): boolean {
  return Array.isArray(value) && typeof held === 'string' && value.includes(held);
}

type Test = (held: Held, value: Condition['value'], field: string, now: Date) => boolean;

const isKnown = (held: Held): boolean => held !== null && !(Array.isArray(held) && held.length === 0);
const compared =
  (test: (held: number, value: number) => boolean): Test =>
  (held, value) =>
    typeof held === 'number' && test(held, Number(value));

const tests: Record<Condition['is'], Test> = {
  is_known: isKnown,
  is_unknown: (held) => !isKnown(held),
  is: (held, value, field) => (typeof value === 'boolean' ? (held === true) === value : equals(field, held, value)),
  is_not: (held, value, field) => !equals(field, held, value),
  one_of: isIn,
  none_of: (held, value) => !isIn(held, value),
  contains: (held, value) => held !== null && lower(held).includes(String(value).toLowerCase()),
  begins: (held, value) => held !== null && lower(held).startsWith(String(value).toLowerCase()),
  includes: (held, value) => Array.isArray(held) && held.includes(String(value)),
  excludes: (held, value) => !(Array.isArray(held) && held.includes(String(value))),
  more_than: compared((held, value) => held > value),
  less_than: compared((held, value) => held < value),
  at_least: compared((held, value) => held >= value),
  at_most: compared((held, value) => held <= value),
  before: (held, value, _, now) => held !== null && moment(held) < bound(held, value, now),
  after: (held, value, _, now) => held !== null && moment(held) >= bound(held, value, now),
  within_days: (held, value, _, now) => held !== null && isCelebrated(String(held), Number(value), now),
};

const holds = ({ field, is, value }: Condition, held: Held, now: Date): boolean => tests[is](held, value, field, now);

const texts = ['name', 'city', 'fields.shoe'];

function equals(field: string, held: Held, value: Condition['value']): boolean {
  if (held === null) return false;
  if (Array.isArray(held)) return held.includes(String(value));
  return texts.includes(field) ? lower(held) === String(value).toLowerCase() : held === value;
}

/** Instants in milliseconds; days by themselves as such. */
const moment = (held: Held): number => (held instanceof Date ? held.getTime() : Date.parse(String(held)));

function bound(held: Held, value: Condition['value'], now: Date): number {
  const at =
    typeof value === 'string'
      ? Date.parse(value)
      : typeof value === 'object' && 'daysAgo' in value
        ? now.getTime() - value.daysAgo * 86_400_000
        : 0;
  return held instanceof Date ? at : Date.parse(new Date(at).toISOString().slice(0, 10));
}

function isCelebrated(birthday: string, days: number, now: Date): boolean {
  for (let i = 0; i <= Math.min(366, days); i++) {
    const day = new Date(now.getTime() + i * 86_400_000);
    const thisYear = new Date(Date.UTC(day.getUTCFullYear(), Number(birthday.slice(5, 7)) - 1, Number(birthday.slice(8))));
    // 29 February rolls over into March where there is none: then it is the day before.
    if (birthday.slice(5) === '02-29' && thisYear.getUTCMonth() === 2) thisYear.setUTCDate(0);
    if (thisYear.toISOString().slice(0, 10) === day.toISOString().slice(0, 10)) return true;
  }
  return false;
}
