import type { AgentStatus } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { type Actor, agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { refreshRoom } from './refresh-room.ts';

/** The agent says whether they take work. Being available again forgives missed offers; whoever leaves lets nothing ring on. */
export async function setStatus(hub: Hub, agentId: string, status: AgentStatus, reason: string | null): Promise<void> {
  await hub.db.transact((tx) => changeStatus(hub, tx, agentId, status, reason, agentActor(agentId)));
}

/** The change itself, for verbs that bring it about. Setting the present status changes nothing. */
export async function changeStatus(
  hub: Hub,
  tx: Tx,
  agentId: string,
  status: AgentStatus,
  reason: string | null,
  actor: Actor,
): Promise<void> {
  const now = hub.clock.now();
  const before = await tx.one<{ status: AgentStatus; statusReason: string | null }>(
    sql`select status::text, status_reason from agents where id = ${agentId} for update`,
  );
  if (before.status === status && before.statusReason === reason) return;
  refreshRoom(
    tx,
    agentId,
    sql`status = ${status}, status_reason = ${reason}, status_since = ${now},
      missed_offers = case when ${status} = 'available' then 0 else missed_offers end,
      idle_since = case when ${status} = 'available' and status <> 'available' then ${now} else idle_since end,`,
  );
  record(hub, tx, { name: 'agent.status_changed', actor, agentId, data: { from: before.status, to: status, reason } });
}
