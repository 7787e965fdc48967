import { v7 as uuid } from 'uuid';
import { queueOf } from '../catalog/read-catalog.ts';
import { secondsAfter } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import { json, type Sql, sql } from '../db/sql.ts';
import { type Actor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Offer, Receipt, Snapshot } from './decide.ts';

/** What events of a claimed task are about. */
export interface Claimed {
  readonly queueId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  readonly customerId: string;
}

/** The receipt of a decision, with all that was looked at; gives its id. */
export const decisionInsert = (now: Date, { heads, agents, unlisted }: Snapshot, { taskId, agentId }: Offer, receipt: Receipt): Sql => sql`
  insert into decisions (at, policy_version, task_id, agent_id, snapshot, receipt)
  values (${now}, ${receipt.policyVersion}, ${taskId}, ${agentId}, ${json({ heads, agents, unlisted })}, ${json(receipt)})
  returning id`;

/** The agent is asked until the queue's time for an answer is over. Comes after the claim, in the same transaction; returns the reservation's id. */
export function ringAgent(hub: Hub, tx: Tx, task: Claimed, { taskId, agentId }: Offer, decisionId: number, by: Actor): string {
  const now = hub.clock.now();
  const reservationId = uuid();
  const expiresAt = secondsAfter(now, queueOf(hub.catalog.known(), task.queueId).offerSeconds);
  tx.write(sql`
    insert into reservations (id, task_id, agent_id, decision_id, offered_at, expires_at)
    values (${reservationId}, ${taskId}, ${agentId}, ${decisionId}, ${now}, ${expiresAt})`);
  enqueue(tx, { job: 'expire-offer', payload: { reservationId }, at: expiresAt });
  record(hub, tx, { name: 'reservation.offered', actor: by, ...task, taskId, agentId, data: { reservationId, decisionId } });
  return reservationId;
}
