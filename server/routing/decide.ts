import type { Channel } from '../contract/statuses.ts';

/** The oldest waiting task of a class (or one that cools down beside its class). Times are milliseconds since 1970. */
export interface Head {
  readonly taskId: string;
  readonly queueId: string;
  readonly tier: string;
  readonly channel: Channel;
  readonly neededAt: number;
  /** Levels asked for, by skill. */
  readonly skills: Readonly<Record<string, number>>;
  /** Agents who declined or missed this very task and must not be asked again yet. */
  readonly cooling: readonly string[];
}

/** An agent who is available and present. */
export interface Candidate {
  readonly agentId: string;
  readonly queueIds: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  readonly capacity: Readonly<Partial<Record<Channel, number>>>;
  /** Tasks reserved for or held by the agent, by channel. */
  readonly holding: Readonly<Partial<Record<Channel, number>>>;
  /** An offer is ringing at this agent now. */
  readonly beingAsked: boolean;
  readonly idleSince: number;
}

export interface Snapshot {
  readonly heads: readonly Head[];
  readonly agents: readonly Candidate[];
}

/** `score(t) = headStart + acceleration × (t − neededAt)` in seconds, by tier and channel (ROUTING.md, 2). */
export interface Line {
  readonly headStart: number;
  readonly acceleration: number;
}

export interface Policy {
  readonly version: number;
  readonly line: (tier: string, channel: Channel) => Line;
}

export interface Offer {
  readonly taskId: string;
  readonly agentId: string;
}

/** Why a decision fell as it did: every head with its score, every agent with the reason that kept them out. */
export interface Receipt {
  readonly policyVersion: number;
  readonly at: number;
  readonly heads: readonly { taskId: string; score: number; passedOver: boolean }[];
  readonly agents: readonly { agentId: string; excluded: Exclusion | null }[];
  readonly winner: Offer | null;
  readonly runnerUp: string | null;
}

export type Exclusion =
  | { readonly why: 'not_in_queue' | 'being_asked' | 'declined_recently' | 'on_a_call' }
  | { readonly why: 'skill'; readonly skill: string; readonly needed: number; readonly held: number }
  | { readonly why: 'capacity'; readonly channel: Channel; readonly held: number; readonly limit: number };

/**
 * Who is asked to take what, now. The head with the highest score that somebody may take is offered to the agent who
 * fits best. Pure: the same snapshot, policy and time give the same answer, in the hub, in the simulator and in a replay.
 */
export function decide(snapshot: Snapshot, policy: Policy, now: number): { offer: Offer | null; receipt: Receipt } {
  const ranked = rank(snapshot.heads, policy, now);
  const index = ranked.findIndex(({ head }) => snapshot.agents.some((agent) => exclusion(agent, head) === null));
  const chosen = ranked[index]?.head ?? ranked[0]?.head;
  const agents = snapshot.agents.map((agent) => ({ agent, excluded: chosen ? exclusion(agent, chosen) : null }));
  const eligible = agents.filter(({ excluded }) => excluded === null).map(({ agent }) => agent);
  const best = index < 0 || !chosen ? undefined : eligible.toSorted(byFit(chosen))[0];
  const offer = best && chosen ? { taskId: chosen.taskId, agentId: best.agentId } : null;
  return {
    offer,
    receipt: {
      policyVersion: policy.version,
      at: now,
      heads: ranked.map(({ head, score }, i) => ({ taskId: head.taskId, score, passedOver: index < 0 || i < index })),
      agents: agents.map(({ agent, excluded }) => ({ agentId: agent.agentId, excluded })),
      winner: offer,
      runnerUp: ranked.find(({ head }, i) => i > index && head !== chosen)?.head.taskId ?? null,
    },
  };
}

interface Ranked {
  readonly head: Head;
  readonly score: number;
}

/** Higher score first, ties by age, then by id. */
function rank(heads: readonly Head[], policy: Policy, now: number): Ranked[] {
  return heads
    .map((head) => ({ head, score: scoreOf(head, policy, now) }))
    .sort((a, b) => b.score - a.score || a.head.neededAt - b.head.neededAt || compare(a.head.taskId, b.head.taskId));
}

export function scoreOf(head: Pick<Head, 'tier' | 'channel' | 'neededAt'>, policy: Policy, now: number): number {
  const { headStart, acceleration } = policy.line(head.tier, head.channel);
  return headStart + (acceleration * (now - head.neededAt)) / 1000;
}

/** The first rule that keeps this agent from this task, or null. A call excludes everything else; chats never exclude a call. */
export function exclusion(agent: Candidate, head: Head): Exclusion | null {
  if (!agent.queueIds.includes(head.queueId)) return { why: 'not_in_queue' };
  if (agent.beingAsked) return { why: 'being_asked' };
  if (head.cooling.includes(agent.agentId)) return { why: 'declined_recently' };
  const lacking = Object.entries(head.skills).find(([skill, needed]) => (agent.skills[skill] ?? 0) < needed);
  if (lacking) return { why: 'skill', skill: lacking[0], needed: lacking[1], held: agent.skills[lacking[0]] ?? 0 };
  if ((agent.holding.voice ?? 0) > 0) return { why: 'on_a_call' };
  const held = agent.holding[head.channel] ?? 0;
  const limit = agent.capacity[head.channel] ?? 0;
  return held < limit ? null : { why: 'capacity', channel: head.channel, held, limit };
}

/** Best skill fit first, then the longest idle, then by id. */
function byFit(head: Head) {
  const skillFit = (agent: Candidate) => Object.keys(head.skills).reduce((sum, skill) => sum + (agent.skills[skill] ?? 0), 0);
  return (a: Candidate, b: Candidate) => skillFit(b) - skillFit(a) || a.idleSince - b.idleSince || compare(a.agentId, b.agentId);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
