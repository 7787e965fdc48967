import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Arrivals } from '../../../../server/routing/simulate/arrivals.ts';
import { arrivalsOf } from '../../../../server/routing/simulate/arrivals-of-scenario.ts';
import { arrivalsHeader } from '../../../../server/routing/simulate/read-arrivals.ts';
import { parseScenario } from '../../../../server/routing/simulate/read-scenario.ts';
import { runSimulation } from '../../../../server/routing/simulate/run-simulation.ts';
import { summarise } from '../../../../server/routing/simulate/summarise.ts';
import { taskRows } from '../../../../server/routing/simulate/write-tasks.ts';

/** A scenario as it is written down, played. `folder` is where its arrivals are looked for. */
export async function rehearse(given: object, folder = '.') {
  const scenario = parseScenario(given);
  const arrivals = await arrivalsOf(scenario, folder);
  const run = runSimulation(scenario, arrivals);
  return { scenario, arrivals, run, summary: summarise(scenario, arrivals, run), tasks: () => [...taskRows(arrivals, run)].join('') };
}

/** The figures of a tier, which must be among them. */
export function tierOf({ summary }: Awaited<ReturnType<typeof rehearse>>, tier: string) {
  const group = summary.groups.find((candidate) => candidate.tier === tier);
  if (!group) throw new Error(`no group of tier ${tier}`);
  return group;
}

/** Do something with files of these contents in a folder of their own. */
export async function withFiles<T>(files: Readonly<Record<string, string | Buffer>>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'touchline-rehearsal-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Arrivals as the hub would export them. */
export function exported({ at, needs, needOf, handle, patience, idOf }: Arrivals): string {
  const rows = Array.from(at, (moment, row) => {
    const { queueId = '', tier = '', channel = '', skills = {} } = needs[needOf[row] ?? 0] ?? {};
    const levels = Object.entries(skills).map(([skill, level]) => `${skill}:${level}`);
    const waits = patience[row] === Infinity ? '' : patience[row];
    return [idOf(row), moment, queueId, tier, channel, handle[row], waits, levels.join(';')].join();
  });
  return [arrivalsHeader.join(), ...rows, ''].join('\n');
}
