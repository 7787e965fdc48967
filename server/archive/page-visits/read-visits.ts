import type { VisitView } from '../../contract/record.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { newestOf, type Page } from '../page-of.ts';

export async function readVisits(db: Reader, customerId: string, page: Page): Promise<VisitView[]> {
  const rows = await db.all<Omit<VisitView, 'at'> & { at: Date }>(sql`
    select v.id, v.at, v.url, v.title from ${newestOf(sql`page_visits`, customerId, page)} v order by v.at desc, v.id desc`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
