import type { Database, Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { ByteSource } from './files/byte-source.ts';

/** Bytes of each part but the last. */
const PART = 262_144;
/** Handed on at once: short enough that nobody else waits long. */
const PIECE = 32_768;

/** Keep a file part by part as it comes; never more than a part of it is held here. Throws `payload_too_large`. */
export async function keepFile(db: Database, importId: string, bytes: AsyncIterable<Uint8Array>, most: number): Promise<number> {
  let [part, size, waiting]: [number, number, Uint8Array[]] = [0, 0, []];
  const keep = async (content: Buffer) => {
    await db.all(sql`insert into import_parts (import_id, part, content) values (${importId}, ${part}, ${content})`);
    part += 1;
  };
  let held = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > most) throw new HubError('payload_too_large', `${most} bytes`);
    waiting.push(piece);
    held += piece.length;
    while (held >= PART) {
      const all = Buffer.concat(waiting);
      await keep(all.subarray(0, PART));
      waiting = [all.subarray(PART)];
      held = all.length - PART;
    }
  }
  if (held > 0) await keep(Buffer.concat(waiting));
  return size;
}

/** The file of an import, read where it is kept. */
export async function keptFile(db: Reader, importId: string): Promise<ByteSource> {
  const { size } = await db.one<{ size: number }>(
    sql`select coalesce(sum(octet_length(content)), 0)::bigint as size from import_parts where import_id = ${importId}`,
  );
  return { size, stream: (from = 0, to = size) => readParts(db, importId, from, Math.min(to, size)) };
}

async function* readParts(db: Reader, importId: string, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; ) {
    const part = Math.floor(at / PART);
    const { content } = await db.one<{ content: Buffer }>(
      sql`select content from import_parts where import_id = ${importId} and part = ${part}`,
    );
    const end = Math.min(to, part * PART + content.length);
    for (; at < end; at += PIECE) yield content.subarray(at - part * PART, Math.min(at + PIECE, end) - part * PART);
    at = end;
  }
}
