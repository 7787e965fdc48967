import type { CustomerKey } from '../contract/archive.ts';
import type { Taken } from '../contract/record.ts';
import type { Reader } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';

interface Brought {
  readonly customer: CustomerKey;
  readonly externalId: string;
}

export interface Resolved<Row> {
  /** The last of each key, with the record it is about and its place in what was brought. */
  readonly known: readonly { readonly row: Row; readonly recordId: string; readonly index: number }[];
  readonly refused: Taken['refused'];
}

/** Which records the rows are about; those about nobody we know are refused by their place. */
export async function resolveRecords<Row extends Brought>(db: Reader, rows: readonly Row[]): Promise<Resolved<Row>> {
  const asked = rows.map(({ customer }, index) => ({ index, ...('id' in customer ? { id: customer.id } : { key: customer.externalId }) }));
  const found = await db.all<{ index: number; recordId: string }>(sql`
    select asked.index, c.id as record_id from json_to_recordset(${json(asked)}) as asked(index int, id uuid, key text)
    join customers c on c.id = asked.id or c.external_id = asked.key`);
  const records = new Map(found.map(({ index, recordId }) => [index, recordId]));
  const lastOf = new Map(rows.map(({ externalId }, index) => [externalId, index]));
  return {
    known: rows.flatMap((row, index) => {
      const recordId = records.get(index);
      return recordId && lastOf.get(row.externalId) === index ? [{ row, recordId, index }] : [];
    }),
    refused: rows.flatMap(({ customer }, index) =>
      records.has(index) ? [] : [{ index, code: 'unknown_customer', detail: 'id' in customer ? customer.id : customer.externalId }],
    ),
  };
}
