import type { TimelineItem } from '../../contract/entities.ts';
import type { HistoryKind } from '../../contract/history.ts';
import type { Cursor } from '../../db/cursor.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import type { Term } from '../../search/read-question.ts';
import type { Circle } from './find-circle.ts';

/** What every source of the history is asked for. */
export interface Ask {
  readonly circle: Circle;
  readonly limit: number;
  /** Where the page begins, itself left out. */
  readonly edge: Cursor | undefined;
  readonly newer: boolean;
  /** Only these kinds; undefined: all. */
  readonly show: ReadonlySet<HistoryKind> | undefined;
  /** Words that must stand in it; none: whatever it says. */
  readonly terms: readonly Term[];
  readonly exceptTicketId: string | undefined;
}

/** Gives at most one more line than a page holds, by the index of its own table. */
export type Source = (db: Reader, ask: Ask) => Promise<TimelineItem[]>;

export const wants = ({ show }: Ask, kind: HistoryKind): boolean => show === undefined || show.has(kind);

/**
 * Rows of a table, of every record of the circle, on from the edge, nearest first: one index probe a record, and never
 * more rows than a page and one, to know whether there is a next one. `condition` is on the table's own columns.
 */
export function nearest(table: Sql, at: Sql, { circle, edge, newer, limit }: Ask, condition: Sql, columns: Sql = sql`*`): Sql {
  const order = newer ? sql`${at}, id` : sql`${at} desc, id desc`;
  const beyond = newer ? sql`>` : sql`<`;
  const from = edge ? sql`and (${at}, id) ${beyond} (${edge.at}::timestamptz, ${edge.id}::uuid)` : sql``;
  return sql`(
    select part.* from unnest(${circle.records}::uuid[]) record, lateral (
      select ${columns} from ${table} where customer_id = record ${from} ${condition} order by ${order} limit ${limit + 1}
    ) part order by ${order} limit ${limit + 1})`;
}

/** Of what is no conversation the words are looked for where they stand, in any case. */
export function saying(text: Sql, { terms }: Ask): Sql {
  if (terms.length === 0) return sql``;
  const patterns = terms.map(({ word }) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  return sql`and (${text}) ilike all(${patterns}::text[])`;
}
