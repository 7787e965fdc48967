import type { Caller } from '../auth/identify-caller.ts';
import { maySeeCustomer } from '../auth/permissions.ts';
import { requireCustomer } from '../auth/require-visible.ts';
import type { OpportunityView, StageTotal } from '../contract/sales.ts';
import { readCursor, writeCursor } from '../db/cursor.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import type { Hub } from '../hub.ts';
import { changeOpportunity } from './change-opportunity.ts';
import { createOpportunity } from './create-opportunity.ts';
import { readOpportunities } from './present-opportunity.ts';

export const salesRoutes: HandlersOf<'listOpportunities' | 'opportunityTotals' | 'createOpportunity' | 'changeOpportunity'> = {
  async listOpportunities({ hub, caller, query }) {
    const from = query.cursor ? readCursor(query.cursor) : undefined;
    const found = await readOpportunities(
      hub.db,
      sql`${query.stage ? sql`o.stage = ${query.stage}` : sql`o.closed_at is null`} and ${ofCaller(caller, query.mine === 'true')}
        ${from ? sql`and (o.updated_at, o.id) < (${from.at}::timestamptz, ${from.id}::uuid)` : sql``} order by o.updated_at desc, o.id desc limit ${query.limit + 1}`,
    );
    const opportunities = found.slice(0, query.limit);
    const last = opportunities.at(-1);
    return { opportunities, next: last && found.length > opportunities.length ? writeCursor(last.updatedAt, last.id) : null };
  },

  async opportunityTotals({ hub, caller, query }) {
    const since = new Date(hub.clock.now().getTime() - 90 * 86_400_000);
    const totals = await hub.db.all<StageTotal>(sql`
      select stage, sum(count)::int as count, coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount)) filter (where currency is not null), '[]') as sums
      from (
        select o.stage, o.currency, count(*) as count, sum(o.amount)::bigint as amount from opportunities o
        where (o.closed_at is null or o.closed_at >= ${since}) and ${ofCaller(caller, query.mine === 'true')} group by o.stage, o.currency) by_currency
      group by stage`);
    return { totals };
  },

  async createOpportunity({ hub, caller, body }) {
    await requireCustomer(hub, caller, body.customerId);
    return one(hub, await createOpportunity(hub, caller.id, body));
  },

  async changeOpportunity({ hub, caller, id, body }) {
    const opportunity = await hub.db.maybe<{ customerId: string }>(sql`select customer_id from opportunities where id = ${id}`);
    if (!opportunity) throw new HubError('not_found');
    await requireCustomer(hub, caller, opportunity.customerId);
    await changeOpportunity(hub, caller.id, id, body);
    return one(hub, id);
  },
};

const ofCaller = (caller: Caller, mine: boolean): Sql =>
  mine ? sql`o.owner_id = ${caller.id} and ${maySeeCustomer(caller, sql`o.customer_id`)}` : maySeeCustomer(caller, sql`o.customer_id`);

async function one(hub: Hub, id: string): Promise<OpportunityView> {
  const [opportunity] = await readOpportunities(hub.db, sql`o.id = ${id}`);
  if (!opportunity) throw new HubError('not_found');
  return opportunity;
}
