import type { TouchView } from '../../contract/record.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { newestOf, type Page } from '../page-of.ts';

type Row = Omit<TouchView, 'at' | 'respondedAt' | 'campaign'> & TouchView['campaign'] & { at: Date; respondedAt: Date | null };

/** Campaigns that reached a customer, newest first, one more than a page. What a touch has no cost of its own for, its campaign says. */
export async function readTouches(db: Reader, customerId: string, page: Page): Promise<TouchView[]> {
  const rows = await db.all<Row>(sql`
    select t.id, c.key, c.label, c.kind, c.intent, t.channel::text, t.at, t.response, t.responded_at, coalesce(t.cost, c.touch_cost) as cost, c.currency
    from ${newestOf(sql`touches`, customerId, page)} t join campaigns c on c.id = t.campaign_id order by t.at desc, t.id desc`);
  return rows.map(({ key, label, kind, intent, at, respondedAt, ...touch }) => ({
    ...touch,
    campaign: { key, label, kind, intent },
    at: at.toISOString(),
    respondedAt: respondedAt?.toISOString() ?? null,
  }));
}
