import { createHash } from 'node:crypto';
import type { ErasurePreview, PersonalKind } from '../contract/privacy.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { identifier, unerased } from './place.ts';
import { places } from './places.ts';
import { readObstacles } from './read-obstacles.ts';

/** What an erasure would take away and leave, in numbers. Nothing is changed. */
export async function previewErasure(db: Reader, customerId: string): Promise<ErasurePreview> {
  const records = await readRecords(db, customerId);
  const [goes, stays] = [new Map<PersonalKind, number>(), new Map<PersonalKind, number>()];
  for (const place of places) {
    add(goes, place.kind, await count(db, place.table, unerased(place, records)));
    if (place.erasing !== 'delete') add(stays, place.kind, await count(db, place.table, place.whose(records)));
  }
  const { holds, openTickets } = await readObstacles(db, records);
  return { revision: revisionOf(records), records: records.length, holds, openTickets, goes: listOf(goes), stays: listOf(stays) };
}

/** All records that are this customer, in the order of their ids. */
export const readRecords = async (db: Reader, customerId: string): Promise<string[]> =>
  (await db.all<{ id: string }>(sql`select id from customers where id in (select customer_family(${customerId})) order by id`)).map(
    ({ id }) => id,
  );

/** Which records these are: what was looked at is what is erased. */
export const revisionOf = (records: readonly string[]): string =>
  createHash('sha256').update(records.join()).digest('base64url').slice(0, 22);

const count = async (db: Reader, table: string, condition: Sql): Promise<number> =>
  (await db.one<{ count: number }>(sql`select count(*)::int as count from ${identifier(table)} where ${condition}`)).count;

const add = (sums: Map<PersonalKind, number>, kind: PersonalKind, more: number): void => {
  if (more > 0) sums.set(kind, (sums.get(kind) ?? 0) + more);
};

export const listOf = (sums: ReadonlyMap<PersonalKind, number>): { kind: PersonalKind; count: number }[] =>
  [...sums].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count);
