import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureArchive } from './archive.ts';
import type { Bench } from './bench.ts';
import { measureConsole } from './console.ts';
import { measureDecide } from './decide.ts';
import { measureIntake } from './intake.ts';
import { measureMail } from './mail.ts';
import { measureMemory } from './memory.ts';
import { measurePush } from './push.ts';
import { measureRouting } from './routing.ts';
import { measureSimulate } from './simulate.ts';
import { describeMachine } from './support/describe-machine.ts';
import { measureTickets } from './tickets.ts';
import { measureWebhook } from './webhook.ts';

/** Everything that is measured, in this order. */
const benches: Readonly<Record<string, Bench>> = {
  intake: measureIntake,
  mail: measureMail,
  webhook: measureWebhook,
  push: measurePush,
  memory: measureMemory,
  decide: measureDecide,
  routing: measureRouting,
  simulate: measureSimulate,
  archive: measureArchive,
  tickets: measureTickets,
  console: measureConsole,
};

const { values: given } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seconds: { type: 'string' },
    minutes: { type: 'string' },
    quick: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});

const chosen = (given.only ?? Object.keys(benches)).flatMap((names) => names.split(','));
const unknown = chosen.filter((name) => !(name in benches));
const seconds = Number(given.seconds ?? (given.quick ? 2 : 5));
const minutes = Number(given.minutes ?? (given.quick ? 1 : 10));
if (unknown.length > 0 || !(seconds > 0) || !(minutes >= 1)) {
  console.error(
    `Usage: npm run bench -- [--only ${Object.keys(benches).join('|')}] [--seconds N] [--minutes N] [--quick] [--profile FOLDER]`,
  );
  process.exit(1);
}
if (given.profile) mkdirSync(given.profile, { recursive: true });

// What was started ends with this process (`endWithUs`).
process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143));

const plan = { seconds, minutes, rounds: given.quick ? 3 : 7, profile: given.profile, say: (progress: string) => console.error(progress) };
const machine = await describeMachine();
const results: Record<string, object> = {};
for (const name of chosen) {
  plan.say(`${name} …`);
  try {
    results[name] = (await benches[name]?.(plan)) ?? {};
  } catch (error) {
    // What was measured before and after it is still worth having.
    results[name] = { failed: String(error) };
    process.exitCode = 1;
  }
}
console.log(JSON.stringify({ at: new Date().toISOString(), machine, seconds, rounds: plan.rounds, ...results }, null, 2));
