import { sql } from '../../../db/sql.ts';
import { nearest, type Source, saying, wants } from '../page.ts';

interface Row {
  id: string;
  recordId: string;
  at: Date;
  from: string;
  to: string;
  cause: string;
  reason: string;
  by: string | null;
}

export const findTierChanges: Source = async (db, ask) => {
  if (!wants(ask, 'tier_change')) return [];
  const rows = await db.all<Row>(sql`
    select t.id, t.customer_id as record_id, t.at, t.from_tier as "from", t.to_tier as "to", t.cause, t.reason, a.name as "by"
    from ${nearest(sql`tier_changes`, sql`at`, ask, saying(sql`from_tier || ' ' || to_tier || ' ' || reason`, ask))} t left join agents a on a.id = t.by_agent_id`);
  return rows.map(({ id, recordId, at, ...tierChange }) => ({
    type: 'tier_change',
    id,
    at: at.toISOString(),
    of: ask.circle.of(recordId),
    tierChange,
  }));
};
