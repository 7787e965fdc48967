import type { Catalog } from '../catalog/read-catalog.ts';
import type { AssignableAgent, AssignmentView } from '../contract/steering.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { fitOf, type Head } from '../routing/decide.ts';
import { exclusionCode } from '../routing/explain-decision.ts';
import { readTask } from '../routing/present-task.ts';
import { listObjections } from './list-objections.ts';
import { type Assignable, readAssignable, readWaitingTask, refusalOf } from './read-assignable.ts';
import { weighAssignment } from './weigh-assignment.ts';

/**
 * Whom a waiting task could be given to by hand, those the router could ask first; for one agent also what it costs the
 * others. Throws `not_found` or `task_not_waiting`.
 */
export async function readAssignment(hub: Hub, taskId: string, agentId: string | undefined): Promise<AssignmentView> {
  const now = hub.clock.now();
  const [task, catalog] = await Promise.all([readTask(hub, taskId), hub.catalog.current()]);
  const head = await readWaitingTask(hub.db, catalog, taskId, now);
  if (!head) throw new HubError('task_not_waiting', task.state);
  const agents = await readAssignable(
    hub.db,
    now,
    sql`a.status <> 'offline' or exists (select from queue_members m where m.agent_id = a.id and m.queue_id = ${head.queueId}) or a.id = ${agentId ?? null}`,
  );
  const chosen = agents.find((agent) => agent.agentId === agentId);
  if (agentId && !chosen) throw new HubError('not_found');
  return {
    task,
    agents: inOrder(agents.map((agent) => presentAgent(catalog, head, agent, now))),
    cost: chosen ? await weighAssignment(hub.db, catalog, head, chosen, now) : null,
  };
}

function presentAgent({ policy }: Catalog, head: Head, agent: Assignable, now: Date): AssignableAgent {
  const objections = listObjections(agent, head, policy.bars);
  return {
    agentId: agent.agentId,
    name: agent.name,
    refusal: refusalOf(agent),
    against: objections.filter(({ why }) => why !== 'being_asked').map(exclusionCode),
    fit: fitOf(agent.skills, head.skills),
    idleSeconds: Object.keys(agent.holding).length === 0 ? (now.getTime() - agent.idleSince) / 1000 : null,
    holding: agent.holding,
  };
}

/** Who can take it first, as the router would ask them; then those it would not ask; last those who cannot be asked at all. */
const inOrder = (agents: readonly AssignableAgent[]): AssignableAgent[] =>
  [...agents].sort(
    (a, b) =>
      Number(a.refusal !== null) - Number(b.refusal !== null) ||
      a.against.length - b.against.length ||
      b.fit - a.fit ||
      (b.idleSeconds ?? -1) - (a.idleSeconds ?? -1) ||
      a.name.localeCompare(b.name),
  );
