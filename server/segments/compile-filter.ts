import { type Condition, conditionsOf, type FilterPart } from '../contract/segments.ts';
import { channels } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { triesNumber } from '../search/read-question.ts';
import { compare, comparisonsOf } from './compare.ts';
import { consentField, type Field, type FieldTable } from './fields.ts';

/**
 * The filter as a condition on the head `c` of a customer's records; values never become syntax, keys of own fields are values.
 * Throws `bad_filter`, naming the place.
 */
export const compileFilter = (filter: FilterPart, fields: FieldTable, now: Date): Sql => part(filter, fields, now, 'filter');

function part(filter: FilterPart, fields: FieldTable, now: Date, place: string): Sql {
  if ('field' in filter) return condition(filter, fields, now, place);
  const [parts, word, none] = 'all' in filter ? [filter.all, sql`and`, sql`true`] : [filter.any, sql`or`, sql`false`];
  const written = parts.map((inner, i) => part(inner, fields, now, `${place}.${'all' in filter ? 'all' : 'any'}.${i}`));
  const [first, ...others] = written;
  return first ? sql`(${others.reduce((before, next) => sql`${before} ${word} ${next}`, first)})` : none;
}

function condition(asked: Condition, fields: FieldTable, now: Date, place: string): Sql {
  const field = fieldOf(asked.field, fields);
  if (!field) throw new HubError('bad_filter', `${place}.field: there is no field ${asked.field}`);
  if (!comparisonsOf[field.kind].includes(asked.is)) {
    throw new HubError('bad_filter', `${place}.is: ask ${asked.field} with ${comparisonsOf[field.kind].join(', ')}`);
  }
  const written = compare(field, asked, now);
  if (!written) throw new HubError('bad_filter', `${place}.value: does not fit ${asked.field}`);
  return sql`(${written})`;
}

/** Fields by key; consents for a purpose of the installation's own need not be listed. */
export function fieldOf(key: string, fields: FieldTable): Field | undefined {
  if (Object.hasOwn(fields, key)) return fields[key];
  const [, channel, purpose] = /^consent\.(\w+)\.([\w-]{1,60})$/.exec(key) ?? [];
  const known = channels.find((one) => one === channel);
  return known && purpose ? consentField(known, purpose) : undefined;
}

/** The fields in which a filter looks for a number, or for part of one. */
export const fieldsTriedForNumbers = (filter: FilterPart): string[] =>
  conditionsOf(filter)
    .filter(({ value }) => typeof value === 'string' && triesNumber(value))
    .map(({ field }) => field);

/** The fields a filter asks for, each once. */
export const fieldsAsked = (filter: FilterPart): string[] => [...new Set(conditionsOf(filter).map(({ field }) => field))];
