import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/**
 * Whether the owner of a contact point (`link`, `owner`) is nobody but the guest of a browser: never named by anyone, and
 * known by nothing else.
 */
export const isGuest = sql`owner.external_id is null and link.evidence = 'first_contact' and not exists (
  select from contact_point_links more where more.customer_id = owner.id and more.ended_at is null and more.id <> link.id)`;

/**
 * A guest who signs in goes on in the conversation just begun: it was theirs all along, and from now on stands in line by
 * their tier. The guest's record stays and points to them.
 */
export function adoptGuest(tx: Tx, guestId: string, customer: { id: string; tier: string }): void {
  tx.write(sql`update conversations set customer_id = ${customer.id} where customer_id = ${guestId}`);
  tx.write(sql`update entries set customer_id = ${customer.id} where customer_id = ${guestId}`);
  tx.write(sql`update tickets set customer_id = ${customer.id} where customer_id = ${guestId}`);
  tx.write(sql`
    update tasks set customer_id = ${customer.id}, tier = ${customer.tier}, class_key = regexp_replace(class_key, '[|][^|]*', '|' || ${customer.tier}::text)
    where customer_id = ${guestId}`);
  tx.write(sql`update customers set merged_into_id = ${customer.id} where id = ${guestId}`);
}
