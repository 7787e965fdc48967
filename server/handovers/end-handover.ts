import { refreshRoom } from '../agents/refresh-room.ts';
import type { HandoverEnd } from '../contract/statuses.ts';
import { subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { askedUntil, ring, seatAgain } from './ask-colleague.ts';
import { findTaker } from './find-taker.ts';
import { findHandover, type HeldHandover, holdHandover, isStillHeld } from './held-handover.ts';

/** Nobody has taken it in time. Once somebody has, or the next one is asked, an old deadline changes nothing. */
export async function expireHandover(hub: Hub, { handoverId, agentId }: { handoverId: string; agentId: string }): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdHandover(tx, handoverId);
    if (found?.handover.state === 'asking' && found.handover.toAgentId === agentId) await keepOn(hub, tx, found, 'timed_out');
  });
}

/** The task is over, or has gone elsewhere: nobody is asked to take it any more. */
export async function settleHandovers(hub: Hub, { taskId }: { taskId: string }): Promise<void> {
  await hub.db.transact(async (tx) => {
    const open = await findHandover(tx, sql`h.task_id = ${taskId}`);
    const found = open && (await holdHandover(tx, open.id));
    if (!found || isStillHeld(found)) return;
    close(hub, tx, found, 'over');
    refreshRoom(tx, found.handover.toAgentId);
  });
}

/** This one does not take it: of a queue the next one is asked, else it comes back. */
export async function keepOn(hub: Hub, tx: Tx, found: HeldHandover, reason: HandoverEnd): Promise<void> {
  const { held, handover } = found;
  const { id, fromAgentId, toAgentId, askedIds, queueId } = handover;
  const next = queueId && (await findTaker(hub, tx, { held, fromAgentId, askedIds, queueId }));
  if (!next) return comesBack(hub, tx, found, reason);
  const expiresAt = askedUntil(hub, held);
  tx.write(sql`
    update handovers set state = 'asking', to_agent_id = ${next}, asked_ids = array_append(asked_ids, ${next}::uuid), expires_at = ${expiresAt} where id = ${id}`);
  refreshRoom(tx, toAgentId);
  tellEnded(hub, tx, found, reason);
  ring(hub, tx, held, { id, fromAgentId, toAgentId: next }, expiresAt);
  if (held.channel === 'voice') seatAgain(tx, held.id);
}

/** It stays with whoever had it; a customer on hold hears them again. */
export function comesBack(hub: Hub, tx: Tx, found: HeldHandover, reason: HandoverEnd): void {
  close(hub, tx, found, reason);
  refreshRoom(tx, found.handover.toAgentId);
  if (found.held.channel === 'voice') seatAgain(tx, found.held.id);
}

/** The row itself; whoever calls it says what that means for both agents. */
export function close(hub: Hub, tx: Tx, found: HeldHandover, how: HandoverEnd): void {
  const state = how === 'done' ? 'done' : 'ended';
  tx.write(sql`
    update handovers set state = ${state}, ended_at = ${hub.clock.now()}, end_reason = ${how} where id = ${found.handover.id} and ended_at is null`);
  tellEnded(hub, tx, found, how);
}

function tellEnded(hub: Hub, tx: Tx, { held, handover: { id, fromAgentId, toAgentId } }: HeldHandover, how: HandoverEnd): void {
  const actor = how === 'withdrawn' || how === 'done' ? agentActor(fromAgentId) : how === 'declined' ? agentActor(toAgentId) : theHub;
  const data = { handoverId: id, fromAgentId, how };
  record(hub, tx, { name: 'handover.ended', actor, ...subjectsOf(held), agentId: toAgentId, data });
}
