import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program of ours in a process of its own, once it has said that it is ready. */
export interface Program {
  readonly pid: number;
  /** What `ready` caught of its output. */
  readonly said: string;
  stop(): Promise<void>;
}

/** Start Node with `args`; ready when its output matches, whose first group is kept. */
export async function startProgram(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<Program> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  endWithUs(child);
  const said = await new Promise<string>((found, failed) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const match = ready.exec(output);
      if (match) found(match[1] ?? '');
    });
    exited.then(() => failed(new Error(`${args.at(-1)} ended before it was ready: ${output}`)), failed);
  });
  return {
    pid: child.pid ?? 0,
    said,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await exited;
    },
  };
}

/** A run that is broken off leaves nothing behind. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGINT');
  process.on('exit', end);
  child.once('exit', () => process.off('exit', end));
}
