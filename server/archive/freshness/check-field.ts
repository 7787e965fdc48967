import type { Caller } from '../../auth/identify-caller.ts';
import { agingFields } from '../../contract/statuses.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { requireWritable } from '../custom-fields/field-rights.ts';

/** Somebody who may change it has seen that a field is still right: it is trusted anew from now on. Throws `unknown_field` or `field_not_writable`. */
export async function checkField(hub: Hub, caller: Caller, customerId: string, field: string): Promise<void> {
  if (!agingFields.some((known) => known === field)) {
    if (!field.startsWith('fields.')) throw new HubError('unknown_field', field);
    requireWritable(await hub.catalog.current(), caller, { [field.slice('fields.'.length)]: null });
  }
  await hub.db.transact(async (tx) => {
    const { id } = await tx.one<{ id: string }>(sql`select coalesce(merged_into_id, id) as id from customers where id = ${customerId}`);
    tx.write(sql`
      insert into field_checks (customer_id, field, at, by_agent_id) values (${id}, ${field}, ${hub.clock.now()}, ${caller.id})
      on conflict (customer_id, field) do update set at = excluded.at, by_agent_id = excluded.by_agent_id`);
    record(hub, tx, { name: 'customer.field_checked', actor: agentActor(caller.id), customerId: id, data: { field } });
  });
}
