import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, runPackage, runProgram, seconds } from './run-program.mjs';

/** What can be said of the code without running it. Each resolves like `runProgram`. */
export const checks = {
  lint: () =>
    runProgram(process.execPath, [biome, 'check', '--error-on-warnings', '--max-diagnostics=100', '--diagnostic-level=warn', '.']),
  imports: () => runPackage('tsx/dist/cli.mjs', ['scripts/check-imports.ts']),
  types: checkTypes,
};

const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');

/** Server, tests and scripts by the compiler; what runs in a browser by vue-tsc, where it has a tsconfig of its own. */
async function checkTypes() {
  const browserFolders = ['agent-console', 'channel-adapters/web-chat/widget', 'channel-adapters/simulator/page'];
  const projects = browserFolders.filter((folder) => existsSync(path.join(root, folder, 'tsconfig.json')));
  const results = [
    await runPackage('typescript/bin/tsc', ['-p', '.']),
    ...(await Promise.all(projects.map((folder) => runPackage('vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', folder])))),
  ];
  return {
    code: Math.max(...results.map((result) => result.code)),
    output: results
      .map((result) => result.output)
      .join('\n')
      .trim(),
  };
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
