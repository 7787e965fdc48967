import { existsSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../../csv/input-error.ts';
import { RowError } from '../../csv/read-csv.ts';
import type { Arrivals } from './arrivals.ts';
import { generateArrivals } from './generate-arrivals.ts';
import { objectionTo } from './object-to-need.ts';
import { readArrivals } from './read-arrivals.ts';
import type { Scenario } from './scenario.ts';

/** The arrivals a scenario speaks of, generated or recorded. Recorded ones are looked for beside the scenario, then where we are. Throws `InputError`. */
export async function arrivalsOf(scenario: Scenario, folder: string): Promise<Arrivals> {
  const { arrivalsFile, streams = [], arrivals = 0, warmup } = scenario;
  if (arrivalsFile === undefined) return generateArrivals(scenario, streams, arrivals);
  const beside = path.resolve(folder, arrivalsFile);
  const recorded = await readArrivals(existsSync(beside) || !existsSync(arrivalsFile) ? beside : arrivalsFile, (need) => {
    const objection = objectionTo(need, scenario);
    if (objection) throw new RowError(`${objection.part}: ${objection.problem}`);
  });
  const count = recorded.at.length;
  if (warmup > 0 && warmup >= count) throw new InputError('scenario.warmup', `must be less than the ${count} arrivals`);
  return recorded;
}
