import type { RehearsedGroup, WaitFigures } from '../contract/rehearsals.ts';
import type { Need } from '../routing/simulate/arrivals.ts';
import { mean, percentile } from '../routing/simulate/summarise.ts';
import type { Case } from './case.ts';
import type { Fates } from './fates.ts';

export interface Compared {
  readonly before: Fates;
  readonly after: Fates;
  readonly recorded: Fates | null;
}

/** The counted arrivals by queue, tier and channel, before and after side by side. */
export const compareGroups = (of: Case, fates: Compared): RehearsedGroup[] => groupRows(of).map((group) => compare(of, group, fates));

interface Group {
  readonly need: Need;
  readonly rows: number[];
}

function groupRows({ arrivals: { needs, needOf, order }, counted }: Case): Group[] {
  const groups = new Map<string, Group>();
  const groupOf = needs.map((need) => {
    const key = JSON.stringify([need.queueId, need.tier, need.channel]);
    const group = groups.get(key) ?? { need, rows: [] };
    groups.set(key, group);
    return group;
  });
  for (const row of order) if (counted[row]) groupOf[needOf[row] ?? 0]?.rows.push(row);
  return [...groups.values()].filter(({ rows }) => rows.length > 0);
}

function compare(of: Case, { need, rows }: Group, { before, after, recorded }: Compared): RehearsedGroup {
  const promise = { before: of.before.promiseOf(need), after: of.after.promiseOf(need) };
  return {
    queueId: need.queueId,
    tier: need.tier,
    channel: need.channel,
    promiseSeconds: promise,
    recorded: recorded && figuresOf(rows, recorded, promise.before),
    before: figuresOf(rows, before, promise.before),
    after: figuresOf(rows, after, promise.after),
    histogram: histogramOf(rows, before, after, promise),
  };
}

export function figuresOf(rows: readonly number[], fates: Fates, promise: number): WaitFigures {
  const answered = rows.filter((row) => fates.outcomeOf(row) === 'answered');
  const waits = Float64Array.from(answered, fates.waitOf).sort();
  const kept = answered.reduce((count, row) => count + (fates.countedWaitOf(row) <= promise ? 1 : 0), 0);
  const waiting = rows.reduce((count, row) => count + (fates.outcomeOf(row) === 'waiting' ? 1 : 0), 0);
  return {
    arrived: rows.length,
    answered: answered.length,
    abandoned: rows.length - answered.length - waiting,
    waiting,
    meanWait: mean(waits),
    p50Wait: percentile(waits, 0.5),
    p90Wait: percentile(waits, 0.9),
    p99Wait: percentile(waits, 0.99),
    maxWait: waits.at(-1) ?? null,
    withinPromise: answered.length > 0 ? kept / answered.length : null,
    overtaken: fates.overtaken && overtakenOf(answered, fates.overtaken),
  };
}

function overtakenOf(answered: readonly number[], overtaken: Int32Array): { mean: number | null; max: number | null } {
  const ahead = answered.map((row) => overtaken[row] ?? 0);
  return { mean: mean(ahead), max: ahead.length > 0 ? ahead.reduce((most, count) => Math.max(most, count), 0) : null };
}

const BARS = 24;
const PROMISES_SHOWN = 5;

/** Waits of the answered on one scale for both, which ends where 99 of 100 have been answered on either side, or long after the promise. */
function histogramOf(
  rows: readonly number[],
  before: Fates,
  after: Fates,
  promise: { before: number; after: number },
): RehearsedGroup['histogram'] {
  const sides = [before, after].map((fates) =>
    Float64Array.from(
      rows.filter((row) => fates.outcomeOf(row) === 'answered'),
      fates.waitOf,
    ).sort(),
  );
  const longest = Math.max(1, ...sides.map((waits) => percentile(waits, 0.99) ?? 0));
  const end = Math.min(longest, PROMISES_SHOWN * Math.max(promise.before, promise.after));
  const width = end / (BARS - 1);
  const bars = (waits: Float64Array | undefined): number[] => {
    const counts = Array.from({ length: BARS }, () => 0);
    for (const wait of waits ?? []) {
      const bar = Math.min(BARS - 1, Math.floor(wait / width));
      counts[bar] = (counts[bar] ?? 0) + 1;
    }
    return counts;
  };
  return { width, before: bars(sides[0]), after: bars(sides[1]) };
}
