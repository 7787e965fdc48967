import type { Label } from '../../../contract/entities.ts';
import type { Channel } from '../../../contract/statuses.ts';
import { sql } from '../../../db/sql.ts';
import { nearest, type Source, saying, wants } from '../page.ts';

interface Row {
  id: string;
  recordId: string;
  at: Date;
  campaign: Label;
  kind: string;
  channel: Channel | null;
  response: string | null;
  respondedAt: Date | null;
}

/** Campaigns that reached them, and what they did. */
export const findTouches: Source = async (db, ask) => {
  if (!wants(ask, 'touch')) return [];
  const said = saying(sql`(select c.label::text || ' ' || c.intent from campaigns c where c.id = campaign_id)`, ask);
  const rows = await db.all<Row>(sql`
    select t.id, t.customer_id as record_id, t.at, c.label as campaign, c.kind, t.channel::text, t.response, t.responded_at
    from ${nearest(sql`touches`, sql`at`, ask, said)} t join campaigns c on c.id = t.campaign_id`);
  return rows.map(({ id, recordId, at, respondedAt, ...touch }) => ({
    type: 'touch',
    id,
    at: at.toISOString(),
    of: ask.circle.of(recordId),
    touch: { ...touch, respondedAt: respondedAt?.toISOString() ?? null },
  }));
};
