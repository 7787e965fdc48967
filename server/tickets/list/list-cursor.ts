import { z } from 'zod';
import type { TicketSort } from '../../contract/ticket-list.ts';
import { HubError } from '../../errors.ts';

/** Where a page of tickets ended: what it is sorted by, and the ticket. */
export interface ListCursor {
  readonly key: Date | number;
  readonly id: string;
}

const Written = z.tuple([z.union([z.iso.datetime({ precision: 3 }), z.string().regex(/^\d{1,15}$/)]), z.uuid()]);

export const writeListCursor = ({ key, id }: ListCursor): string => `${key instanceof Date ? key.toISOString() : key}_${id}`;

/** Throws `bad_request` for what no page in this order has ever said. */
export function readListCursor(text: string, sort: TicketSort): ListCursor {
  const written = Written.safeParse(text.split('_'));
  const isNumber = written.success && /^\d+$/.test(written.data[0]);
  if (!written.success || isNumber !== sort.startsWith('created.'))
    throw new HubError('bad_request', 'query.cursor: take it from the page before');
  const [key, id] = written.data;
  return { key: isNumber ? Number(key) : new Date(key), id };
}
