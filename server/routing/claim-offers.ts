import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { Decided } from './decide-in-turn.ts';
import { type Claimed, decisionInsert, ringAgent } from './ring-agent.ts';

/** Somebody else was faster: nothing of this claim stands. */
export class ClaimLost extends Error {}

/**
 * Make the offers, all or none: tasks and agents must still be as the decisions saw them; then receipts, offers and their
 * deadlines are written together. Throws `ClaimLost`.
 */
export async function claimOffers(hub: Hub, tx: Tx, decided: readonly Decided[], versions: ReadonlyMap<string, number>): Promise<void> {
  const now = hub.clock.now();
  const [tasks, agents, ...decisions] = await Promise.all([
    claimTasks(tx, decided),
    claimAgents(tx, decided, versions),
    ...decided.map(({ offer, snapshot, receipt }) => tx.one<{ id: number }>(decisionInsert(now, snapshot, offer, receipt))),
  ]);
  if (tasks.size < decided.length || agents.length < decided.length) throw new ClaimLost();
  decided.forEach(({ offer }, i) => {
    const task = tasks.get(offer.taskId);
    const decision = decisions[i];
    if (task && decision) ringAgent(hub, tx, task, offer, decision.id, theHub);
  });
}

// Rows are locked in the order of their ids, tasks before agents: two nodes that want the same ones never wait for each other in a ring.

async function claimTasks(tx: Tx, decided: readonly Decided[]): Promise<Map<string, Claimed>> {
  const claimed = await tx.all<Claimed & { id: string }>(sql`
    with wanted as (
      select t.id, w.agent_id from unnest(${decided.map(({ offer }) => offer.taskId)}::uuid[], ${decided.map(({ offer }) => offer.agentId)}::uuid[],
        ${decided.map(({ queueId }) => queueId)}::uuid[]) w (id, agent_id, queue_id) join tasks t on t.id = w.id and t.queue_id = w.queue_id
      where t.state = 'pending' order by t.id for update of t
    )
    update tasks t set state = 'reserved', agent_id = wanted.agent_id, cooling_until = null, held_until = null from wanted where t.id = wanted.id
    returning t.id, t.queue_id, t.ticket_id, t.conversation_id, t.customer_id`);
  return new Map(claimed.map(({ id, ...task }) => [id, task]));
}

const claimAgents = (tx: Tx, decided: readonly Decided[], versions: ReadonlyMap<string, number>): Promise<{ id: string }[]> =>
  tx.all<{ id: string }>(sql`
    with wanted as (
      select a.id from unnest(${decided.map(({ offer }) => offer.agentId)}::uuid[], ${decided.map(({ offer }) => versions.get(offer.agentId))}::int[]) w (id, load_version)
        join agents a on a.id = w.id and a.load_version = w.load_version
      where a.status = 'available' order by a.id for update of a
    )
    update agents a set load_version = load_version + 1, room = '{}' from wanted where a.id = wanted.id returning a.id`);
