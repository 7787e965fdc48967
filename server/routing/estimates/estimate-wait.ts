import type { Channel } from '../../contract/statuses.ts';
import { type Policy, scoreAfter } from '../decide.ts';
import { departureTime } from './departure-time.ts';
import { COUNTED, type LineAgent, type LineClass, type WaitingLine } from './read-line.ts';

/** Somebody who waits, or would. `neededAt` in milliseconds since 1970. */
export interface Waiter {
  readonly queueId: string;
  readonly tier: string;
  readonly channel: Channel;
  readonly skills: Readonly<Record<string, number>>;
  readonly neededAt: number;
}

export interface Estimate {
  /** 1: next of those who wait for the same agents. */
  readonly position: number;
  /** More stand before than are counted. */
  readonly atLeast: boolean;
  /** Seconds; null when it cannot be said. */
  readonly wait: { readonly p50: number; readonly p90: number } | null;
}

/** Until enough tasks were finished to know better (seconds). */
const USUAL_HANDLING = 240;
/** An agent with room is asked at once: how long until they answer (seconds). */
const RINGING = { p50: 4, p90: 20 };
/** What is known before anything was seen, in departures; and how many are believed at most: no hour is like the last. */
const [LEAST_SEEN, MOST_SEEN] = [4, 60];

/**
 * Where somebody stands under the policy in force, and how long they will still wait. Who stands before: whoever has a
 * higher score now and could be served by one of the same agents. Later arrivals that will overtake are not foreseen;
 * whether that matters is seen in the calibration.
 */
export function estimateWait(line: WaitingLine, waiter: Waiter, policy: Policy): Estimate {
  const able = line.agents.filter((agent) => canTake(agent, waiter));
  const rivals = line.classes.filter((each) => each.queueId === waiter.queueId || able.some((agent) => canTake(agent, each)));
  const now = line.at.getTime();
  const counts = rivals.map((rival) => countBefore(rival, waiter, policy, now));
  const position = 1 + counts.reduce((sum, count) => sum + count, 0);
  return {
    position,
    atLeast: counts.some((count) => count === COUNTED),
    wait: able.length === 0 ? null : waitFor(position, line, able, waiter),
  };
}

const canTake = (agent: LineAgent, { queueId, channel, skills }: Pick<Waiter, 'queueId' | 'channel' | 'skills'>): boolean =>
  agent.queueIds.includes(queueId) &&
  agent.channels.includes(channel) &&
  Object.entries(skills).every(([skill, level]) => (agent.skills[skill] ?? 0) >= level);

/** Scores of a class fall with age: those before are its first. */
function countBefore(rival: LineClass, waiter: Waiter, policy: Policy, now: number): number {
  const [theirs, mine] = [policy.line(rival), policy.line(waiter)];
  const score = scoreAfter(mine, (now - waiter.neededAt) / 1000);
  let [from, to] = [0, rival.neededAt.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const at = rival.neededAt[middle] ?? now;
    const other = scoreAfter(theirs, (now - at) / 1000);
    if (other > score || (other === score && at < waiter.neededAt)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Those with room now take the first at once; for the others an agent must finish first. The rate: agents ÷ mean
 * handling time, or what they really began lately if that is more (several chats at once). Less is no sign of slowness:
 * where nobody waits, beginnings count arrivals.
 */
function waitFor(position: number, { finished, windowSeconds }: WaitingLine, able: readonly LineAgent[], { channel }: Waiter) {
  const free = able.filter(({ room }) => room.includes(channel)).length;
  if (position <= free) return RINGING;
  const byHandling = able.length / Math.max(1, finished.meanSeconds ?? USUAL_HANDLING);
  const started = able.reduce((sum, agent) => sum + agent.started, 0) / windowSeconds;
  const seen = Math.min(MOST_SEEN, LEAST_SEEN + finished.count);
  const { p50, p90 } = departureTime(position - free, Math.max(byHandling, started), seen);
  return { p50: Math.max(RINGING.p50, Math.round(p50)), p90: Math.max(RINGING.p90, Math.ceil(p90)) };
}
