import type { LongerWait } from '../contract/rehearsals.ts';
import type { Case } from './case.ts';
import type { Fates } from './fates.ts';

const LISTED = 50;

/** How many would have waited longer and how many less, and by name those who would have waited longer by most. */
export function listLonger(
  of: Case,
  before: Fates,
  after: Fates,
): { longest: LongerWait[]; longer: number; shorter: number; same: number } {
  const worse: number[] = [];
  let [shorter, same] = [0, 0];
  const difference = (row: number) => {
    const [was, is] = [before.waitOf(row), after.waitOf(row)];
    return was === is ? 0 : is - was;
  };
  for (const row of of.arrivals.order) {
    if (!of.counted[row]) continue;
    const by = difference(row);
    if (by > 0) worse.push(row);
    else if (by < 0) shorter++;
    else same++;
  }
  const longest = worse.toSorted((a, b) => difference(b) - difference(a) || a - b).slice(0, LISTED);
  return { longest: longest.map((row) => describe(of, row, before, after)), longer: worse.length, shorter, same };
}

function describe({ arrivals: { idOf, needs, needOf, at }, isDated }: Case, row: number, before: Fates, after: Fates): LongerWait {
  const need = needs[needOf[row] ?? 0];
  const told = (fates: Fates) => {
    const wait = fates.waitOf(row);
    return { outcome: fates.outcomeOf(row), seconds: wait === Infinity ? null : wait };
  };
  return {
    id: idOf(row),
    queueId: need?.queueId ?? '',
    tier: need?.tier ?? '',
    channel: need?.channel ?? 'voice',
    at: isDated ? new Date(at[row] ?? 0).toISOString() : null,
    before: told(before),
    after: told(after),
  };
}
