import { maySeeCustomer } from '../auth/permissions.ts';
import { requireCustomer } from '../auth/require-visible.ts';
import { readIdCursor } from '../db/cursor.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { readCustomer, readStrips } from './present-customer.ts';
import { readTimeline } from './read-timeline.ts';

export const customerRoutes: HandlersOf<'listCustomers' | 'getCustomer' | 'customerTimeline'> = {
  async listCustomers({ hub, caller, query }) {
    const found = await readStrips(
      hub.db,
      sql`c.merged_into_id is null and ${maySeeCustomer(caller, sql`c.id`)} ${matching(query.search)}
        ${query.cursor ? sql`and c.id > ${readIdCursor(query.cursor)}` : sql``} order by c.id limit ${query.limit + 1}`,
    );
    const customers = found.slice(0, query.limit);
    return { customers, next: found.length > customers.length ? (customers.at(-1)?.id ?? null) : null };
  },

  async getCustomer({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    return readCustomer(hub.db, id);
  },

  async customerTimeline({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    return readTimeline(hub.db, id, query);
  },
};

/** By name or company, by our key, or by an address or number in any writing. */
function matching(search: string | undefined): Sql {
  const words = search?.trim();
  if (!words) return sql``;
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  // Without the zeros that people dial before a number at home (0…) or abroad (00…): E.164 has none.
  const digits = words.replace(/\D/g, '').replace(/^0+/, '');
  const number = digits.length >= 4 ? `%${digits}%` : null;
  return sql`and (c.name ilike ${like} or c.company ilike ${like} or c.external_id ilike ${like} or exists (
    select from contact_point_links l join contact_points p on p.id = l.contact_point_id
    where l.customer_id = c.id and l.ended_at is null and l.evidence <> 'claimed'
      and ((p.kind = 'email' and p.value ilike ${like}) or (p.kind = 'phone' and p.value like ${number}))))`;
}
