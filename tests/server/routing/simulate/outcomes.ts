import type { Arrival } from '../../../../server/routing/simulate/collect-arrivals.ts';
import { runSimulation } from '../../../../server/routing/simulate/run-simulation.ts';
import { arrivalsOf, type Day } from './arbitrary-days.ts';
import type { Call, Clerk } from './simulate-naively.ts';
import { overtakersOf, type Rule, simulateNaively } from './simulate-naively.ts';

/** What became of an arrival; null where it gave up. */
export interface Outcome {
  readonly startedAt: number | null;
  readonly agent: number | null;
  readonly overtaken: number;
}

export function simulated({ rules, arrivals }: Day): Outcome[] {
  const { startedAt, agentOf, overtaken } = runSimulation(rules, arrivalsOf(arrivals));
  return arrivals.map((_, row) => {
    const began = startedAt[row] ?? Number.NaN;
    if (Number.isNaN(began)) return { startedAt: null, agent: null, overtaken: 0 };
    return { startedAt: began, agent: (agentOf[row] ?? 0) + 1, overtaken: overtaken[row] ?? 0 };
  });
}

export function simulatedByHand({ rules, arrivals }: Day, rule: Rule): Outcome[] {
  const calls = simulateNaively(rules, arrivals, rule);
  return calls.map((call) => ({
    startedAt: call.startedAt,
    agent: call.agent?.number ?? null,
    overtaken: overtakersOf(call, calls),
  }));
}

/** An arrival with what became of it. */
export interface Told extends Arrival {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly agent: number | null;
}

/** The whole day as a list of who was where when; times of those who gave up are infinite. */
export const tell = (day: Day): Told[] =>
  simulated(day).flatMap(({ startedAt, agent }, row) => {
    const arrival = day.arrivals[row];
    if (!arrival) return [];
    const began = startedAt ?? Infinity;
    return [{ ...arrival, startedAt: began, endedAt: began + arrival.handle, agent }];
  });

/** Who still waits when the instant is over. */
export const waitsAfter = ({ at, patience, startedAt }: Told, now: number): boolean => at <= now && startedAt > now && at + patience > now;

/**
 * The agents as they are when the instant is over. Without the task `except` they are as it may have found them: what
 * began at the same instant and took no time may have filled them.
 */
export function agentsAfter({ rules }: Day, told: readonly Told[], now: number, except?: Told): Clerk[] {
  const pools = rules.agents.flatMap((pool) => Array.from({ length: pool.count }, () => pool));
  return pools.map(({ queues, skills, capacity }, i) => ({
    number: i + 1,
    queues,
    skills,
    capacity: { ...capacity },
    idleSince: 0,
    working: told
      .filter((task) => task !== except && task.agent === i + 1 && task.startedAt <= now)
      .filter((task) => task.endedAt > now || (except && task.startedAt === now))
      .map(asCall),
  }));
}

const asCall = (task: Told): Call => ({ ...task, gaveUp: false, agent: null });
