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
    ...(tier && { tier: sql`t.tier = any(${tier}::text[])` }),
    ...(channel && { channel: sql`t.channels && ${channel}::channel[]` }),
    ...(due && { due: isDue(due, now) }),
    ...(rootCause && { rootCause: rootCause === 'none' ? sql`t.root_cause_id is null` : sql`t.root_cause_id = ${rootCause}` }),
    ...(fields && Object.keys(fields).length > 0 && { fields: sql`t.fields @> ${json(fields)}::jsonb` }),
  };
}

export const isAssigned = (assignee: string): Sql =>
  assignee === 'nobody' ? sql`t.assignee_id is null` : sql`t.assignee_id = ${assignee}`;

function isDue(due: 'overdue' | 'soon' | 'any', now: Date): Sql {
  if (due === 'any') return sql`t.due_at is not null`;
  return sql`t.due_at < ${due === 'overdue' ? now : new Date(now.getTime() + SOON)}::timestamptz`;
}
