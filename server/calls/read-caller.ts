import type { CallChoice } from '../../channel-adapters/calls.ts';
import { type Language, spokenLanguage } from '../announcements/announcements.ts';
import { type InboxRow, type QueueRow, queueOf } from '../catalog/read-catalog.ts';
import type { CallState } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import type { Waiter } from '../routing/estimates/estimate-wait.ts';
import { requiredSkills } from '../routing/queue-task.ts';

/** Somebody on the line, as far as it decides what they hear. */
export interface Caller {
  readonly conversationId: string;
  readonly callId: string;
  readonly state: CallState;
  readonly choice: CallChoice | null;
  readonly startedAt: Date;
  readonly customer: { readonly id: string; readonly recordId: string; readonly tier: string; readonly language: string | null };
  readonly contactPointId: string | null;
  readonly number: string | null;
  readonly ticket: { readonly id: string; readonly unservedSince: Date | null };
  readonly inbox: InboxRow;
  readonly queue: QueueRow;
  readonly language: Language;
  readonly task: { readonly id: string; readonly isWaiting: boolean } | null;
  /** How they stand in line, or would. */
  readonly waiter: Waiter;
}

interface CallerRow extends Pick<Caller, 'conversationId' | 'callId' | 'state' | 'choice' | 'startedAt' | 'contactPointId' | 'number'> {
  customerId: string;
  recordId: string;
  tier: string;
  customerLanguage: string | null;
  ticketId: string;
  unservedSince: Date | null;
  inboxId: string;
  queueId: string;
  taskId: string | null;
  taskState: string | null;
  taskSkills: Record<string, number> | null;
  neededAt: Date | null;
}

export async function readCaller(hub: Hub, db: Reader, conversationId: string): Promise<Caller> {
  const row = await db.one<CallerRow>(sql`
    select c.conversation_id, c.external_id as call_id, c.state::text, c.choice, c.started_at, v.customer_id as record_id, u.id as customer_id, u.language as customer_language,
      coalesce(k.tier, u.tier) as tier, v.contact_point_id, p.value as number, v.ticket_id, t.unserved_since, v.inbox_id, coalesce(k.queue_id, t.queue_id) as queue_id,
      k.id as task_id, k.state::text as task_state, k.skills as task_skills, k.needed_at
    from calls c join conversations v on v.id = c.conversation_id join customers r on r.id = v.customer_id join customers u on u.id = coalesce(r.merged_into_id, r.id) join tickets t on t.id = v.ticket_id
    left join contact_points p on p.id = v.contact_point_id
    left join tasks k on k.conversation_id = v.id and k.state in ('pending', 'reserved', 'assigned', 'wrapping')
    where c.conversation_id = ${conversationId}`);
  return toCaller(hub, row);
}

function toCaller(hub: Hub, row: CallerRow): Caller {
  const { conversationId, callId, state, choice, startedAt, contactPointId, number } = row;
  const catalog = hub.catalog.known();
  const inbox = catalog.inboxes.find(({ id }) => id === row.inboxId);
  if (!inbox) throw new Error(`no inbox ${row.inboxId}`);
  const queue = queueOf(catalog, row.queueId);
  const customer = { id: row.customerId, recordId: row.recordId, tier: row.tier, language: row.customerLanguage };
  const skills = row.taskSkills ?? requiredSkills({ inbox, queue, customer });
  const neededAt = row.neededAt ?? row.unservedSince ?? startedAt;
  return {
    ...{ conversationId, callId, state, choice, startedAt, contactPointId, number, inbox, queue, customer },
    ticket: { id: row.ticketId, unservedSince: row.unservedSince },
    language: spokenLanguage(customer.language, inbox.language),
    task: row.taskId ? { id: row.taskId, isWaiting: row.taskState === 'pending' || row.taskState === 'reserved' } : null,
    waiter: { queueId: queue.id, tier: customer.tier, channel: 'voice', skills, neededAt: neededAt.getTime() },
  };
}
