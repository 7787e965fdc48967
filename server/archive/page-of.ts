import { type Cursor, readCursor, writeCursor } from '../db/cursor.ts';
import { type Sql, sql } from '../db/sql.ts';

export interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Rows of a table about a customer, of all their records: newest first, one more than a page to know whether there is a next one. */
export function newestOf(table: Sql, customerId: string, { cursor, limit }: Page): Sql {
  const from: Cursor | undefined = cursor ? readCursor(cursor) : undefined;
  return sql`(select part.* from customer_family(${customerId}) record, lateral (
    select * from ${table} where customer_id = record ${from ? sql`and (at, id) < (${from.at}::timestamptz, ${from.id}::uuid)` : sql``}
    order by at desc, id desc limit ${limit + 1}
  ) part order by at desc, id desc limit ${limit + 1})`;
}

/** The page itself, and where the next one begins. */
export function pageOf<Row extends { readonly id: string; readonly at: string }>(
  found: readonly Row[],
  limit: number,
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: last && found.length > limit ? writeCursor(last.at, last.id) : null };
}
