import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Hub } from '../hub.ts';

export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: AsyncIterable<string | Uint8Array>;
}

/** A download that is made while it is read: nobody reads, nothing is made. */
export async function sendFile(hub: Hub, response: Response, { name, type, bytes }: SentFile): Promise<void> {
  response
    .type(type)
    .set('cache-control', 'no-store')
    .set('content-disposition', `attachment; filename="${name.replace(/[^\w.-]+/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`);
  // Whoever goes away in the middle has simply had enough.
  await pipeline(Readable.from(bytes, { objectMode: false, highWaterMark: 65_536 }), response).catch((error: unknown) => {
    if (!response.destroyed || !isPremature(error)) hub.log.warn({ err: error, file: name }, 'a download ended early');
    response.destroy();
  });
}

const isPremature = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
