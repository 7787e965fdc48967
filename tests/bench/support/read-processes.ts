import { readdirSync, readFileSync } from 'node:fs';

/** A process and all it has started (Linux: /proc). */
export function treeOf(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(statOf(Number(name))[1])] as const);
  const below = (pid: number): number[] => [pid, ...parents.filter(([, parent]) => parent === pid).flatMap(([child]) => below(child))];
  return below(root);
}

/** Processor time used so far, in milliseconds (proc(5): utime and stime, in ticks of 10 ms). */
export const cpuOf = (pids: readonly number[]): number => sum(pids, (pid) => 10 * (Number(statOf(pid)[11]) + Number(statOf(pid)[12])));

/** Memory in MB. `pss` counts a page that n processes share 1/n for each: PostgreSQL's shared buffers stand in it once. */
export const memoryOf = (pids: readonly number[]) => ({ pss: megabytes(pids, 'Pss'), rss: megabytes(pids, 'Rss') });

function megabytes(pids: readonly number[], field: 'Pss' | 'Rss'): number {
  const kilobytes = sum(pids, (pid) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
  );
  return Math.round(kilobytes / 102.4) / 10;
}

const sum = (pids: readonly number[], amount: (pid: number) => number): number =>
  pids.reduce((total, pid) => total + (amount(pid) || 0), 0);

/** The fields after the program's name, which may itself hold spaces and brackets. */
const statOf = (pid: number): string[] =>
  read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');

/** Nothing of a process that has just ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
