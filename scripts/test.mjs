import './steps/check-node.mjs';
import { buildParts } from './steps/build-parts.mjs';
import { generateClient } from './steps/generate-client.mjs';
import { installBrowser } from './steps/install-browser.mjs';
import { installPackages } from './steps/install-packages.mjs';
import { checks, runCheck } from './steps/run-checks.mjs';
import { seconds } from './steps/run-program.mjs';
import { runTests } from './steps/run-tests.mjs';

const begun = performance.now();
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

/** A preparation counts only when it fails, a check counts as one test. */
async function prepare(name, work) {
  if (!(await runCheck(name, work))) add(name, { failed: 1 });
}

async function check(name, work) {
  add(name, (await runCheck(name, work)) ? { passed: 1 } : { failed: 1 });
}

async function tests(project) {
  const since = performance.now();
  const { unsteady, ...counts } = await runTests(project);
  console.log(`${counts.failed > 0 ? 'FAILED' : 'passed'}  ${project} tests (${seconds(since)})`);
  for (const name of unsteady) console.log(`UNSTEADY  passed only when tried again: ${name}`);
  add(`${project} tests`, counts);
}

function add(name, { passed = 0, failed = 0, skipped = 0 }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0) failures.push(name);
}

// Every step runs, whatever became of those before: one run shows all there is to mend.
await prepare('packages', installPackages);
await prepare('programs', installBrowser);
await prepare('database client', generateClient);
for (const [name, work] of Object.entries(checks)) await check(name, work);
await tests('unit');
await check('build', buildParts);
await tests('browser');

console.log(`\nAll steps took ${seconds(begun)}.${failures.length > 0 ? ` Failed: ${failures.join(', ')}.` : ''}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = failures.length > 0 ? 1 : 0;
