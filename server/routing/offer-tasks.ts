import { v7 as uuid } from 'uuid';
import { queueOf } from '../catalog/read-catalog.ts';
import { secondsAfter } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { decide, type Offer, type Receipt } from './decide.ts';
import { policyFrom } from './policy.ts';
import { type LiveSnapshot, readSnapshot } from './read-snapshot.ts';

/** Offer waiting tasks to free agents until nobody who waits can be served. Safe to run on any number of nodes at once. */
export async function offerTasks(hub: Hub): Promise<void> {
  for (let lost = 0; lost < 50; ) {
    const { policy: row, tiers } = await hub.catalog.current();
    const snapshot = await readSnapshot(hub.db, hub.clock.now());
    if (snapshot.heads.length === 0) return;
    const { offer, receipt } = decide(snapshot, policyFrom(row, tiers), hub.clock.now().getTime());
    if (!offer) return;
    const claimed = await claim(hub, snapshot, offer, receipt);
    hub.counters.decisions.inc({ outcome: claimed ? 'offered' : 'lost' });
    if (!claimed) lost++;
  }
}

class ClaimLost extends Error {}

/** Task and agent must still be as the decision saw them; then task, receipt, offer and its deadline are written together. */
async function claim(hub: Hub, snapshot: LiveSnapshot, offer: Offer, receipt: Receipt): Promise<boolean> {
  try {
    await hub.db.transact((tx) => writeOffer(hub, tx, snapshot, offer, receipt));
    return true;
  } catch (error) {
    if (error instanceof ClaimLost) return false;
    throw error;
  }
}

interface Claimed {
  queueId: string;
  ticketId: string;
  conversationId: string;
  customerId: string;
}

async function writeOffer(hub: Hub, tx: Tx, snapshot: LiveSnapshot, offer: Offer, receipt: Receipt): Promise<void> {
  const now = hub.clock.now();
  const [task, agent, decision] = await Promise.all([
    tx.maybe<Claimed>(sql`
      update tasks set state = 'reserved', agent_id = ${offer.agentId}, cooling_until = null where id = ${offer.taskId} and state = 'pending'
      returning queue_id, ticket_id, conversation_id, customer_id`),
    tx.maybe(sql`
      update agents set load_version = load_version + 1
      where id = ${offer.agentId} and status = 'available' and load_version = ${snapshot.loadVersions.get(offer.agentId)} returning id`),
    tx.one<{ id: number }>(sql`
      insert into decisions (at, policy_version, task_id, agent_id, snapshot, receipt)
      values (${now}, ${receipt.policyVersion}, ${offer.taskId}, ${offer.agentId}, ${json({ heads: snapshot.heads, agents: snapshot.agents })}, ${json(receipt)})
      returning id`),
  ]);
  if (!task || !agent) throw new ClaimLost();
  const reservationId = uuid();
  const expiresAt = secondsAfter(now, queueOf(hub.catalog.known(), task.queueId).offerSeconds);
  tx.write(sql`
    insert into reservations (id, task_id, agent_id, decision_id, offered_at, expires_at)
    values (${reservationId}, ${offer.taskId}, ${offer.agentId}, ${decision.id}, ${now}, ${expiresAt})`);
  enqueue(tx, { job: 'expire-offer', payload: { reservationId }, at: expiresAt });
  record(hub, tx, {
    name: 'reservation.offered',
    actor: theHub,
    ...task,
    taskId: offer.taskId,
    agentId: offer.agentId,
    data: { reservationId, decisionId: decision.id },
  });
}
