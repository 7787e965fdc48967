import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from '../errors.ts';

/** Names the process that owns a cluster; beside it, because initdb wants an empty folder. */
const ownerFile = (data: string): string => `${data}.owner`;

/** Kept by us in every cluster of ours: a cluster without it belongs to somebody else. */
export const passwordFile = (data: string): string => path.join(data, 'touchline.password');

/**
 * Make this process the only one on these files. Another hub's files, or files that are not ours, are not touched;
 * a PostgreSQL that a killed hub left behind is ended.
 */
export async function claimData(data: string): Promise<void> {
  const foreign = existsSync(path.join(data, 'PG_VERSION')) && !existsSync(passwordFile(data));
  if (foreign)
    throw new StartError(`The folder ${data} holds a PostgreSQL cluster that Touchline did not create. Set DATA_DIR to another folder.`);
  await own(data);
  await endOrphan(data);
}

/** Give the files back, for the next process that starts. */
export function releaseData(data: string): void {
  if (read(ownerFile(data)) === identity(process.pid)) rmSync(ownerFile(data), { force: true });
}

async function own(data: string): Promise<void> {
  const file = ownerFile(data);
  const owner = read(file);
  if (owner && owner === identity(Number.parseInt(owner, 10))) throw inUse(data, owner);
  mkdirSync(path.dirname(data), { recursive: true });
  const self = identity(process.pid);
  writeFileSync(file, self);
  // Two that start in the same instant both find no owner: the one whose name stays in the file goes on.
  await pause(50);
  const winner = read(file);
  if (winner !== self) throw inUse(data, winner ?? '?');
}

const inUse = (data: string, owner: string): StartError =>
  new StartError(
    `The data folder ${data} is in use by another Touchline (process ${owner.split(' ')[0]}). Stop that one, or set DATA_DIR to another folder.`,
  );

/** A number that now belongs to another program is no server of ours; PostgreSQL would refuse to start because of it. */
async function endOrphan(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  const pid = Number.parseInt(read(file) ?? '', 10);
  const isOurs = () => commandOf(pid).includes(`-D ${data} `);
  if (!commandOf(pid).includes('postgres')) rmSync(file, { force: true });
  if (isOurs()) process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 30_000;
  while (isOurs()) {
    if (Date.now() > deadline)
      throw new StartError(`PostgreSQL process ${pid} of an earlier run does not end. Stop it by hand, then start again.`);
    await pause(50);
  }
}

const read = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** A process by its number and when it started, since numbers are given out again; '' when it is gone. */
function identity(pid: number): string {
  const started = look(pid, 'lstart=');
  return started && `${pid} ${started}`;
}

const commandOf = (pid: number): string => look(pid, 'command=');

/** One column of `ps` (POSIX, also on macOS); Linux without procps has the same in /proc. */
function look(pid: number, column: 'lstart=' | 'command='): string {
  if (!Number.isInteger(pid)) return '';
  if (existsSync('/proc/self/stat')) return lookInProc(pid, column);
  try {
    return execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** proc(5): the start tick is field 22, counted after the program name in brackets; a zombie (Z) has ended. */
function lookInProc(pid: number, column: 'lstart=' | 'command='): string {
  try {
    if (column === 'command=') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? '' : (fields[18] ?? '');
  } catch {
    return '';
  }
}
