import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { enqueue } from '../../jobs/enqueue.ts';

/** Transactions that have asked for the work already: one job does all that is due. */
const asked = new WeakSet<Tx>();

/** Something of this customer (any record of the family) has changed: their value, and perhaps their tier, is made anew at once. */
export function valueDue(tx: Tx, customerId: string, at: Date): void {
  valuesDue(tx, [customerId], at);
}

/** As `valueDue`, of many. A row each time, never a shared one: nobody waits here for anybody. */
export function valuesDue(tx: Tx, customerIds: readonly string[], at: Date): void {
  tx.write(sql`
    insert into values_due (customer_id, since)
    select distinct coalesce(merged_into_id, id), ${at}::timestamptz from customers where id = any(${customerIds}::uuid[])`);
  if (asked.has(tx)) return;
  asked.add(tx);
  enqueue(tx, { job: 'make-values', payload: {} });
}
