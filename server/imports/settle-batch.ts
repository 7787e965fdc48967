import type { ImportCounts } from '../contract/imports.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { RowResult } from './take-in-batch.ts';

export interface Stretch {
  readonly importId: string;
  readonly isKept: boolean;
  /** Rows behind us before and after this batch. */
  readonly before: number;
  readonly after: number;
}

/** How often progress is told (rows). */
const TOLD_EVERY = 1000;

/**
 * Write down what became of rows and how far we are, with what was taken in. Throws `Unwanted` when somebody has canceled, or another
 * node has gone on meanwhile: then nothing of it stays. Rows that were the same and about which there is nothing to know are only counted.
 */
export async function settleBatch(
  hub: Hub,
  tx: Tx,
  { importId, isKept, before, after }: Stretch,
  results: readonly RowResult[],
): Promise<void> {
  const run = await tx.maybe<{ counts: Partial<ImportCounts>; state: string; rowsDone: number }>(
    sql`select counts, state, rows_done from import_runs where id = ${importId} for update`,
  );
  if (!run || run.rowsDone !== before || !['checking', 'running'].includes(run.state)) throw new Unwanted();
  tx.write(sql`update import_runs set rows_done = ${after}, counts = ${json(added(run.counts, results))} where id = ${importId}`);
  const kept = results.filter(({ outcome, problems }) => problems.length > 0 || (outcome !== 'same' && isKept));
  const rows = kept.map(({ line, outcome, problems, done }) => ({
    line,
    outcome,
    problems: problems.length > 0 ? problems : null,
    subjectId: isKept ? (done?.subjectId ?? null) : null,
    before: isKept ? (done?.before ?? null) : null,
    after: isKept ? (done?.after ?? null) : null,
  }));
  if (rows.length > 0) {
    tx.write(sql`
      insert into import_rows (import_id, line, outcome, problems, subject_id, before, after)
      select ${importId}, line, outcome, problems, "subjectId", before, after
      from json_to_recordset(${json(rows)}) as (line int, outcome text, problems jsonb, "subjectId" uuid, before jsonb, after jsonb)`);
  }
  if (Math.floor(after / TOLD_EVERY) > Math.floor(before / TOLD_EVERY))
    record(hub, tx, { name: 'import.progressed', actor: theHub, data: { importId, rowsDone: after } });
}

/** Ends a transaction that nobody wants any more. */
export class Unwanted extends Error {}

function added(counts: Partial<ImportCounts>, results: readonly RowResult[]): Partial<ImportCounts> {
  const sum: Record<string, number> = { ...counts };
  for (const { outcome, problems } of results) {
    sum[outcome] = (sum[outcome] ?? 0) + 1;
    if (outcome !== 'failed' && problems.length > 0) sum.noted = (sum.noted ?? 0) + 1;
  }
  return sum;
}
