import { type Catalog, queueOf } from '../catalog/read-catalog.ts';
import type { EventData } from '../contract/events.ts';
import type { Channel } from '../contract/statuses.ts';
import { type HeldConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { type Actor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { classKey } from './class-key.ts';
import { freeAgent } from './free-agent.ts';
import { requiredSkills } from './queue-task.ts';
import { watchWaiting } from './watch-waiting.ts';

export interface Move {
  readonly queueId: string;
  readonly reason: EventData['task.moved']['reason'];
  /** Levels asked for there; without it what the inbox asks for, as far as anybody there has it. */
  readonly skills?: Readonly<Record<string, number>> | undefined;
  /** Who moves it; without it the hub does. */
  readonly by?: Actor;
}

/**
 * A task that waits, rings or is held goes into line in another queue, with the need's own age. What belonged to the old
 * place (who was asked, who declined, for whom it was held) is over; the ticket moves along, so that who may see it follows.
 */
export async function moveTask(hub: Hub, tx: Tx, held: HeldConversation, { queueId, reason, skills, by = theHub }: Move): Promise<void> {
  if (!held.taskId) return;
  const now = hub.clock.now();
  const catalog = hub.catalog.known();
  const task = await tx.one<MovedTask>(sql`
    select t.channel::text, t.tier, c.language from tasks t join customers r on r.id = t.customer_id join customers c on c.id = coalesce(r.merged_into_id, r.id) where t.id = ${held.taskId}`);
  const asked = requiredThere(catalog, held, queueId, task.language, skills);
  tx.write(sql`
    update tasks set queue_id = ${queueId}, skills = ${json(asked)}, class_key = ${classKey({ queueId, tier: task.tier, channel: task.channel, skills: asked })},
      state = 'pending', agent_id = null, assigned_at = null, cooling_until = null, preferred_agent_id = null, held_until = null
    where id = ${held.taskId}`);
  tx.write(sql`update tickets set queue_id = ${queueId}, updated_at = ${now} where id = ${held.ticketId}`);
  watchWaiting(catalog, tx, { ...task, taskId: held.taskId, queue: queueOf(catalog, queueId), neededAt: held.neededAt ?? now });
  const agentId = (await withdraw(hub, tx, held, now)) ?? held.taskAgentId;
  if (agentId) freeAgent(hub, tx, agentId);
  record(hub, tx, {
    name: 'task.moved',
    actor: by,
    ...subjectsOf(held),
    agentId,
    queueId,
    data: { fromQueueId: held.queueId, toQueueId: queueId, reason },
  });
}

interface MovedTask {
  channel: Channel;
  tier: string;
  language: string | null;
}

/** An inbox asks for skills of its own queue's people: in another queue only those that somebody there has can be asked for. */
function requiredThere(
  catalog: Catalog,
  held: HeldConversation,
  queueId: string,
  language: string | null,
  given: Move['skills'],
): Record<string, number> {
  const queue = queueOf(catalog, queueId);
  const inbox = catalog.inboxes.find(({ id }) => id === held.inboxId);
  const known = Object.entries(inbox?.skills ?? {}).filter(([skill]) => queue.heldSkills.includes(skill));
  return requiredSkills({
    inbox: { language: inbox?.language ?? 'en', skills: given ?? Object.fromEntries(known) },
    queue,
    customer: { language },
  });
}

/** Nobody is asked any more. The router takes no lock on conversations: whom it has asked meanwhile is known only here. */
async function withdraw(hub: Hub, tx: Tx, held: HeldConversation, now: Date): Promise<string | undefined> {
  const ringing = await tx.all<{ id: string; agentId: string }>(sql`
    update reservations set state = 'canceled', answered_at = ${now} where task_id = ${held.taskId} and state = 'pending' returning id, agent_id`);
  for (const { id, agentId } of ringing)
    record(hub, tx, {
      name: 'reservation.canceled',
      actor: theHub,
      ...subjectsOf(held),
      agentId,
      data: { reservationId: id, reason: 'moved' },
    });
  return ringing[0]?.agentId;
}
