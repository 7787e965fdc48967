import type { Reader } from '../db/database.ts';
import { readProblemRows } from './present-import.ts';

const PAGE = 1000;

/** Every row with something to know, one line each problem, as a table. */
export async function* listProblems(db: Reader, importId: string): AsyncGenerator<(string | number | null)[]> {
  yield ['line', 'outcome', 'problem', 'column', 'value'];
  for (let after = -1; ; ) {
    const rows = await readProblemRows(db, importId, after, PAGE);
    for (const { line, outcome, problems } of rows)
      for (const { code, column, value } of problems) yield [line, outcome, code, column, value];
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.line;
  }
}
