import type { Channel } from '../../../../server/contract/statuses.ts';
import type { Arrival } from '../../../../server/routing/simulate/collect-arrivals.ts';
import type { Rules } from '../../../../server/routing/simulate/scenario.ts';

/** A customer and an agent as a clerk with pencil and paper would keep them. Times are seconds. */
export interface Call extends Arrival {
  startedAt: number | null;
  gaveUp: boolean;
  agent: Clerk | null;
}

export interface Clerk {
  readonly number: number;
  readonly queues: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  readonly capacity: Readonly<Partial<Record<Channel, number>>>;
  idleSince: number;
  working: Call[];
}

/** Who takes what next, of those who wait; null when nothing can start. */
export type Rule = (waiting: readonly Call[], clerks: readonly Clerk[], now: number) => { call: Call; clerk: Clerk } | null;

/**
 * The contract of the simulator done by hand: every instant looks at everybody, nothing is kept in order, nothing is grouped.
 * Slow on purpose, and written without a look at the real one.
 */
export function simulateNaively({ agents }: Pick<Rules, 'agents'>, arrivals: readonly Arrival[], rule: Rule): Call[] {
  const calls: Call[] = arrivals.map((arrival) => ({ ...arrival, startedAt: null, gaveUp: false, agent: null }));
  const clerks = hire(agents);
  const waitsAt = (now: number) => calls.filter((call) => call.at <= now && call.startedAt === null && !call.gaveUp);
  const instants = () => [
    ...calls.filter(({ at }) => at > clock).map(({ at }) => at),
    ...waitsAt(clock).map(({ at, patience }) => at + patience),
    ...clerks.flatMap(({ working }) => working.map((call) => (call.startedAt ?? 0) + call.handle)),
  ];
  let clock = -Infinity;
  for (;;) {
    const now = Math.min(...instants());
    if (now === Infinity) return calls;
    for (const call of waitsAt(clock)) call.gaveUp = call.at + call.patience <= now;
    for (const clerk of clerks) release(clerk, now);
    clock = now;
    for (let next = rule(waitsAt(now), clerks, now); next; next = rule(waitsAt(now), clerks, now)) {
      next.call.startedAt = now;
      next.call.agent = next.clerk;
      next.clerk.working.push(next.call);
    }
  }
}

function hire(agents: Rules['agents']): Clerk[] {
  const clerks: Clerk[] = [];
  for (const { count, queues, skills, capacity } of agents) {
    for (let i = 0; i < count; i++) {
      const limits: Partial<Record<Channel, number>> = JSON.parse(JSON.stringify(capacity));
      clerks.push({ number: clerks.length + 1, queues, skills, capacity: limits, idleSince: -1e9, working: [] });
    }
  }
  return clerks;
}

function release(clerk: Clerk, now: number): void {
  const goesOn = clerk.working.filter((call) => (call.startedAt ?? 0) + call.handle > now);
  if (goesOn.length === 0 && clerk.working.length > 0) clerk.idleSince = now;
  clerk.working = goesOn;
}

/** May this agent take this call now? ROUTING.md, 4, once more in other words. */
export function mayTake(clerk: Clerk, { need }: Arrival): boolean {
  const holding = clerk.working.filter((call) => call.need.channel === need.channel).length;
  return (
    clerk.queues.includes(need.queueId) &&
    Object.entries(need.skills).every(([skill, level]) => (clerk.skills[skill] ?? 0) >= level) &&
    clerk.working.every((call) => call.need.channel !== 'voice') &&
    holding < (clerk.capacity[need.channel] ?? 0)
  );
}

/** Counted from what anybody can read in the rows: same queue, came later, started earlier. */
export const overtakersOf = (call: Call, calls: readonly Call[]): number =>
  call.startedAt === null
    ? 0
    : calls.filter(
        (other) =>
          other.need.queueId === call.need.queueId &&
          other.at > call.at &&
          other.startedAt !== null &&
          other.startedAt < (call.startedAt ?? 0),
      ).length;
