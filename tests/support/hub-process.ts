import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { projectRoot } from '../../server/project-root.ts';
import type { Step } from './crash-step.ts';

/** One whose test ran out of time has nobody else to end it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface HubProcess {
  readonly url: string;
  /** Resolves when the process is gone, however it went. */
  readonly gone: Promise<unknown>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A hub in a process of its own, on a fixed port, that may be told to die at a step. */
export async function spawnHub(environment: Record<string, string>, crashAt?: Step): Promise<HubProcess> {
  compiled ??= compileHub();
  const folder = await compiled;
  const crash = pathToFileURL(path.join(folder, 'tests/support/crash-at.js')).href;
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', crash, path.join(folder, 'server/main.js')], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'test', DEMO: 'off', ...environment, ...(crashAt ? { CRASH_AT: JSON.stringify(crashAt) } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const gone = once(child, 'exit').finally(() => running.delete(child));
  await ready(child);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return { url: `http://localhost:${environment.PORT}`, gone, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

let compiled: Promise<string> | undefined;

/** As `npm start` runs it: from the sources as they are, compiled, in a third less time than if every process did that for itself. */
async function compileHub(): Promise<string> {
  const program = `import('./scripts/steps/compile-hub.mjs').then(async ({ compileHub }) => process.stdout.write(await compileHub()))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: projectRoot });
  return stdout;
}

async function ready(child: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((runs, failed) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (process.env.SHOW_HUB) process.stderr.write(chunk);
      if (output.includes('Touchline runs')) runs();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (process.env.SHOW_HUB) process.stderr.write(chunk);
    });
    // A step may lie before the hub is up; whoever waits for `gone` sees it.
    child.once('exit', (code, signal) => (signal === 'SIGKILL' ? runs() : failed(new Error(`hub ended with ${code}: ${output}`))));
  });
}
