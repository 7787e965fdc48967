import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Tx } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { identifier, type Place } from './place.ts';
import { places } from './places.ts';
import { readRecords } from './preview-erasure.ts';

/** Rows that are read at once. */
const SOME = 200;

export interface PersonExport {
  readonly customerId: string;
  readonly at: Date;
  /** Fields of the record that whoever asks may not read. */
  readonly withheld: readonly string[];
}

/**
 * Everything the hub holds of a person, as a zip that is written while it is read: one JSON file for each table, and their
 * files and original mails as they came. The transaction must last until its stream has ended; what goes wrong meanwhile is told to `fail`.
 */
export async function exportPerson(tx: Tx, wish: PersonExport, fail: (error: unknown) => void): Promise<NodeJS.ReadableStream> {
  const records = await readRecords(tx, wish.customerId);
  const zip = new ZipFile();
  zip.on('error', fail);
  const about = { customerId: wish.customerId, records, exportedAt: wish.at.toISOString(), withheldFields: wish.withheld };
  zip.addBuffer(Buffer.from(`${JSON.stringify(about, null, 2)}\n`), 'about.json');
  for (const place of places) if (!place.derived) addRows(zip, tx, place, records, wish.withheld, fail);
  for (const file of await listFiles(tx, records)) addFile(zip, tx, file, fail);
  zip.end();
  return zip.outputStream;
}

function addRows(
  zip: ZipFile,
  tx: Tx,
  place: Place,
  records: readonly string[],
  withheld: readonly string[],
  fail: (error: unknown) => void,
): void {
  zip.addReadStreamLazy(`${place.table}.json`, (open) => {
    const rows = Readable.from(jsonOf(tx, place, records, withheld));
    rows.on('error', fail);
    open(null, rows);
  });
}

/** A JSON array, a row a line. A cursor keeps memory small however much somebody has said. */
async function* jsonOf(tx: Tx, place: Place, records: readonly string[], withheld: readonly string[]): AsyncGenerator<string> {
  await tx.all(sql`declare person no scroll cursor for ${rowsOf(place, records, withheld)}`);
  let isFirst = true;
  yield '[';
  for (;;) {
    const rows = await tx.all<{ row: unknown }>(fetchSome);
    for (const { row } of rows) {
      yield `${isFirst ? '' : ','}\n  ${JSON.stringify(row)}`;
      isFirst = false;
    }
    if (rows.length < SOME) break;
  }
  await tx.all(sql`close person`);
  yield '\n]\n';
}

const fetchSome = sql`fetch 200 from person`;

function rowsOf({ table, whose, asFiles = [] }: Place, records: readonly string[], withheld: readonly string[]): Sql {
  const row = sql`to_jsonb(x) - ${[...asFiles, 'words', 'tx']}::text[]`;
  const source = sql`(select * from ${identifier(table)} where ${whose(records)}) x`;
  if (table === 'customers')
    return sql`select ${row} || jsonb_build_object('fields', x.fields - ${[...withheld]}::text[]) as row from ${source}`;
  const unread = withheld.map((key) => `fields.${key}`);
  if (table === 'field_changes') return sql`select ${row} as row from ${source} where x.field <> all(${unread}::text[])`;
  return sql`select ${row} as row from ${source}`;
}

interface StoredFile {
  readonly id: string;
  readonly table: string;
  readonly name: string;
}

async function listFiles(tx: Tx, records: readonly string[]): Promise<StoredFile[]> {
  const files = places.filter(({ asFiles }) => asFiles);
  const lists = files.map(({ table, whose }) =>
    table === 'raw_items'
      ? tx.all<StoredFile>(
          sql`select id, 'raw_items' as "table", 'mail.eml' as name from raw_items where ${whose(records)} and length(content) > 0 order by id`,
        )
      : tx.all<StoredFile>(sql`select id, ${table}::text as "table", name from ${identifier(table)} where ${whose(records)} order by id`),
  );
  return (await Promise.all(lists)).flat();
}

/** A name of theirs is part of a path: it may not lead anywhere, nor be longer than a file system takes. */
export const pathOf = ({ id, table, name }: StoredFile): string => {
  const plain = name
    .replace(/[\p{Cc}\\/:*?"<>|]+/gu, '_')
    .replace(/^\.+/, '_')
    .slice(-100);
  return `${table === 'raw_items' ? 'originals' : 'files'}/${id} ${plain || 'file'}`;
};

function addFile(zip: ZipFile, tx: Tx, file: StoredFile, fail: (error: unknown) => void): void {
  zip.addReadStreamLazy(pathOf(file), (open) => {
    tx.maybe<{ content: Buffer }>(sql`select content from ${identifier(file.table)} where id = ${file.id}`).then(
      (found) => open(null, Readable.from([found?.content ?? Buffer.alloc(0)])),
      fail,
    );
  });
}
