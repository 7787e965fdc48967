import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Step } from './crash-step.ts';

/** One whose test ran out of time has nobody else to end it. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface HubProcess {
  readonly url: string;
  /** Resolves when the process is gone, however it went. */
  readonly gone: Promise<unknown>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A hub in a process of its own, on a fixed port, that may be told to die at a step. */
export async function spawnHub(environment: Record<string, string>, crashAt?: Step): Promise<HubProcess> {
  const crash = pathToFileURL(path.join(root, 'tests/support/crash-at.ts')).href;
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', crash, path.join(root, 'server/main.ts')], {
    cwd: root,
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
