import path from 'node:path';
import { root, runPackage, runProgram, seconds } from './run-program.mjs';

/** What can be said of the code without running it. Each resolves like `runProgram`. */
export const checks = {
  lint: () => runProgram(process.execPath, [biome, 'check', '--error-on-warnings', '--max-diagnostics=40', '--diagnostic-level=warn', '.']),
  imports: () => runPackage('tsx/dist/cli.mjs', ['scripts/check-imports.ts']),
  types: checkTypes,
};

const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');

const tsc = (folder) => runPackage('typescript/bin/tsc', ['--noEmit', '-p', folder]);
const vueTsc = (folder) => runPackage('vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', folder]);

/** What runs in Node, and beside it what runs in browsers, one after the other: two compilers at once fill a small machine. */
async function checkTypes() {
  const inBrowsers = async () => [
    await vueTsc('agent-console'),
    await tsc('agent-console/offline/worker'),
    await tsc('channel-adapters/web-chat/widget'),
    await vueTsc('channel-adapters/simulator/page'),
  ];
  const results = (await Promise.all([tsc('.'), inBrowsers()])).flat();
  const output = results
    .map((result) => result.output)
    .join('\n')
    .trim();
  return { code: Math.max(...results.map((result) => result.code)), output };
}

/** Do one piece of work and tell how it went. Work that throws has failed. Resolves with whether it passed. */
export async function runCheck(name, work) {
  const begun = performance.now();
  const { code, output } = await Promise.resolve()
    .then(work)
    .then((result) => result ?? passed, failed);
  console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds(begun)})`);
  if (code !== 0) console.log(output);
  return code === 0;
}

const passed = { code: 0, output: '' };
const failed = (error) => ({ code: 1, output: error.message });
