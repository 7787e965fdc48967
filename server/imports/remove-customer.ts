import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { Done } from './subject.ts';

/** Take a record away that an import made, with its addresses, when nothing has come to it since. False: something has. */
export async function removeCustomer(hub: Hub, tx: Tx, agentId: string, { subjectId: id }: Done): Promise<boolean> {
  if (await isInUse(tx, id)) return false;
  const points = await tx.all<{ id: string }>(
    sql`delete from contact_point_links where customer_id = ${id} returning contact_point_id as id`,
  );
  tx.write(sql`delete from field_changes where customer_id = ${id}`);
  tx.write(sql`delete from tier_changes where customer_id = ${id}`);
  tx.write(sql`delete from customer_values where customer_id = ${id}`);
  tx.write(sql`delete from values_due where customer_id = ${id}`);
  tx.write(sql`delete from customers where id = ${id}`);
  tx.write(sql`
    delete from contact_points p where p.id = any(${points.map((point) => point.id)}::uuid[])
      and not exists (select from contact_point_links l where l.contact_point_id = p.id)
      and not exists (select from conversations c where c.contact_point_id = p.id)`);
  record(hub, tx, { name: 'customer.withdrawn', actor: agentActor(agentId), customerId: id, data: {} });
  return true;
}

async function isInUse(tx: Tx, id: string): Promise<boolean> {
  const probes = tables.map((table) => sql`select from ${table} where customer_id = ${id}`);
  const { used } = await tx.one<{ used: boolean }>(sql`
    select exists (select from merges where merged_id = ${id} or kept_id = ${id}) or exists (select from aparts where one_id = ${id} or other_id = ${id})
      or exists (select from memberships where member_id = ${id} or group_id = ${id})
      ${probes.reduce((all, one) => sql`${all} or exists (${one})`, sql``)} as used`);
  return used;
}

/** Whatever may have come to a record since it was made: then it stays. */
const tables = [
  sql`orders`,
  sql`tickets`,
  sql`conversations`,
  sql`entries`,
  sql`consents`,
  sql`touches`,
  sql`ratings`,
  sql`page_visits`,
  sql`opportunities`,
  sql`follow_ups`,
  sql`tier_overrides`,
  sql`field_checks`,
  sql`erasures`,
];
