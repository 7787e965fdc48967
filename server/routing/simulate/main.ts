import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError, oneLine } from '../../csv/input-error.ts';
import { arrivalsOf } from './arrivals-of-scenario.ts';
import { readScenario } from './read-scenario.ts';
import { runSimulation } from './run-simulation.ts';
import { summarise } from './summarise.ts';
import { writeTasks } from './write-tasks.ts';

const usage = 'Usage: npm run -s simulate -- --scenario FILE.json [--tasks OUT.csv]   (docs/simulator.md)';

try {
  const { scenario: file, tasks, help } = options();
  if (help) console.log(usage);
  else await simulate(file ?? fail('--scenario', `is missing. ${usage}`), tasks);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function simulate(named: string, tasks: string | undefined): Promise<void> {
  // npm runs us in the project's folder; whoever called npm elsewhere means files of theirs.
  const folder = existsSync(named) ? '.' : (process.env.INIT_CWD ?? '.');
  const file = path.resolve(folder, named);
  const scenario = readScenario(file);
  const arrivals = await arrivalsOf(scenario, path.dirname(file));
  const run = runSimulation(scenario, arrivals);
  if (tasks !== undefined) writeTasks(path.resolve(folder, tasks), arrivals, run);
  console.log(JSON.stringify(summarise(scenario, arrivals, run)));
}

function options() {
  try {
    return parseArgs({ options: { scenario: { type: 'string' }, tasks: { type: 'string' }, help: { type: 'boolean', default: false } } })
      .values;
  } catch (error) {
    return fail('options', `${error instanceof Error ? oneLine(error.message) : error} ${usage}`);
  }
}

function fail(place: string, problem: string): never {
  throw new InputError(place, problem);
}
