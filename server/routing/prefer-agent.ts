import { promiseOf, type QueueRow } from '../catalog/read-catalog.ts';
import type { Channel } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { whenWaited } from './count-waiting.ts';

interface Wanted {
  readonly queue: QueueRow;
  readonly channel: Channel;
  readonly tier: string;
  readonly customerId: string;
  readonly ticketId: string;
  readonly skills: Readonly<Record<string, number>>;
  readonly neededAt: Date;
}

export interface Preference {
  readonly agentId: string;
  /** Until then nobody else is asked; null: they are only the first of those who may take it. */
  readonly heldUntil: Date | null;
}

/** When a hold has no end of its own: it lasts as long as the agent is there. */
const FOR_GOOD = new Date('9999-12-31');

/**
 * The agent who knows the matter: who answers for the ticket, else who last finished something for this customer. Nobody
 * when the queue does not want it, or they no longer serve it. It is held for them only if they can be asked at all.
 */
export async function preferAgent(hub: Hub, tx: Tx, wanted: Wanted): Promise<Preference | undefined> {
  const { queue, customerId, ticketId, skills } = wanted;
  if (queue.preferredShare === 0) return undefined;
  const agent = await tx.maybe<{ id: string; isThere: boolean; skills: Record<string, number> }>(sql`
    select a.id, ${isThere(hub)} as is_there, coalesce((select jsonb_object_agg(skill, level) from agent_skills s where s.agent_id = a.id), '{}') as skills
    from agents a join queue_members m on m.agent_id = a.id and m.queue_id = ${queue.id}
    where a.id = coalesce(
      (select assignee_id from tickets where id = ${ticketId}),
      (select agent_id from tasks where customer_id in (select customer_family(${customerId})) and state = 'completed' and agent_id is not null order by ended_at desc limit 1))`);
  if (!agent) return undefined;
  const couldTakeIt = queue.preferredUnskilled || Object.keys(skills).every((skill) => (agent.skills[skill] ?? 0) >= (skills[skill] ?? 0));
  return { agentId: agent.id, heldUntil: agent.isThere && couldTakeIt ? holdUntil(hub, wanted) : null };
}

/** Whether agent `a` takes work at all. */
export const isThere = (hub: Hub) => sql`(a.status = 'available' and exists (
  select from presences p where p.agent_id = a.id and (p.expires_at is null or p.expires_at > ${hub.clock.now()})))`;

/** The share of the promise is counted as the promise is; null when it has been used up already. */
function holdUntil(hub: Hub, { queue, channel, tier, neededAt }: Wanted): Date | null {
  if (queue.preferredShare === null) return FOR_GOOD;
  const catalog = hub.catalog.known();
  const seconds = queue.preferredShare * promiseOf(catalog.policy, { queueId: queue.id, tier, channel });
  const end = whenWaited(catalog, { queueId: queue.id, channel, neededAt: neededAt.getTime() }, seconds);
  if (end === undefined) return FOR_GOOD;
  return end > hub.clock.now().getTime() ? new Date(end) : null;
}
