import { sql } from '../../../db/sql.ts';
import { nearest, type Source, saying, wants } from '../page.ts';

interface Row {
  id: string;
  recordId: string;
  at: Date;
  url: string;
  title: string;
}

/** Pages of our site they looked at. */
export const findPageVisits: Source = async (db, ask) => {
  if (!wants(ask, 'page_visit')) return [];
  const rows = await db.all<Row>(sql`
    select p.id, p.customer_id as record_id, p.at, p.url, p.title
    from ${nearest(sql`page_visits`, sql`at`, ask, saying(sql`title || ' ' || url`, ask))} p`);
  return rows.map(({ id, recordId, at, ...pageVisit }) => ({
    type: 'page_visit',
    id,
    at: at.toISOString(),
    of: ask.circle.of(recordId),
    pageVisit,
  }));
};
