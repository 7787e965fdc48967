import { seesMoney } from '../../auth/permissions.ts';
import { requireCustomer } from '../../auth/require-visible.ts';
import { readCursor, writeCursor } from '../../db/cursor.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { pageOf } from '../page-of.ts';
import { putVisits } from '../page-visits/put-visits.ts';
import { readVisits } from '../page-visits/read-visits.ts';
import { putRating } from '../ratings/put-rating.ts';
import { readRating, readRatings } from '../ratings/read-ratings.ts';
import { putCampaign } from './put-campaign.ts';
import { putTouches } from './put-touches.ts';
import { readCampaigns } from './read-campaigns.ts';
import { readTouches } from './read-touches.ts';

export const campaignRoutes: HandlersOf<
  'putCampaign' | 'listCampaigns' | 'putTouches' | 'listTouches' | 'putRating' | 'listRatings' | 'putVisits' | 'listVisits'
> = {
  async putCampaign({ hub, caller, body }) {
    const [campaign] = await readCampaigns(hub.db, sql`c.key = ${await putCampaign(hub, caller.id, body)}`);
    if (!campaign) throw new HubError('not_found');
    return campaign;
  },

  async listCampaigns({ hub, query: { cursor, limit } }) {
    const from = cursor ? readCursor(cursor) : undefined;
    const found = await readCampaigns(
      hub.db,
      sql`${from ? sql`(c.starts_at, c.id) < (${from.at}::timestamptz, ${from.id}::uuid)` : sql`true`} order by c.starts_at desc, c.id desc limit ${limit + 1}`,
    );
    const campaigns = found.slice(0, limit);
    const last = campaigns.at(-1);
    return { campaigns, next: last && found.length > limit ? writeCursor(last.startsAt, last.id) : null };
  },

  putTouches: ({ hub, caller, body }) => putTouches(hub, caller.id, body),

  async listTouches({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    const { rows, next } = pageOf(await readTouches(hub.db, id, query), query.limit);
    return { touches: seesMoney(caller) ? rows : rows.map((touch) => ({ ...touch, cost: null })), next };
  },

  putRating: async ({ hub, caller, body }) => readRating(hub.db, await putRating(hub, caller.id, body)),

  async listRatings({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    const { rows, next } = pageOf(await readRatings(hub.db, id, query), query.limit);
    return { ratings: rows, next };
  },

  putVisits: ({ hub, caller, body }) => putVisits(hub, caller.id, body),

  async listVisits({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    const { rows, next } = pageOf(await readVisits(hub.db, id, query), query.limit);
    return { visits: rows, next };
  },
};
