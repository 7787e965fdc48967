import { v7 as uuid } from 'uuid';
import type { InboxRow } from '../catalog/read-catalog.ts';
import type { IdentifiedCustomer } from '../customers/identify-customer.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { customerActor, record, type Subjects } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { ThreadTicket } from './find-thread.ts';

/** A new ticket for a need that belongs to none. */
export function openTicket(hub: Hub, tx: Tx, inbox: InboxRow, customer: IdentifiedCustomer, subject: string): ThreadTicket {
  const id = uuid();
  const now = hub.clock.now();
  // With its first channel: a trigger would add it, by writing the ticket a second time.
  tx.write(sql`insert into tickets (id, customer_id, queue_id, subject, channels, created_at, updated_at)
    values (${id}, ${customer.recordId}, ${inbox.queueId}, ${subject}, ${[inbox.channel]}::channel[], ${now}, ${now})`);
  record(hub, tx, {
    name: 'ticket.opened',
    actor: customerActor(customer.id),
    customerId: customer.id,
    ticketId: id,
    queueId: inbox.queueId,
    data: {},
  });
  return { id, queueId: inbox.queueId, status: 'new', unservedSince: null, snoozed: false };
}

/** The customer spoke again: a ticket that waited for them, or was thought solved, is open. */
export function reopenTicket(hub: Hub, tx: Tx, ticket: ThreadTicket, subjects: Subjects & { customerId: string }): void {
  const reopens = ticket.status === 'pending' || ticket.status === 'solved';
  tx.write(sql`update tickets set status = ${reopens ? 'open' : ticket.status}, updated_at = ${hub.clock.now()} where id = ${ticket.id}`);
  if (!reopens) return;
  record(hub, tx, {
    name: 'ticket.status_changed',
    actor: customerActor(subjects.customerId),
    ...subjects,
    data: { from: ticket.status, to: 'open' },
  });
}
