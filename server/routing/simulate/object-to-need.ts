import { shippedBars } from '../../contract/routing-rules.ts';
import { type Candidate, type Exclusion, exclusion } from '../decide.ts';
import type { Need } from './arrivals.ts';
import type { Pool, Scenario } from './scenario.ts';

export interface Objection {
  /** The column or key that is wrong. */
  readonly part: 'queue' | 'tier' | 'channel' | 'skills';
  readonly problem: string;
}

/** Why tasks of this need cannot be simulated: they have no place in the order, or nobody could ever take them. */
export const objectionTo = (need: Need, scenario: Scenario): Objection | undefined =>
  withoutLine(need, scenario) ?? withoutAgent(need, scenario);

function withoutLine({ tier, channel }: Need, { policy, promises }: Scenario): Objection | undefined {
  if (typeof policy === 'object') {
    return policy[tier]?.[channel] ? undefined : { part: 'tier', problem: `scenario.policy has no line for ${tier} on ${channel}` };
  }
  const needsPromise = policy === 'promise' || policy === 'deadline';
  if (!needsPromise || promises[tier]?.[channel]) return undefined;
  return { part: 'tier', problem: `scenario.promises has none for ${tier} on ${channel}, which policy ${policy} needs` };
}

/** Why none of these agents could ever take tasks of this need. */
export function withoutAgent(need: Need, { agents }: Pick<Scenario, 'agents'>): Objection | undefined {
  const obstacles = agents.filter(({ count }) => count > 0).map((pool) => obstacleTo(pool, need));
  if (obstacles.includes(null)) return undefined;
  // The agents that come nearest tell what is missing.
  const inQueue = obstacles.filter((obstacle) => obstacle !== null && obstacle.why !== 'not_in_queue');
  const lacking = inQueue.find((obstacle) => obstacle?.why === 'skill');
  if (inQueue.length === 0) return { part: 'queue', problem: `no agent serves ${need.queueId}` };
  if (lacking?.why === 'skill' && inQueue.every((obstacle) => obstacle?.why === 'skill')) {
    return { part: 'skills', problem: `no agent of ${need.queueId} has ${lacking.skill} ${lacking.needed}` };
  }
  const asked = Object.keys(need.skills).length > 0 ? ' with the skills asked for' : '';
  return { part: 'channel', problem: `no agent of ${need.queueId}${asked} takes ${need.channel}` };
}

/** What would keep an agent of this pool, with nothing to do, from such a task. */
export const obstacleTo = (pool: Pool, need: Need): Exclusion | null =>
  exclusion(idleAgent(pool), { ...need, taskId: '', neededAt: 0, cooling: [] }, shippedBars);

const idleAgent = ({ queues, skills, capacity }: Pool): Candidate => ({
  agentId: '',
  queueIds: queues,
  skills,
  capacity: { ...capacity },
  holding: {},
  beingAsked: false,
  idleSince: 0,
});
