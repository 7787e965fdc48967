import type { CampaignView } from '../../contract/record.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';

type Row = Omit<CampaignView, 'startsAt' | 'endsAt' | 'responseRate' | 'costPerResponse'> & { startsAt: Date; endsAt: Date | null };

/**
 * Campaigns `c` by a condition (with order and limit), with what came of them. Cost is the fixed one and that of every
 * touch; the response rate counts customers, however many touches each had, and a bounced mail is no response.
 */
export async function readCampaigns(db: Reader, condition: Sql): Promise<CampaignView[]> {
  const rows = await db.all<Row>(sql`
    select c.id, c.key, c.label, c.kind, c.intent, c.starts_at, c.ends_at, c.currency, c.fixed_cost, c.touch_cost,
      sums.touched, sums.customers, sums.responded, (c.fixed_cost + sums.cost)::bigint as cost
    from campaigns c cross join lateral (
      select count(*)::int as touched, count(distinct coalesce(r.merged_into_id, r.id))::int as customers,
        (count(distinct coalesce(r.merged_into_id, r.id)) filter (where t.response is not null and t.response <> 'bounced'))::int as responded,
        coalesce(sum(coalesce(t.cost, c.touch_cost)), 0) as cost
      from touches t join customers r on r.id = t.customer_id where t.campaign_id = c.id
    ) sums where ${condition}`);
  return rows.map(({ startsAt, endsAt, ...campaign }) => ({
    ...campaign,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    responseRate: campaign.customers > 0 ? campaign.responded / campaign.customers : null,
    costPerResponse: campaign.responded > 0 ? campaign.cost / campaign.responded : null,
  }));
}
