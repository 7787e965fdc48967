import type { Caller } from '../auth/identify-caller.ts';
import { maskAnswer } from '../auth/masks/mask-answer.ts';
import { maskText } from '../auth/masks/mask-text.ts';
import { withRight } from '../auth/permissions.ts';
import { requireCustomer } from '../auth/require-visible.ts';
import type { FileFormat } from '../contract/imports.ts';
import { reaches } from '../contract/permissions.ts';
import type { Language } from '../contract/statuses.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { exportCustomers } from './export-customers.ts';
import { exportHistory } from './export-history.ts';
import { exportOrders } from './export-orders.ts';
import { exportTickets } from './export-tickets.ts';
import { mapped } from './pages.ts';
import { cellsOf, type Table } from './table.ts';
import { writeCsv } from './write-csv.ts';
import { writeJsonLines } from './write-json-lines.ts';
import { writeXlsx } from './write-xlsx.ts';

/** Who asks for a file, and in which language its columns are named. */
export interface Asked {
  readonly hub: Hub;
  readonly caller: Caller;
  readonly language: Language;
}

export type Wanted =
  | { readonly what: 'customers'; readonly segmentId?: string | undefined }
  | { readonly what: 'orders' }
  | { readonly what: 'tickets' }
  | { readonly what: 'history'; readonly customerId: string };

export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: AsyncIterable<string | Uint8Array>;
}

/** A file of what this person may see, made while it is read. That it was asked for is on record before its first byte leaves. */
export async function makeExport(by: Asked, wanted: Wanted, format: FileFormat): Promise<MadeFile> {
  const asked = { ...by, caller: asReader(by.caller, wanted) };
  const { hub, caller } = asked;
  const customerId = wanted.what === 'history' ? wanted.customerId : null;
  if (customerId) await requireCustomer(hub, caller, customerId);
  const table = masked(caller, await tableOf(asked, wanted));
  await hub.db.transact(async (tx) => {
    record(hub, tx, { name: 'export.made', actor: agentActor(caller.id), customerId, data: { what: wanted.what, format } });
  });
  const day = hub.clock.now().toISOString().slice(0, 10);
  return { name: `${table.name}-${day}.${format}`, ...written(table, format) };
}

/** Nothing leaves as a file that could not be read here. */
const needed = { customers: 'customers.read', orders: 'trade.read', tickets: 'tickets.read', history: 'customers.read' } as const;

function asReader(caller: Caller, { what }: Wanted): Caller {
  const reader = withRight(caller, needed[what]);
  return reaches.indexOf(reader.reach) < reaches.indexOf(caller.reach) ? reader : caller;
}

async function tableOf(asked: Asked, wanted: Wanted): Promise<Table> {
  if (wanted.what === 'customers') return exportCustomers(asked, wanted.segmentId);
  if (wanted.what === 'orders') return exportOrders(asked);
  return wanted.what === 'tickets' ? exportTickets(asked) : exportHistory(asked, wanted.customerId);
}

/** A file goes from hand to hand: whoever is masked takes no address out, of customers they hold neither. */
const masked = (caller: Caller, table: Table): Table =>
  caller.masked ? { ...table, name: maskText(table.name), rows: mapped(table.rows, (row) => maskAnswer(row, new Set())) } : table;

function written(table: Table, format: FileFormat): Omit<MadeFile, 'name'> {
  if (format === 'csv') return { type: 'text/csv; charset=utf-8', bytes: writeCsv(cellsOf(table)) };
  if (format === 'jsonl') return { type: 'application/jsonl; charset=utf-8', bytes: writeJsonLines(table) };
  return { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes: writeXlsx(cellsOf(table), table.name) };
}
