import type { RatingView } from '../../contract/record.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { newestOf, type Page } from '../page-of.ts';

export const readRatings = (db: Reader, customerId: string, page: Page): Promise<RatingView[]> =>
  read(db, newestOf(sql`ratings`, customerId, page));

export async function readRating(db: Reader, id: string): Promise<RatingView> {
  const [rating] = await read(db, sql`(select * from ratings where id = ${id})`);
  if (!rating) throw new Error(`no rating ${id}`);
  return rating;
}

async function read(db: Reader, source: Sql): Promise<RatingView[]> {
  const rows = await db.all<Omit<RatingView, 'at'> & { at: Date }>(sql`
    select r.id, coalesce(c.merged_into_id, c.id) as customer_id, r.ticket_id, r.agent_id, r.score, r.comment, r.at, r.external_id
    from ${source} r join customers c on c.id = r.customer_id order by r.at desc, r.id desc`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
