import type { Request, Response } from 'express';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

/** As much as one answer holds of a file that is asked for in pieces: no call of hours is ever in memory as a whole. */
const pieceBytes = 1_048_576;

/**
 * The content of an attachment, or the part of it that was asked for (RFC 9110, 14: one range of bytes; of a long one the
 * beginning, after which players ask for more). A range that makes no sense is as if none was asked for.
 */
export async function answerFile(hub: Hub, request: Request, response: Response, file: { id: string; size: number }): Promise<void> {
  const range = readRange(request.headers.range, file.size);
  response.set('accept-ranges', 'bytes');
  if (range === 'beyond') {
    response.status(416).set('content-range', `bytes */${file.size}`).end();
    return;
  }
  const { from, to } = range ?? { from: 0, to: file.size - 1 };
  if (range) response.status(206).set('content-range', `bytes ${from}-${to}/${file.size}`);
  const { part } = await hub.db.one<{ part: Buffer }>(
    sql`select substring(content from ${from + 1}::int for ${to - from + 1}::int) as part from attachments where id = ${file.id}`,
  );
  response.send(part);
}

/** Undefined: all of it. */
function readRange(header: string | undefined, size: number): { from: number; to: number } | 'beyond' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,12})-(\d{0,12})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from >= size) return 'beyond';
  return from > to ? undefined : { from, to: Math.min(to, from + pieceBytes - 1) };
}
