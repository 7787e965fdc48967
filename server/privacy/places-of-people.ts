import { type Sql, sql } from '../db/sql.ts';
import { byCustomer, type Place } from './place.ts';

const anyOf = (records: readonly string[]): Sql => sql`any(${[...records]}::uuid[])`;

/** Who they are and to whom they belong. Their addresses come last: by them the rest is found. */
export const peoplePlaces: readonly Place[] = [
  { table: 'field_changes', kind: 'history_of_fields', whose: byCustomer, erasing: 'delete' },
  { table: 'field_checks', kind: 'history_of_fields', whose: byCustomer, erasing: 'delete' },
  {
    table: 'memberships',
    kind: 'groups',
    whose: (records) => sql`(member_id = ${anyOf(records)} or group_id = ${anyOf(records)})`,
    erasing: 'delete',
  },
  {
    table: 'merges',
    kind: 'identity',
    whose: (records) => sql`(merged_id = ${anyOf(records)} or kept_id = ${anyOf(records)})`,
    erasing: { reason: "''", undo_reason: "case when undo_reason is not null then '' end" },
    kept: ['id', 'merged_id', 'kept_id', 'by_agent_id', 'at', 'undone_at', 'undone_by_id'],
  },
  {
    table: 'aparts',
    kind: 'identity',
    whose: (records) => sql`(one_id = ${anyOf(records)} or other_id = ${anyOf(records)})`,
    erasing: 'delete',
  },
  {
    table: 'duplicate_pairs',
    kind: 'identity',
    whose: (records) => sql`(one_id = ${anyOf(records)} or other_id = ${anyOf(records)})`,
    erasing: 'delete',
    derived: true,
  },
  {
    table: 'legal_holds',
    kind: 'other',
    whose: byCustomer,
    erasing: { reason: "''" },
    kept: ['id', 'customer_id', 'by_agent_id', 'at', 'ended_at', 'ended_by_id'],
  },
  {
    table: 'unmaskings',
    kind: 'other',
    whose: byCustomer,
    erasing: { reason: "''" },
    kept: ['id', 'agent_id', 'customer_id', 'at', 'until'],
  },
  {
    table: 'contact_points',
    kind: 'addresses',
    // One that somebody else has, or had, too is theirs as well: it stays, and only the link to this person goes.
    whose: (records) => sql`id in (select contact_point_id from contact_point_links where ${byCustomer(records)})`,
    toErase: (records) => sql`id in (select contact_point_id from contact_point_links where ${byCustomer(records)})
      and not exists (select from contact_point_links l where l.contact_point_id = contact_points.id and l.customer_id <> all(${[...records]}::uuid[]))
      and not exists (select from conversations v where v.contact_point_id = contact_points.id and v.customer_id <> all(${[...records]}::uuid[]))`,
    erasing: 'delete',
  },
  { table: 'contact_point_links', kind: 'addresses', whose: byCustomer, erasing: 'delete' },
  {
    table: 'customers',
    kind: 'identity',
    whose: (records) => sql`id = ${anyOf(records)}`,
    erasing: {
      name: 'null',
      language: 'null',
      external_id: 'null',
      company: 'null',
      occupation: 'null',
      city: 'null',
      birthday: 'null',
      manner: 'null',
      preferred_channel: 'null',
      quiet_hours: 'null',
      fields: "'{}'",
    },
    kept: ['id', 'kind', 'tier', 'merged_into_id', 'since', 'erased_at'],
  },
  {
    table: 'customer_search',
    kind: 'search_words',
    whose: (records) => sql`record_id = ${anyOf(records)}`,
    erasing: 'delete',
    derived: true,
  },
];
