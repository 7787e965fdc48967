import type { RehearsalResult } from '../contract/rehearsals.ts';
import { play, type Run } from '../routing/simulate/run-simulation.ts';
import { mean } from '../routing/simulate/summarise.ts';
import type { Case, Side } from './case.ts';
import { compareGroups } from './compare-groups.ts';
import { type Fates, fatesPlayed, fatesRecorded } from './fates.ts';
import { listLonger } from './list-longer.ts';

export interface Played {
  readonly before: Run;
  readonly after: Run;
  readonly result: Omit<RehearsalResult, 'drift'>;
}

/** The same arrivals in both settings, and how they fared. `look` is told the share that is played. */
export function playCase(of: Case, look: (share: number) => void): Played {
  const { arrivals } = of;
  const count = Math.max(1, arrivals.at.length);
  const before = play(of.before.setting, arrivals, (arrived) => look(arrived / count / 2));
  const after = play(of.after.setting, arrivals, (arrived) => look(0.5 + arrived / count / 2));
  const fates = { before: fatesPlayed(of, before), after: fatesPlayed(of, after), recorded: of.recorded && fatesRecorded(of, of.recorded) };
  const { longest, ...counts } = listLonger(of, fates.before, fates.after);
  const rows = Array.from(arrivals.order).filter((row) => of.counted[row]);
  const summary = {
    arrivals: rows.length,
    before: headline(of, of.before, fates.before, before, rows),
    after: headline(of, of.after, fates.after, after, rows),
    ...counts,
  };
  return { before, after, result: { summary, groups: compareGroups(of, fates), longest } };
}

function headline(of: Case, side: Side, fates: Fates, run: Run, rows: readonly number[]): RehearsalResult['summary']['before'] {
  const { needs, needOf } = of.arrivals;
  const promises = needs.map(side.promiseOf);
  const answered = rows.filter((row) => fates.outcomeOf(row) === 'answered');
  const kept = answered.filter((row) => fates.countedWaitOf(row) <= (promises[needOf[row] ?? 0] ?? 0)).length;
  return {
    withinPromise: answered.length > 0 ? kept / answered.length : null,
    meanWait: mean(answered.map(fates.waitOf)),
    abandoned: rows.filter((row) => fates.outcomeOf(row) === 'abandoned').length,
    agents: side.agentIds.length,
    occupancy: occupancyOf(of, side, run),
  };
}

/** Share of the time in which agents took work that they held something, from the first arrival until the last task was done. */
function occupancyOf({ arrivals: { at, order } }: Case, side: Side, run: Run): number {
  const first = at[order[0] ?? -1] ?? 0;
  const staffed = side.staffedBetween(first, first + run.simulatedSeconds);
  return staffed > 0 ? Math.min(1, run.busySeconds / staffed) : 0;
}
