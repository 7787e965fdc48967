import type { CallState, Channel, TaskState, TicketStatus } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

/** A conversation with what hangs on it, held until the transaction ends. */
export interface HeldConversation {
  readonly id: string;
  readonly channel: Channel;
  /** Who it is with: the head of the family of records. */
  readonly customerId: string;
  /** The record it is kept with. */
  readonly recordId: string;
  /** Their data was erased: nothing is said here any more. */
  readonly erased: boolean;
  readonly ticketId: string;
  readonly ticketStatus: TicketStatus;
  /** Where its task is, else its ticket. */
  readonly queueId: string;
  readonly inboxId: string;
  readonly contactPointId: string | null;
  readonly lastSeq: number;
  readonly taskId: string | null;
  readonly taskState: TaskState | null;
  readonly taskAgentId: string | null;
  readonly neededAt: Date | null;
  readonly callState: CallState | null;
  readonly callConnectedAt: Date | null;
  readonly callStartedAt: Date | null;
  /** What the caller chose instead of waiting. */
  readonly callChoice: string | null;
}

/**
 * Everything that changes a conversation or its task takes this lock first, so that "is there a task?" stays true
 * until it is acted upon. Throws `not_found`.
 */
export async function lockConversation(tx: Tx, id: string): Promise<HeldConversation> {
  // The lock must be a statement of its own: a statement that waits still sees its other tables as they were before.
  tx.write(sql`select 1 from conversations where id = ${id} for update`);
  const held = await tx.maybe<HeldConversation>(sql`
    select c.id, c.channel::text, c.customer_id as record_id, record.erased_at is not null as erased, coalesce(record.merged_into_id, record.id) as customer_id, c.ticket_id, t.status::text as ticket_status, coalesce(k.queue_id, t.queue_id) as queue_id, c.inbox_id, c.contact_point_id, c.last_seq,
      k.id as task_id, k.state::text as task_state, k.agent_id as task_agent_id, k.needed_at,
      call.state::text as call_state, call.connected_at as call_connected_at, call.started_at as call_started_at, call.choice as call_choice
    from conversations c
    join customers record on record.id = c.customer_id
    join tickets t on t.id = c.ticket_id
    left join tasks k on k.conversation_id = c.id and k.state in ('pending', 'reserved', 'assigned', 'wrapping')
    left join calls call on call.conversation_id = c.id
    where c.id = ${id}`);
  if (!held) throw new HubError('not_found');
  return held;
}

/** The ids every event of this conversation carries. */
export const subjectsOf = (held: HeldConversation) => ({
  customerId: held.customerId,
  conversationId: held.id,
  ticketId: held.ticketId,
  queueId: held.queueId,
  taskId: held.taskId,
  agentId: held.taskAgentId,
});
