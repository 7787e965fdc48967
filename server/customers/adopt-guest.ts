import { v7 as uuid } from 'uuid';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { followTier } from './follow-tier.ts';
import { valueDue } from './value/value-due.ts';

/**
 * Whether the owner of a contact point (`link`, `owner`) is nobody but the guest of a browser: never named by anyone, and
 * known by nothing else.
 */
export const isGuest = sql`owner.external_id is null and link.evidence = 'first_contact' and not exists (
  select from contact_point_links more where more.customer_id = owner.id and more.ended_at is null and more.id <> link.id)
  and not exists (select from customers relative where relative.merged_into_id = owner.id)`;

/**
 * A guest who signs in goes on in the conversation just begun: it was theirs all along, and from now on stands in line by
 * their tier. The guest's record joins theirs.
 */
export function adoptGuest(hub: Hub, tx: Tx, guestId: string, customer: { id: string; recordId: string }): void {
  tx.write(
    sql`insert into merges (id, merged_id, kept_id, reason, at) values (${uuid()}, ${guestId}, ${customer.recordId}, 'signed_identity', ${hub.clock.now()})`,
  );
  tx.write(sql`update customers set merged_into_id = ${customer.id} where id = ${guestId}`);
  followTier(tx, guestId);
  valueDue(tx, customer.id, hub.clock.now());
}
