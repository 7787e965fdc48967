import { queueOf } from '../../catalog/read-catalog.ts';
import type { Channel } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { preferAgent } from '../../routing/prefer-agent.ts';
import { type HeldTicket, subjectsOf } from '../../tickets/moves/hold-tickets.ts';

interface Waiting {
  readonly id: string;
  readonly queueId: string;
  readonly channel: Channel;
  readonly tier: string;
  readonly skills: Record<string, number>;
  readonly neededAt: Date;
}

/** What waits of a ticket is offered first to whoever answers for it, as far as its queue wants that. */
export async function preferAssignee(hub: Hub, tx: Tx, ticket: HeldTicket): Promise<void> {
  const catalog = hub.catalog.known();
  const waiting = await tx.all<Waiting>(sql`
    select id, queue_id, channel::text, tier, skills, needed_at from tasks where ticket_id = ${ticket.id} and state = 'pending' order by id for update`);
  for (const { id, queueId, ...task } of waiting) {
    const preferred = await preferAgent(hub, tx, { ...task, ...subjectsOf(ticket), queue: queueOf(catalog, queueId) });
    if (!preferred) continue;
    tx.write(sql`update tasks set preferred_agent_id = ${preferred.agentId}, held_until = ${preferred.heldUntil} where id = ${id}`);
    if (preferred.heldUntil) enqueue(tx, { job: 'end-hold', payload: { taskId: id }, at: preferred.heldUntil });
  }
  if (waiting.length > 0) tx.afterCommit(() => hub.wakeRouter());
}
