import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A step that could not be done; `message` is what its reader sees. */
export class StepError extends Error {}

/**
 * Run a program in the project's folder. Resolves with its exit code and, unless `show` lets it write to the terminal
 * itself, with everything it printed.
 */
export function runProgram(command, args, { env = {}, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}

/** Run a JavaScript file of an installed package, such as `typescript/bin/tsc`, without a shell or npx in between. */
export const runPackage = (file, args, options) => runProgram(process.execPath, [path.join(root, 'node_modules', file), ...args], options);

/** Say what is being done, do it, say how long it took. Fails with everything the program printed. */
export async function step(name, work) {
  process.stdout.write(`${name} … `);
  const begun = performance.now();
  const { code, output } = await work();
  console.log(code === 0 ? seconds(begun) : 'failed');
  if (code !== 0) throw new StepError(output);
}

export const seconds = (begun) => `${((performance.now() - begun) / 1000).toFixed(1)} s`;

/** End with the message of a step that could not be done; anything else is a bug and keeps its trace. */
export function fail(error) {
  console.error(error instanceof StepError ? error.message : error);
  process.exit(1);
}
