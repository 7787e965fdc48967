import type { Caller } from '../auth/identify-caller.ts';
import type { Catalog } from '../catalog/read-catalog.ts';
import { type HeldConversation, lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { decide, exclusion, type Head, type Receipt, type Snapshot } from '../routing/decide.ts';
import { freeAgent } from '../routing/free-agent.ts';
import { keepWhatMattered } from '../routing/keep-what-mattered.ts';
import { policyFrom } from '../routing/policy.ts';
import { readSnapshot } from '../routing/read-snapshot.ts';
import { decisionInsert, ringAgent } from '../routing/ring-agent.ts';
import { conversationOfTask } from '../routing/task-of-agent.ts';
import { type Assignable, readAssignable, readWaitingTask, refusalOf } from './read-assignable.ts';

/**
 * A supervisor has a waiting task offered to this agent out of turn; where it rings already by the router's choice, that
 * offer is withdrawn. Safe against the router and other supervisors: of two hands the first counts. Throws `not_found`,
 * `task_not_waiting`, `assigned_by_another` or one of the refusals of an agent.
 */
export async function assignTask(hub: Hub, by: Caller, taskId: string, agentId: string, reason: string): Promise<void> {
  const conversationId = await conversationOfTask(hub.db, taskId);
  if (!(await hub.db.maybe(sql`select from agents where id = ${agentId} and deactivated_at is null`))) throw new HubError('not_found');
  const now = hub.clock.now();
  const catalog = await hub.catalog.current();
  const seen = await readSnapshot(hub.db, catalog, now);
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    const head = held.taskId === taskId ? await readWaitingTask(tx, catalog, taskId, now) : undefined;
    if (!head) throw new HubError('task_not_waiting');
    await claimTask(hub, tx, held, agentId, by);
    const agent = await claimAgent(tx, agentId, now);
    const { snapshot, receipt } = decideByHand(catalog, seen, head, agent, now, { agentId: by.id, name: by.name, reason });
    const offer = { taskId, agentId };
    const { id: decisionId } = await tx.one<{ id: number }>(decisionInsert(now, snapshot, offer, receipt));
    const task = { queueId: held.queueId, ticketId: held.ticketId, conversationId, customerId: held.customerId };
    const reservationId = ringAgent(hub, tx, task, offer, decisionId, agentActor(by.id));
    record(hub, tx, {
      name: 'task.assigned_by_hand',
      actor: agentActor(by.id),
      ...task,
      ...offer,
      data: { reservationId, decisionId, reason },
    });
  });
}

/** The router takes no lock on conversations: whether it has offered the task meanwhile is known only once its row is held. */
async function claimTask(hub: Hub, tx: Tx, held: HeldConversation, agentId: string, by: Caller): Promise<void> {
  const claimed = await tx.maybe(sql`
    update tasks set state = 'reserved', agent_id = ${agentId}, cooling_until = null, held_until = null
    where id = ${held.taskId} and state in ('pending', 'reserved') returning id`);
  if (!claimed) throw new HubError('task_not_waiting');
  const ringing = await tx.maybe<{ id: string; agentId: string; byHand: boolean }>(sql`
    select r.id, r.agent_id, d.receipt ? 'byHand' as by_hand from reservations r join decisions d on d.id = r.decision_id
    where r.task_id = ${held.taskId} and r.state = 'pending' for update of r`);
  if (!ringing) return;
  if (ringing.byHand) throw new HubError('assigned_by_another');
  if (ringing.agentId === agentId) throw new HubError('agent_being_asked');
  tx.write(sql`update reservations set state = 'canceled', answered_at = ${hub.clock.now()} where id = ${ringing.id}`);
  freeAgent(hub, tx, ringing.agentId);
  record(hub, tx, {
    name: 'reservation.canceled',
    actor: agentActor(by.id),
    ...subjectsOf(held),
    agentId: ringing.agentId,
    data: { reservationId: ringing.id, reason: 'assigned_by_hand' },
  });
}

/** What the agent holds is read once nobody else can change it: claims of the router on the picture before fail. */
async function claimAgent(tx: Tx, agentId: string, now: Date): Promise<Assignable> {
  // The lock must be a statement of its own: a statement that waits still sees its other tables as they were before.
  tx.write(sql`select 1 from agents where id = ${agentId} for update`);
  const [agent] = await readAssignable(tx, now, sql`a.id = ${agentId}`);
  const refusal = agent ? refusalOf(agent) : 'agent_not_available';
  if (!agent || refusal) throw new HubError(refusal ?? 'not_found');
  tx.write(sql`update agents set load_version = load_version + 1, room = '{}' where id = ${agentId}`);
  return agent;
}

/** The receipt of a choice that was not the router's: the same picture, with the task and the agent in it, and who chose why. */
function decideByHand(
  catalog: Catalog,
  seen: Snapshot | undefined,
  head: Head,
  { name: _, isThere: __, onACall: ___, ...agent }: Assignable,
  now: Date,
  byHand: NonNullable<Receipt['byHand']>,
): { snapshot: Snapshot; receipt: Receipt } {
  const policy = policyFrom(catalog.policy, catalog.tiers);
  const offer = { taskId: head.taskId, agentId: agent.agentId };
  const whole = {
    heads: [...(seen?.heads ?? []).filter(({ taskId }) => taskId !== head.taskId), head],
    agents: [...(seen?.agents ?? []).filter(({ agentId }) => agentId !== agent.agentId), agent],
    ...(seen?.unlisted ? { unlisted: seen.unlisted } : {}),
  };
  const { receipt } = decide({ ...whole, agents: [] }, policy, now.getTime());
  const snapshot = keepWhatMattered(whole, receipt, offer, policy.bars);
  const heads = receipt.heads.filter((ranked) => snapshot.heads.some(({ taskId }) => taskId === ranked.taskId));
  return {
    snapshot,
    receipt: {
      ...receipt,
      heads: heads.map((ranked) => ({ ...ranked, passedOver: false })),
      agents: snapshot.agents.map((one) => ({ agentId: one.agentId, excluded: exclusion(one, head, policy.bars) })),
      winner: offer,
      runnerUp: heads.find(({ taskId }) => taskId !== head.taskId)?.taskId ?? null,
      byHand,
    },
  };
}
