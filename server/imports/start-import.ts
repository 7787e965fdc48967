import type { ImportSettings } from '../contract/imports.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { readRun } from './present-import.ts';
import { fieldsOf } from './understand/plan.ts';

interface Start {
  readonly settings: ImportSettings;
  readonly dryRun: boolean;
}

/**
 * Take the rows of a kept file in, or only check them. What was only checked, or failed before its first row, may be started
 * again. Throws `not_found`, `import_state`, `import_key_missing` or `bad_request`.
 */
export async function startImport(hub: Hub, agentId: string, importId: string, { settings, dryRun }: Start): Promise<void> {
  const { kind } = await readRun(hub.db, importId);
  checkColumns(
    settings,
    fieldsOf(kind, await hub.catalog.current()).map(({ key }) => key),
    kind === 'customers' ? 'externalId' : 'number',
  );
  await hub.db.transact(async (tx) => {
    const started = await tx.maybe(sql`
      update import_runs set settings = ${json(settings)}, state = 'queued', dry_run = ${dryRun}, rows_done = 0, row_count = null, counts = '{}', error = null, ended_at = null
      where id = ${importId} and (state = 'uploaded' or (state in ('done', 'failed', 'canceled') and (dry_run or rows_done = 0)))
        and exists (select from import_parts where import_id = ${importId}) returning id`);
    if (!started) throw new HubError('import_state');
    tx.write(sql`delete from import_rows where import_id = ${importId}`);
    record(hub, tx, { name: 'import.requested', actor: agentActor(agentId), data: { importId, dryRun } });
  });
}

function checkColumns({ columns }: ImportSettings, known: readonly string[], key: string): void {
  const fields = columns.map(({ field }) => field);
  const stray = fields.find((field) => !known.includes(field));
  if (stray !== undefined) throw new HubError('bad_request', `body.settings.columns: there is no field ${stray}`);
  const twice = fields.find((field, i) => fields.indexOf(field) !== i && field !== 'phone' && field !== 'email');
  if (twice !== undefined) throw new HubError('bad_request', `body.settings.columns: ${twice} has two columns`);
  if (!fields.includes(key)) throw new HubError('import_key_missing', key);
}
