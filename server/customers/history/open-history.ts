import type { Caller } from '../../auth/identify-caller.ts';
import { maySeeCustomer, withReach } from '../../auth/permissions.ts';
import { type HistoryKind, historyKinds } from '../../contract/history.ts';
import { type Permission, reaches } from '../../contract/permissions.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { type Circle, findCircle } from './find-circle.ts';

/** By which right each kind of line is read, where that is another one than the customer's own. */
const rights: Partial<Record<HistoryKind, Permission>> = {
  ...{
    voice: 'tickets.read',
    sms: 'tickets.read',
    email: 'tickets.read',
    web_chat: 'tickets.read',
    note: 'tickets.read',
    ticket: 'tickets.read',
  },
  ...{ order: 'trade.read', return: 'trade.read', touch: 'trade.read', rating: 'trade.read', page_visit: 'trade.read' },
};

export interface OpenHistory {
  readonly circle: Circle;
  /** Undefined: all there is. */
  readonly show: readonly HistoryKind[] | undefined;
}

/**
 * Whose lines and of which kinds somebody may read in the history of a customer they may see. Where what was said or bought
 * is read of fewer customers than their records are, people of a company are shown who may be seen by all these rights.
 */
export async function openHistory(db: Reader, caller: Caller, customerId: string, asked?: readonly HistoryKind[]): Promise<OpenHistory> {
  const readers = [withReach(caller, 'tickets.read'), withReach(caller, 'trade.read')] as const;
  const [tickets, trade] = await Promise.all(readers.map((reader) => sees(db, reader, customerId)));
  const hidden = new Set<Permission | undefined>([
    ...(tickets ? [] : ['tickets.read' as const]),
    ...(trade ? [] : ['trade.read' as const]),
  ]);
  const narrow = readers
    .filter((_, i) => (i === 0 ? tickets : trade))
    .reduce((one, other) => (width(other) < width(one) ? other : one), caller);
  return {
    circle: await findCircle(db, narrow, customerId),
    show: hidden.size === 0 ? asked : (asked ?? historyKinds).filter((kind) => !hidden.has(rights[kind])),
  };
}

const width = ({ reach }: Pick<Caller, 'reach'>): number => reaches.indexOf(reach);

async function sees(db: Reader, reader: Caller, customerId: string): Promise<boolean> {
  if (reader.reach === 'all') return true;
  const row = await db.one<{ sees: boolean }>(sql`select ${maySeeCustomer(reader, sql`${customerId}::uuid`)} as sees`);
  return row.sees;
}
