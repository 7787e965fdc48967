import { importLimits } from '../contract/imports.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { customersOfFile } from './customers-of-file.ts';
import { cutBatches } from './cut-batches.ts';
import { earlierRows, inFile } from './earlier-rows.ts';
import type { FileRow } from './files/file-row.ts';
import { openTable } from './files/read-rows.ts';
import { keptFile } from './kept-file.ts';
import { ordersOfFile } from './orders-of-file.ts';
import { type ImportRun, readRun } from './present-import.ts';
import { settleBatch, Unwanted } from './settle-batch.ts';
import type { Subject } from './subject.ts';
import { takeInBatch } from './take-in-batch.ts';
import { makePlan, type Plan } from './understand/plan.ts';
import type { Understood } from './understand/understand-row.ts';

/** An import that broke so often will not succeed. */
const ATTEMPTS = 5;

/**
 * Take in the rows of a file, batch by batch, each with how far we are: another node goes on at the row where this one was ended.
 * What cannot be read at all ends it with a name.
 */
export async function runImport(hub: Hub, { importId }: { importId: string }, run: JobRun): Promise<void> {
  const begun = await hub.db.maybe(sql`
    update import_runs set state = case when dry_run then 'checking' else 'running' end
    where id = ${importId} and state in ('queued', 'checking', 'running') returning id`);
  if (!begun) return;
  try {
    await takeIn(hub, await readRun(hub.db, importId), run);
    await end(hub, importId, null);
  } catch (error) {
    if (error instanceof Unwanted) return;
    if (run.signal.aborted) throw error;
    if (!(error instanceof HubError) && run.attempt < ATTEMPTS) throw error;
    if (!(error instanceof HubError)) hub.log.error({ err: error, import: importId }, 'import failed');
    await end(hub, importId, error instanceof HubError ? error.code : 'internal');
  }
}

async function takeIn(hub: Hub, run: ImportRun, job: JobRun): Promise<void> {
  if (!run.settings) throw new HubError('import_state');
  const source = await keptFile(hub.db, run.id);
  if (run.rowCount === null) await countRows(hub, run, job);
  const table = await openTable(source, run.format, run.settings);
  const plan = makePlan(run.kind, run.settings, table.names, await hub.catalog.current());
  await (run.kind === 'customers'
    ? takeInRows(hub, run, job, plan, table.rows, customersOfFile)
    : takeInRows(hub, run, job, plan, table.rows, ordersOfFile));
}

/** Before anything is written: whether it is too much, and of how many the progress is a share. Throws `import_too_many_rows`. */
async function countRows(hub: Hub, run: ImportRun, { signal }: JobRun): Promise<void> {
  if (!run.settings) return;
  const table = await openTable(await keptFile(hub.db, run.id), run.format, run.settings);
  let count = 0;
  for await (const _ of table.rows) {
    if (++count > importLimits.rows) throw new HubError('import_too_many_rows', `more than ${importLimits.rows}`);
    if (count % 10_000 === 0) signal.throwIfAborted();
  }
  if (count === 0) throw new HubError('import_empty');
  await hub.db.all(sql`update import_runs set row_count = ${count} where id = ${run.id}`);
}

async function takeInRows<Body>(
  hub: Hub,
  run: ImportRun,
  job: JobRun,
  plan: Plan,
  rows: AsyncIterable<FileRow>,
  subject: Subject<Body>,
): Promise<void> {
  const isKept = !run.dryRun;
  const earlier = isKept ? undefined : earlierRows();
  const tiesOf = ({ body }: Understood<Body>) => (body === undefined ? [] : subject.tiesOf(body));
  const remember = (row: Understood<Body>) => (row.body === undefined ? undefined : earlier?.pass(tiesOf(row)));
  const ahead = (async function* () {
    let passed = 0;
    for await (const row of rows) {
      const isDone = passed++ < run.rowsDone;
      if (!isDone) yield subject.understand(plan, row);
      else if (earlier) remember(subject.understand(plan, row));
    }
  })();
  let { rowsDone } = run;
  for await (const batch of cutBatches(ahead, tiesOf)) {
    job.signal.throwIfAborted();
    const before = rowsDone;
    rowsDone += batch.length;
    const known = new Map(batch.map((row) => [row.line, remember(row)]));
    await takeInBatch(hub, {
      subject,
      rows: batch,
      agentId: run.createdById,
      isKept,
      settle: (tx, results) => {
        const seen = results.map((result) => {
          const inTheFile = known.get(result.line);
          return inTheFile ? inFile(result, inTheFile) : result;
        });
        return settleBatch(hub, tx, { importId: run.id, isKept, before, after: before + batch.length }, seen);
      },
    });
  }
}

/** What was really taken in needs its file no more. */
async function end(hub: Hub, importId: string, error: string | null): Promise<void> {
  const state = error ? 'failed' : 'done';
  await hub.db.transact(async (tx) => {
    const ended = await tx.maybe<{ dryRun: boolean }>(sql`
      update import_runs set state = ${state}, error = ${error}, ended_at = ${hub.clock.now()} where id = ${importId} and state in ('checking', 'running') returning dry_run`);
    if (!ended) return;
    if (!error && !ended.dryRun) tx.write(sql`delete from import_parts where import_id = ${importId}`);
    record(hub, tx, { name: 'import.ended', actor: theHub, data: { importId, state } });
  });
}
