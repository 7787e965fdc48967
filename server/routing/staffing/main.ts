import path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError, oneLine } from '../../csv/input-error.ts';
import { arrivalsOf } from '../simulate/arrivals-of-scenario.ts';
import { readScenario } from '../simulate/read-scenario.ts';
import { meanPatience } from './measure-patience.ts';
import { planHalfHours } from './plan-half-hours.ts';
import { readWaits } from './read-waits.ts';

const usage = `Usage: npm run -s staffing -- --scenario FILE.json [--waits WAITS.csv | --patience SECONDS] [--share 0.8]

How many agents each queue and channel needs, half hour by half hour, to keep each tier's promise. Prints one JSON object.

  --scenario FILE.json   arrivals and promises, as for \`npm run -s simulate\` (docs/simulator.md)
  --waits WAITS.csv      how long customers waited and whether they gave up, as \`simulate --tasks\` writes it:
                         their patience is measured (Kaplan-Meier) and planned with (Erlang A)
  --patience SECONDS     mean patience, when it is known; without either nobody gives up (Erlang C)
  --share SHARE          share of each tier to be answered within its promise (default 0.8)`;

try {
  const { help, ...options } = read();
  if (help) console.log(usage);
  else await plan(options);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

interface Options {
  readonly scenario?: string;
  readonly waits?: string;
  readonly patience?: string;
  readonly share: string;
}

async function plan({ scenario: file, waits, patience, share: wanted }: Options): Promise<void> {
  if (file === undefined) throw new InputError('--scenario', 'is missing; --help tells more');
  if (waits !== undefined && patience !== undefined) throw new InputError('--patience', 'must not stand beside --waits');
  const share = numberIn(wanted, '--share');
  if (share >= 1) throw new InputError('--share', 'must be less than 1');
  const patienceSeconds = await patienceOf(waits, patience);
  const scenario = readScenario(file);
  const arrivals = await arrivalsOf(scenario, path.dirname(file));
  const halfHours = planHalfHours(arrivals, { promises: scenario.promises, share, patienceSeconds });
  console.log(JSON.stringify({ share, patienceSeconds: Number.isFinite(patienceSeconds) ? patienceSeconds : null, halfHours }));
}

async function patienceOf(waits: string | undefined, patience: string | undefined): Promise<number> {
  if (waits !== undefined) return meanPatience(await readWaits(waits));
  return patience === undefined ? Infinity : numberIn(patience, '--patience');
}

function numberIn(text: string, option: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Infinity)) throw new InputError(option, 'must be a positive number');
  return number;
}

function read() {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      options: {
        scenario: text,
        waits: text,
        patience: text,
        share: { ...text, default: '0.8' },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new InputError('options', `${error instanceof Error ? oneLine(error.message) : error}; --help tells more`);
  }
}
