import { z } from 'zod';
import { HubError } from '../errors.ts';

/** Where a page of a list ended: the next one begins behind it. */
export interface Cursor {
  readonly at: Date;
  readonly id: string;
}

const Written = z.tuple([z.iso.datetime({ precision: 3 }), z.uuid()]);

export const writeCursor = (at: string, id: string): string => `${at}_${id}`;

/** Throws `bad_request` for what no page has ever said. */
export function readCursor(text: string): Cursor {
  const written = Written.safeParse(text.split('_'));
  if (!written.success) throw new HubError('bad_request', 'query.cursor: take it from the page before');
  return { at: new Date(written.data[0]), id: written.data[1] };
}

/** Of lists whose order is that of their ids. */
export function readIdCursor(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new HubError('bad_request', 'query.cursor: take it from the page before');
  return id.data;
}
