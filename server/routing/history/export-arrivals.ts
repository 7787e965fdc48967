import type { Reader } from '../../db/database.ts';
import { arrivalsHeader } from '../simulate/read-arrivals.ts';
import { measureHandling } from './measure-handling.ts';
import { measureTask } from './measure-task.ts';
import { type PastTask, type Range, readHistory } from './read-history.ts';

interface Export {
  readonly db: Reader;
  readonly now: Date;
  /** What a queue is called in the file. */
  nameOf(queueId: string): string;
}

/**
 * Our own history as the simulator reads it (docs/simulator.md, "Recorded arrivals"), some thousands of rows at a time, the header
 * first. `at` is in seconds since 1970.
 */
export async function* exportArrivals({ db, now, nameOf }: Export, range: Range): AsyncGenerator<string> {
  yield `${arrivalsHeader.join()}\n`;
  const usual = await measureHandling(db, range);
  for await (const tasks of readHistory(db, range)) {
    yield tasks.map((task) => rowOf(task, nameOf(task.queueId), measureTask(task, usual, now))).join('');
  }
}

function rowOf(
  { id, neededAt, tier, channel, skills }: PastTask,
  queue: string,
  { handle, patience }: ReturnType<typeof measureTask>,
): string {
  const asked = Object.entries(skills)
    .filter(([, level]) => level > 0)
    .map(([skill, level]) => `${skill}:${level}`);
  const seconds = (milliseconds: number) => String(milliseconds / 1000);
  const waits = patience === Infinity ? '' : seconds(patience);
  const cells = [id, seconds(neededAt.getTime()), cell(queue), cell(tier), channel, seconds(handle), waits, cell(asked.join(';'))];
  return `${cells.join()}\n`;
}

/**
 * Text that a spreadsheet would calculate is told to be text (OWASP, "CSV Injection"); what holds a separator, a quote or a line
 * break is quoted (RFC 4180).
 */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
