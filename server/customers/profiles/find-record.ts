import type { CustomerKey } from '../../contract/archive.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';

/** The record a key names, held until the transaction ends. Throws `unknown_customer`. */
export async function findRecord(tx: Tx, key: CustomerKey): Promise<string> {
  const record = await tx.maybe<{ id: string }>(
    'id' in key
      ? sql`select id from customers where id = ${key.id} and erased_at is null for share`
      : sql`select id from customers where external_id = ${key.externalId} for share`,
  );
  if (!record) throw new HubError('unknown_customer', 'id' in key ? key.id : key.externalId);
  return record.id;
}
