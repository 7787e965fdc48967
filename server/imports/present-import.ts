import type { FileFormat, ImportCounts, ImportKind, ImportRowView, ImportState, ImportView } from '../contract/imports.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

/** A run as it stands in the database. */
export interface ImportRun {
  readonly id: string;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly format: FileFormat;
  readonly state: ImportState;
  readonly dryRun: boolean;
  readonly settings: ImportView['settings'];
  readonly rowCount: number | null;
  readonly rowsDone: number;
  readonly counts: Partial<ImportCounts>;
  readonly error: string | null;
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const LISTED = 100;
const none: ImportCounts = { created: 0, changed: 0, same: 0, failed: 0, noted: 0, undone: 0, left: 0 };

const readRuns = (db: Reader, condition: Sql): Promise<ImportRun[]> =>
  db.all<ImportRun>(sql`
    select r.id, r.kind, r.file_name, r.format, r.state, r.dry_run, r.settings, r.row_count, r.rows_done, r.counts, r.error, r.created_by_id,
      a.name as created_by_name, r.created_at, r.ended_at
    from import_runs r join agents a on a.id = r.created_by_id where r.state <> 'uploading' and ${condition}`);

/** Throws `not_found`. */
export async function readRun(db: Reader, id: string): Promise<ImportRun> {
  const [run] = await readRuns(db, sql`r.id = ${id}`);
  if (!run) throw new HubError('not_found');
  return run;
}

export const readImport = async (db: Reader, id: string): Promise<ImportView> => present(await readRun(db, id));

export const listImports = async (db: Reader): Promise<ImportView[]> =>
  (await readRuns(db, sql`true order by r.created_at desc, r.id desc limit ${LISTED}`)).map(present);

function present({ createdById, createdByName, createdAt, endedAt, counts, ...run }: ImportRun): ImportView {
  return {
    ...run,
    counts: { ...none, ...counts },
    createdBy: { id: createdById, name: createdByName },
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** Rows with something to know, after a line. */
export async function readProblemRows(db: Reader, importId: string, after: number, limit: number): Promise<ImportRowView[]> {
  return db.all<ImportRowView>(sql`
    select line, outcome, problems, subject_id from import_rows
    where import_id = ${importId} and problems is not null and line > ${after} order by line limit ${limit}`);
}
