import type { Viewer } from '../../auth/permissions.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import type { TicketFilter } from '../../contract/ticket-list.ts';
import { json, type Sql, sql } from '../../db/sql.ts';
import { belowCategory } from './below-category.ts';

export type Conditions = { readonly [Part in keyof TicketFilter]?: Sql };

/** How soon is soon (milliseconds). */
const SOON = 86_400_000;

/** Each part of a filter as a condition on ticket `t`. Words are no condition: they are searched for. */
export function conditionsOf(catalog: Pick<Catalog, 'taxonomy'>, viewer: Pick<Viewer, 'id'>, filter: TicketFilter, now: Date): Conditions {
  const { status, kind, categoryId, queueId, assignee, tier, channel, due, rootCause, fields } = filter;
  return {
    ...(status && { status: sql`t.status = any(${status}::ticket_status[])` }),
    ...(kind && { kind: sql`t.kind = any(${kind}::ticket_kind[])` }),
    ...(categoryId && { categoryId: sql`t.category_id = any(${belowCategory(catalog.taxonomy, categoryId)}::uuid[])` }),
    ...(queueId && { queueId: sql`t.queue_id = any(${queueId}::uuid[])` }),
    ...(assignee && { assignee: isAssigned(assignee === 'me' ? viewer.id : assignee) }),
    ...(tier && { tier: isServedAs(tier) }),
    ...(channel && {
      channel: sql`exists (select from conversations v where v.ticket_id = t.id and v.channel = any(${channel}::channel[]))`,
    }),
    ...(due && { due: isDue(due, now) }),
    ...(rootCause && { rootCause: rootCause === 'none' ? sql`t.root_cause_id is null` : sql`t.root_cause_id = ${rootCause}` }),
    ...(fields && Object.keys(fields).length > 0 && { fields: sql`t.fields @> ${json(fields)}::jsonb` }),
  };
}

export const isAssigned = (assignee: string): Sql =>
  assignee === 'nobody' ? sql`t.assignee_id is null` : sql`t.assignee_id = ${assignee}`;

/** Merged records are served as their head is. */
const isServedAs = (tiers: readonly string[]): Sql => sql`exists (
  select from customers record join customers head on head.id = coalesce(record.merged_into_id, record.id) where record.id = t.customer_id and head.tier = any(${tiers}))`;

/** The same, for finding them by those few customers. */
export const ofCustomersServedAs = (tiers: readonly string[]): Sql => sql`t.customer_id in (
  select id from customers where merged_into_id is null and tier = any(${tiers})
  union all select m.id from customers h join customers m on m.merged_into_id = h.id where h.tier = any(${tiers}))`;

function isDue(due: 'overdue' | 'soon' | 'any', now: Date): Sql {
  if (due === 'any') return sql`t.due_at is not null`;
  return sql`t.due_at < ${due === 'overdue' ? now : new Date(now.getTime() + SOON)}::timestamptz`;
}
