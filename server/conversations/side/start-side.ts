import { v7 as uuid } from 'uuid';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { holdTicket } from '../../tickets/moves/hold-tickets.ts';
import { sideOfClient, writeSideMessage } from './write-side.ts';

export interface NewSide {
  readonly clientId: string;
  readonly inboxId: string;
  readonly address: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Write to a third party about a ticket, in a thread of its own. The same `clientId` again returns the same one. Returns its
 * id. Throws `not_found`, `nothing_to_send`, `unknown_inbox`, `channel_disabled`, `own_address` or `address_of_customer`.
 */
export async function startSide(hub: Hub, agentId: string, ticketId: string, given: NewSide): Promise<string> {
  const address = given.address.toLowerCase();
  await refuseInbox(hub, given.inboxId, address);
  return hub.db.transact(async (tx) => {
    const ticket = await holdTicket(tx, ticketId);
    const before = await sideOfClient(tx, agentId, given.clientId, given.text);
    if (before) return before;
    await refuseCustomer(tx, ticket.recordId, address);
    const id = uuid();
    const now = hub.clock.now();
    tx.write(sql`
      insert into side_conversations (id, ticket_id, inbox_id, subject, address, created_by_id, created_at, last_at)
      values (${id}, ${ticketId}, ${given.inboxId}, ${given.subject}, ${address}, ${agentId}, ${now}, ${now})`);
    await writeSideMessage(hub, tx, agentId, id, given);
    return id;
  });
}

async function refuseInbox(hub: Hub, inboxId: string, address: string): Promise<void> {
  const { inboxes } = await hub.catalog.current();
  if (!inboxes.some(({ id, channel }) => id === inboxId && channel === 'email')) throw new HubError('unknown_inbox');
  if (!hub.channels.email?.send) throw new HubError('channel_disabled', 'email');
  const bare = address.replace(/\+[^@]*@/, '@');
  if (inboxes.some(({ channel, address: ours }) => channel === 'email' && ours.toLowerCase() === bare)) throw new HubError('own_address');
}

/** What is said aside must not reach whom it is about. */
async function refuseCustomer(tx: Tx, recordId: string, address: string): Promise<void> {
  const theirs = await tx.maybe(sql`
    select from contact_point_links l join contact_points p on p.id = l.contact_point_id
    where l.customer_id in (select customer_family(${recordId})) and p.kind = 'email' and p.value = ${address}`);
  if (theirs) throw new HubError('address_of_customer');
}
