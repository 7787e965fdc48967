import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** What waits for the customer of this record stands in line by the tier they have now; its age is untouched. */
export function followTier(tx: Tx, recordId: string): void {
  tx.write(sql`
    update tasks t set tier = head.tier, class_key = regexp_replace(t.class_key, '[|][^|]*', '|' || head.tier)
    from customers record join customers head on head.id = coalesce(record.merged_into_id, record.id)
    where record.id = t.customer_id and t.customer_id in (select customer_family(${recordId})) and t.state = 'pending' and t.tier <> head.tier`);
}
