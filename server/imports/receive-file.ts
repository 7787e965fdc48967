import { v7 as uuid } from 'uuid';
import { type FileFormat, type ImportKind, importLimits } from '../contract/imports.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { findWriting } from './files/read-rows.ts';
import { keepFile, keptFile } from './kept-file.ts';

export interface NewFile {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Uploads that broke off are forgotten after this long (seconds). */
const FORGOTTEN_AFTER = 86_400;

/**
 * Keep a file that is to be imported. Nothing is taken in yet. Returns its id.
 * Throws `import_empty`, `import_format` or `payload_too_large`; then nothing is kept.
 */
export async function receiveFile(hub: Hub, agentId: string, { kind, fileName, bytes }: NewFile): Promise<string> {
  const id = uuid();
  const format = formatOf(fileName);
  await forgetBroken(hub);
  await hub.db.all(sql`
    insert into import_runs (id, kind, file_name, format, state, created_by_id, created_at)
    values (${id}, ${kind}, ${fileName}, ${format}, 'uploading', ${agentId}, ${hub.clock.now()})`);
  try {
    await keepFile(hub.db, id, bytes, importLimits.bytes);
    await findWriting(await keptFile(hub.db, id), format, {});
    await hub.db.transact(async (tx) => {
      tx.write(sql`update import_runs set state = 'uploaded' where id = ${id}`);
      record(hub, tx, { name: 'import.uploaded', actor: agentActor(agentId), data: { importId: id, kind, format } });
    });
    return id;
  } catch (error) {
    await forget(hub, [id]);
    throw error;
  }
}

/** By the end of its name. */
function formatOf(fileName: string): FileFormat {
  const end = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (end === 'csv' || end === 'tsv' || end === 'txt') return 'csv';
  if (end === 'xlsx') return 'xlsx';
  if (end === 'jsonl' || end === 'ndjson') return 'jsonl';
  throw new HubError('import_format', 'the name must end in .csv, .xlsx or .jsonl');
}

async function forgetBroken(hub: Hub): Promise<void> {
  const broken = await hub.db.all<{ id: string }>(sql`
    select id from import_runs where state = 'uploading' and created_at < ${hub.clock.now()}::timestamptz - ${FORGOTTEN_AFTER} * interval '1 second'`);
  await forget(
    hub,
    broken.map(({ id }) => id),
  );
}

async function forget(hub: Hub, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await hub.db.transact(async (tx) => {
    tx.write(sql`delete from import_parts where import_id = any(${ids}::uuid[])`);
    tx.write(sql`delete from import_runs where id = any(${ids}::uuid[])`);
  });
}
