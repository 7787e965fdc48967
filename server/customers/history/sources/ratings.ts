import { sql } from '../../../db/sql.ts';
import { nearest, type Source, saying, wants } from '../page.ts';

interface Row {
  id: string;
  recordId: string;
  at: Date;
  score: number;
  comment: string;
  ticketNumber: number | null;
}

/** How they judged us. */
export const findRatings: Source = async (db, ask) => {
  if (!wants(ask, 'rating')) return [];
  const rows = await db.all<Row>(sql`
    select r.id, r.customer_id as record_id, r.at, r.score, r.comment, t.number as ticket_number
    from ${nearest(sql`ratings`, sql`at`, ask, saying(sql`comment`, ask))} r left join tickets t on t.id = r.ticket_id`);
  return rows.map(({ id, recordId, at, ...rating }) => ({
    type: 'rating',
    id,
    at: at.toISOString(),
    of: ask.circle.of(recordId),
    rating,
  }));
};
