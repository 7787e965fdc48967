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
  /** Milliseconds since `neededAt` that do not count as waiting: its queue was closed. */
  readonly closedFor?: number;
  /** The agent who knows this matter: asked before all others who may take it. */
  readonly preferred?: string;
  /** Only this agent may be asked for now. */
  readonly heldFor?: string;
  /** The agent it is held for may take it without the skills asked for. */
  readonly unskilled?: boolean;
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
  /** How many more waiting classes and available agents there were, who could not change the decision. */
  readonly unlisted?: { readonly heads: number; readonly agents: number };
}

/** `score(t) = headStart + acceleration × (t − neededAt) / per` in seconds, by tier and channel. */
export interface Line {
  readonly headStart: number;
  readonly acceleration: number;
  /** Seconds in which `acceleration` is gained, 1 by default. Equal shares of two promises stay equal when divided, not when multiplied by 1/promise. */
  readonly per?: number;
}

/** What holding a task of a channel keeps an agent from. */
export type Bars = Readonly<Partial<Record<Channel, readonly Channel[]>>>;

export interface Policy {
  readonly version: number;
  readonly line: (kind: Pick<Head, 'queueId' | 'tier' | 'channel'>) => Line;
  readonly bars: Bars;
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
  /** A supervisor chose, out of turn: what `decide` says of this snapshot is another matter. */
  readonly byHand?: { readonly agentId: string; readonly name: string; readonly reason: string };
}

export type Exclusion =
  | { readonly why: 'not_in_queue' | 'being_asked' | 'held_for_other' | 'declined_recently' | 'on_a_call' }
  | { readonly why: 'barred'; readonly by: Channel }
  | { readonly why: 'skill'; readonly skill: string; readonly needed: number; readonly held: number }
  | { readonly why: 'capacity'; readonly channel: Channel; readonly held: number; readonly limit: number };

/**
 * Who is asked to take what, now. The head with the highest score that somebody may take is offered to the agent who
 * fits best. Pure: the same snapshot, policy and time give the same answer, in the hub, in the simulator and in a replay.
 */
export function decide(snapshot: Snapshot, policy: Policy, now: number): { offer: Offer | null; receipt: Receipt } {
  const ranked = rank(snapshot.heads, policy, now);
  const choice = choose(ranked, (head) => bestAgent(snapshot.agents, head, policy.bars));
  const offer = choice && { taskId: choice.head.taskId, agentId: choice.agent.agentId };
  const lookedAt = choice?.head ?? ranked[0];
  const place = choice ? ranked.indexOf(choice.head) : ranked.length;
  return {
    offer,
    receipt: {
      policyVersion: policy.version,
      at: now,
      heads: ranked.map(({ taskId, score }, i) => ({ taskId, score, passedOver: i < place })),
      agents: snapshot.agents.map((agent) => ({
        agentId: agent.agentId,
        excluded: lookedAt ? exclusion(agent, lookedAt, policy.bars) : null,
      })),
      winner: offer,
      runnerUp: ranked[choice ? place + 1 : 1]?.taskId ?? null,
    },
  };
}

/** One who waits, with a place in line: higher score first, ties by age, then by id. */
export interface Standing {
  readonly taskId: string;
  readonly neededAt: number;
  readonly score: number;
}

/**
 * The choice itself, without a word about why: of the heads that somebody may take the first in line, and its agent.
 * `agentFor` names the agent who fits a head best, or undefined when nobody may take it. Heads may come in any order.
 */
export function choose<H extends Standing, A>(heads: readonly H[], agentFor: (head: H) => A | undefined): { head: H; agent: A } | null {
  let choice: { head: H; agent: A } | null = null;
  for (const head of heads) {
    if (choice && inLine(choice.head, head) < 0) continue;
    const agent = agentFor(head);
    if (agent !== undefined) choice = { head, agent };
  }
  return choice;
}

/** Negative when `a` stands before `b`. */
export const inLine = (a: Standing, b: Standing): number => b.score - a.score || a.neededAt - b.neededAt || compare(a.taskId, b.taskId);

const rank = (heads: readonly Head[], policy: Policy, now: number): (Head & Standing)[] =>
  heads.map((head) => ({ ...head, score: scoreOf(head, policy, now) })).sort(inLine);

export const scoreOf = (
  head: Pick<Head, 'queueId' | 'tier' | 'channel' | 'neededAt' | 'closedFor'>,
  policy: Pick<Policy, 'line'>,
  now: number,
): number => scoreAfter(policy.line(head), (now - head.neededAt - (head.closedFor ?? 0)) / 1000);

export const scoreAfter = ({ headStart, acceleration, per = 1 }: Line, waitedSeconds: number): number =>
  headStart + (acceleration * waitedSeconds) / per;

/** The first rule that keeps this agent from this task, or null. */
export function exclusion(agent: Candidate, head: Head, bars: Bars): Exclusion | null {
  if (!agent.queueIds.includes(head.queueId)) return { why: 'not_in_queue' };
  if (agent.beingAsked) return { why: 'being_asked' };
  if (head.heldFor !== undefined && head.heldFor !== agent.agentId) return { why: 'held_for_other' };
  if (head.cooling.includes(agent.agentId)) return { why: 'declined_recently' };
  return lackOfSkill(agent, head) ?? lackOfRoom(agent, head.channel, bars);
}

function lackOfSkill(agent: Candidate, head: Head): Exclusion | null {
  if (head.unskilled && head.heldFor === agent.agentId) return null;
  for (const skill of Object.keys(head.skills)) {
    const [needed, held] = [head.skills[skill] ?? 0, agent.skills[skill] ?? 0];
    if (held < needed) return { why: 'skill', skill, needed, held };
  }
  return null;
}

/** What an agent holds may keep them from this channel altogether; else they take as many as their capacity says. */
function lackOfRoom({ holding, capacity }: Candidate, channel: Channel, bars: Bars): Exclusion | null {
  const by = holdable.find((one) => (holding[one] ?? 0) > 0 && bars[one]?.includes(channel));
  if (by) return by === 'voice' ? { why: 'on_a_call' } : { why: 'barred', by };
  const held = holding[channel] ?? 0;
  const limit = capacity[channel] ?? 0;
  return held < limit ? null : { why: 'capacity', channel, held, limit };
}

/** Every channel, calls first. Written out: this file takes nothing but types from others. */
const holdable: readonly Channel[] = ['voice', 'web_chat', 'sms', 'email'];

/** The preferred agent first, then the best skill fit, then the longest idle, then by id. */
function bestAgent(agents: readonly Candidate[], head: Head, bars: Bars): Candidate | undefined {
  let best: Candidate | undefined;
  for (const agent of agents) {
    if (best && comesFirst(best, agent, head) < 0) continue;
    if (exclusion(agent, head, bars) === null) best = agent;
  }
  return best;
}

/** Negative when `a` is asked before `b`. */
const comesFirst = (a: Candidate, b: Candidate, { preferred, skills }: Head): number =>
  Number(b.agentId === preferred) - Number(a.agentId === preferred) ||
  fitOf(b.skills, skills) - fitOf(a.skills, skills) ||
  a.idleSince - b.idleSince ||
  compare(a.agentId, b.agentId);

/** How good somebody is at what is asked for: the sum of their levels in it. */
export const fitOf = (held: Head['skills'], asked: Head['skills']): number =>
  Object.keys(asked).reduce((sum, skill) => sum + (held[skill] ?? 0), 0);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
