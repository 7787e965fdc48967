import { RowError, readCsv, secondsIn } from '../../csv/read-csv.ts';
import { tasksHeader } from '../simulate/write-tasks.ts';
import type { Wait } from './measure-patience.ts';

/** Recorded waits, in the form in which `simulate --tasks` writes them. Throws `InputError` with the line that is wrong. */
export async function readWaits(file: string): Promise<Wait[]> {
  const waits: Wait[] = [];
  await readCsv(file, { columns: tasksHeader }, ([, outcome = '', waitSeconds = '']) => {
    if (!['answered', 'abandoned', 'waiting'].includes(outcome)) {
      throw new RowError(`outcome: ${JSON.stringify(outcome)} must be answered, abandoned or waiting`);
    }
    waits.push({ seconds: secondsIn(waitSeconds, 'waitSeconds'), gaveUp: outcome === 'abandoned' });
  });
  return waits;
}
