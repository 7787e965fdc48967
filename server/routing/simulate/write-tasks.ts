import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { InputError, oneLine } from '../../csv/input-error.ts';
import type { Arrivals } from './arrivals.ts';
import type { Run } from './run-simulation.ts';

export const tasksHeader = ['id', 'outcome', 'waitSeconds', 'startedAt', 'agent'] as const;

/** What became of each arrival, one row each, in the order of the arrivals. Throws `InputError` when the file cannot be written. */
export function writeTasks(file: string, arrivals: Arrivals, run: Run): void {
  try {
    const output = openSync(file, 'w');
    for (const rows of taskRows(arrivals, run)) writeSync(output, rows);
    closeSync(output);
  } catch (error) {
    throw new InputError(path.basename(file), `cannot be written (${error instanceof Error ? oneLine(error.message) : error})`);
  }
}

const ROWS_AT_ONCE = 10_000;

/** The whole file, header first, some thousands of rows at a time. */
export function* taskRows(arrivals: Arrivals, run: Run): Generator<string> {
  yield `${tasksHeader.join()}\n`;
  let rows = '';
  for (let row = 0; row < arrivals.at.length; row++) {
    rows += `${taskRow(row, arrivals, run)}\n`;
    if (row % ROWS_AT_ONCE < ROWS_AT_ONCE - 1) continue;
    yield rows;
    rows = '';
  }
  yield rows;
}

function taskRow(row: number, { at, patience, idOf }: Arrivals, { startedAt, agentOf }: Run): string {
  const id = quoted(idOf(row));
  const started = startedAt[row] ?? Number.NaN;
  if (Number.isNaN(started)) return `${id},abandoned,${patience[row]},,`;
  return `${id},answered,${started - (at[row] ?? 0)},${started},${(agentOf[row] ?? 0) + 1}`;
}

/** RFC 4180: what holds a separator, a quote or a line break is quoted, quotes are doubled. */
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
