import type { TakerView } from '../contract/handovers.ts';
import type { Channel } from '../contract/statuses.ts';
import type { AssignmentRefusal } from '../contract/steering.ts';
import type { HeldConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { conversationOfTask } from '../routing/task-of-agent.ts';
import { type Assignable, readAssignable, refusalOf } from '../steering/read-assignable.ts';

interface Search {
  readonly held: HeldConversation;
  readonly fromAgentId: string;
  readonly askedIds: readonly string[];
  readonly agentId?: string | undefined;
  readonly queueId?: string | undefined;
}

/**
 * Whom to ask: the one who was named, or of a queue whoever holds least and has been idle longest, each once. Undefined
 * when nobody is left. Throws `unknown_agent` or why the one named cannot be asked.
 */
export async function findTaker(hub: Hub, tx: Tx, { held, fromAgentId, askedIds, agentId, queueId }: Search): Promise<string | undefined> {
  const now = hub.clock.now();
  if (agentId)
    return requireFree(
      await readAssignable(tx, now, sql`a.id = ${agentId} and a.id <> ${fromAgentId} and a.deactivated_at is null`),
      held.channel,
    );
  const members = await readAssignable(
    tx,
    now,
    sql`a.status = 'available' and a.id <> ${fromAgentId} and a.id <> all(${askedIds}::uuid[])
      and exists (select from queue_members m where m.agent_id = a.id and m.queue_id = ${queueId ?? null})`,
  );
  const free = members.filter((one) => refusalFor(one, held.channel) === null);
  return free.sort((a, b) => holds(a) - holds(b) || a.idleSince - b.idleSince)[0]?.agentId;
}

function requireFree([agent]: readonly Assignable[], channel: Channel): string {
  if (!agent) throw new HubError('unknown_agent');
  const refusal = refusalFor(agent, channel);
  if (refusal) throw new HubError(refusal);
  return agent.agentId;
}

/** Nobody is asked twice at once; whoever is on a call can take what is written. */
function refusalFor(agent: Assignable, channel: Channel): AssignmentRefusal | null {
  const refusal = refusalOf(agent);
  if (refusal !== 'agent_on_a_call' || channel === 'voice') return refusal;
  return agent.beingAsked ? 'agent_being_asked' : null;
}

const holds = ({ holding }: Assignable): number => Object.values(holding).reduce((sum, count) => sum + count, 0);

/** Everybody a task could be handed to: who can be asked now first, by name. */
export async function listTakers(hub: Hub, fromAgentId: string, taskId: string): Promise<TakerView[]> {
  const conversationId = await conversationOfTask(hub.db, taskId);
  const { channel } = await hub.db.one<{ channel: Channel }>(sql`select channel::text from conversations where id = ${conversationId}`);
  const agents = await readAssignable(
    hub.db,
    hub.clock.now(),
    sql`a.id <> ${fromAgentId} and a.deactivated_at is null and a.status <> 'offline'`,
  );
  const takers = agents.map((agent) => ({
    agentId: agent.agentId,
    name: agent.name,
    refusal: refusalFor(agent, channel),
    queueIds: [...agent.queueIds],
    holding: agent.holding,
  }));
  return takers.sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null) || a.name.localeCompare(b.name));
}
