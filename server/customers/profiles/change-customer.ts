import type { Caller } from '../../auth/identify-caller.ts';
import { can } from '../../auth/permissions.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { changeFields, type FieldsGiven } from './change-fields.ts';

/** Somebody at the desk has learned more of a customer. Of merged records it is the head's that change. Throws `not_allowed` for the tier. */
export async function changeCustomer(hub: Hub, caller: Caller, customerId: string, given: FieldsGiven): Promise<void> {
  if (given.tier !== undefined && !can(caller, 'value.write')) throw new HubError('not_allowed', 'needs value.write');
  await hub.db.transact(async (tx) => {
    const { id } = await tx.one<{ id: string }>(sql`select coalesce(merged_into_id, id) as id from customers where id = ${customerId}`);
    await changeFields(hub, tx, caller.id, id, given);
  });
}
