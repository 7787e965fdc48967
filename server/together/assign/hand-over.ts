import { refreshRoom } from '../../agents/refresh-room.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { type Actor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { freeAgent } from '../../routing/free-agent.ts';
import { putBack } from '../../routing/return-task.ts';
import { type HeldTicket, subjectsOf } from '../../tickets/moves/hold-tickets.ts';

interface InHand {
  readonly taskId: string;
  readonly agentId: string;
  readonly queueId: string;
  readonly conversationId: string;
}

/**
 * Mails and SMS of a ticket that somebody has in hand go to whoever answers for it now, whatever they hold already: a person
 * decided so. Where nobody does, what its agent held stands in the queue again. Calls and chats are handed on by a transfer.
 */
export async function handOver(hub: Hub, tx: Tx, actor: Actor, ticket: HeldTicket, agentId: string | null): Promise<void> {
  const whose = agentId ? sql`agent_id <> ${agentId}` : sql`agent_id = ${ticket.assigneeId}`;
  const inHand = await tx.all<InHand>(sql`
    select id as task_id, agent_id, queue_id, conversation_id from tasks
    where ticket_id = ${ticket.id} and state = 'assigned' and channel in ('email', 'sms') and ${whose} order by id`);
  for (const task of inHand) {
    if (agentId) give(hub, tx, actor, ticket, task, agentId);
    else await putBack(hub, tx, { ...task, ...subjectsOf(ticket), queueId: task.queueId }, 'handed_back');
  }
  if (agentId && inHand.length > 0) refreshRoom(tx, agentId);
}

function give(hub: Hub, tx: Tx, actor: Actor, ticket: HeldTicket, task: InHand, agentId: string): void {
  tx.write(sql`update tasks set agent_id = ${agentId}, assigned_at = ${hub.clock.now()} where id = ${task.taskId}`);
  freeAgent(hub, tx, task.agentId);
  record(hub, tx, {
    name: 'task.handed_over',
    actor,
    ...subjectsOf(ticket),
    queueId: task.queueId,
    conversationId: task.conversationId,
    taskId: task.taskId,
    agentId,
    data: { fromAgentId: task.agentId },
  });
}
