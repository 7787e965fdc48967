import type { ImportCounts, RowProblem } from '../contract/imports.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { customersOfFile } from './customers-of-file.ts';
import { problem } from './files/file-row.ts';
import { ordersOfFile } from './orders-of-file.ts';
import { readRun } from './present-import.ts';
import { type Done, type State, type Subject, same } from './subject.ts';

/** How many rows one transaction puts back. */
const BATCH = 100;

/** Ask that everything an import did be put back. Throws `not_found` or `import_state`. */
export async function requestUndo(hub: Hub, agentId: string, importId: string): Promise<void> {
  await readRun(hub.db, importId);
  await hub.db.transact(async (tx) => {
    const undoing = await tx.maybe(sql`
      update import_runs set state = 'undoing', ended_at = null
      where id = ${importId} and not dry_run and state in ('done', 'canceled', 'failed') and rows_done > 0 returning id`);
    if (!undoing) throw new HubError('import_state');
    record(hub, tx, { name: 'import.undo_requested', actor: agentActor(agentId), data: { importId, byAgentId: agentId } });
  });
}

/**
 * Put back what was before an import, the last row first. What somebody has changed since, or what is in use by now, is left as it
 * is and named. Each batch notes its rows: another node goes on where this one was ended.
 */
export async function undoImport(hub: Hub, { importId, agentId }: { importId: string; agentId: string }, run: JobRun): Promise<void> {
  const { kind, state } = await readRun(hub.db, importId);
  if (state !== 'undoing') return;
  const step = () =>
    kind === 'customers' ? undoBatch(hub, agentId, importId, customersOfFile) : undoBatch(hub, agentId, importId, ordersOfFile);
  while (await step()) run.signal.throwIfAborted();
  await hub.db.transact(async (tx) => {
    const ended = await tx.maybe(sql`
      update import_runs set state = 'undone', ended_at = ${hub.clock.now()} where id = ${importId} and state = 'undoing' returning id`);
    if (!ended) return;
    tx.write(sql`delete from import_parts where import_id = ${importId}`);
    record(hub, tx, { name: 'import.ended', actor: theHub, data: { importId, state: 'undone' } });
  });
}

interface Row {
  readonly line: number;
  readonly subjectId: string;
  readonly before: State | null;
  readonly after: State;
  readonly problems: RowProblem[] | null;
}

/** False when nothing is left to be put back. */
async function undoBatch<Body>(hub: Hub, agentId: string, importId: string, subject: Subject<Body>): Promise<boolean> {
  return hub.db.transact(async (tx) => {
    await tx.one(sql`select from import_runs where id = ${importId} for update`);
    const rows = await tx.all<Row>(sql`
      select line, subject_id, before, after, problems from import_rows
      where import_id = ${importId} and outcome in ('created', 'changed') and after is not null order by line desc limit ${BATCH}`);
    const undone: { line: number; outcome: string; problems: readonly RowProblem[] | null }[] = [];
    for (const row of rows) {
      const left = await undoRow(hub, tx, agentId, subject, row);
      undone.push({ line: row.line, outcome: left ? 'left' : 'undone', problems: left ? [left] : row.problems });
    }
    settle(tx, importId, undone);
    return rows.length === BATCH;
  });
}

/** Answers why it was left. */
async function undoRow<Body>(
  hub: Hub,
  tx: Tx,
  agentId: string,
  subject: Subject<Body>,
  { subjectId, before, after }: Row,
): Promise<RowProblem | undefined> {
  const now = await subject.hold(tx, subjectId);
  if (!now) return undefined;
  if (!isUntouched(now, after)) return problem('changed_since');
  const done: Done = { subjectId, before, after };
  if (!before) return (await subject.remove(hub, tx, agentId, done)) ? undefined : problem('in_use');
  try {
    await subject.putBack(hub, tx, agentId, { ...done, before });
    return undefined;
  } catch (error) {
    if (error instanceof HubError) return problem('refused', null, error.detail ?? error.code);
    throw error;
  }
}

const isUntouched = (now: State, after: State): boolean => Object.keys(after).every((name) => same(now[name] ?? null, after[name] ?? null));

function settle(tx: Tx, importId: string, rows: readonly { line: number; outcome: string }[]): void {
  tx.write(sql`
    update import_rows r set outcome = u.outcome, problems = u.problems from json_to_recordset(${json(rows)}) as u(line int, outcome text, problems jsonb)
    where r.import_id = ${importId} and r.line = u.line`);
  const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  const more: Pick<ImportCounts, 'undone' | 'left'> = { undone: count('undone'), left: count('left') };
  tx.write(sql`
    update import_runs set counts = counts || jsonb_build_object(
      'undone', coalesce((counts ->> 'undone')::int, 0) + ${more.undone}::int, 'left', coalesce((counts ->> 'left')::int, 0) + ${more.left}::int)
    where id = ${importId}`);
}
