import { v7 as uuid } from 'uuid';
import type { InboxRow, QueueRow } from '../catalog/read-catalog.ts';
import type { IdentifiedCustomer } from '../customers/identify-customer.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { customerActor, record, type Subjects } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { classKey } from '../routing/class-key.ts';
import type { ThreadTicket } from './find-thread.ts';

/** A new ticket for a need that belongs to none. */
export function openTicket(hub: Hub, tx: Tx, inbox: InboxRow, customer: IdentifiedCustomer, subject: string): ThreadTicket {
  const id = uuid();
  const now = hub.clock.now();
  tx.write(sql`insert into tickets (id, customer_id, queue_id, subject, created_at, updated_at)
    values (${id}, ${customer.id}, ${inbox.queueId}, ${subject}, ${now}, ${now})`);
  record(hub, tx, { name: 'ticket.opened', actor: customerActor(customer.id), customerId: customer.id, ticketId: id, queueId: inbox.queueId, data: {} });
  return { id, queueId: inbox.queueId, status: 'new', unservedSince: null };
}

/** The customer spoke again: a ticket that waited for them, or was thought solved, is open. */
export function reopenTicket(hub: Hub, tx: Tx, ticket: ThreadTicket, subjects: Subjects & { customerId: string }): void {
  const reopens = ticket.status === 'pending' || ticket.status === 'solved';
  tx.write(sql`update tickets set status = ${reopens ? 'open' : ticket.status}, updated_at = ${hub.clock.now()} where id = ${ticket.id}`);
  if (!reopens) return;
  record(hub, tx, { name: 'ticket.status_changed', actor: customerActor(subjects.customerId), ...subjects, data: { from: ticket.status, to: 'open' } });
}

export interface Need {
  readonly inbox: InboxRow;
  readonly queue: QueueRow;
  readonly customer: Pick<IdentifiedCustomer, 'id' | 'tier' | 'language'>;
  readonly ticket: Pick<ThreadTicket, 'id' | 'unservedSince'>;
  readonly conversationId: string;
  /** When the need arose, if it was before now. */
  readonly neededAt?: Date;
}

/** Somebody must answer: a task stands in line from the moment the need arose, or from where an unserved need of this ticket stood. */
export async function queueTask(hub: Hub, tx: Tx, need: Need): Promise<string> {
  const { inbox, queue, customer, ticket, conversationId } = need;
  const now = hub.clock.now();
  const id = uuid();
  const skills = requiredSkills(need);
  const neededAt = ticket.unservedSince ?? need.neededAt ?? now;
  tx.write(sql`
    insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, created_at)
    values (${id}, ${ticket.id}, ${conversationId}, ${customer.id}, ${queue.id}, ${inbox.channel}, ${customer.tier}, ${json(skills)},
      ${classKey({ queueId: queue.id, tier: customer.tier, channel: inbox.channel, skills })}, ${neededAt}, ${now})`);
  record(hub, tx, {
    name: 'task.queued', actor: customerActor(customer.id), customerId: customer.id, conversationId, ticketId: ticket.id, taskId: id, queueId: queue.id,
    data: { reason: 'new_need' },
  });
  return id;
}

/** What the inbox asks for, and the customer's language when somebody in the queue speaks it. */
function requiredSkills({ inbox, queue, customer }: Need): Record<string, number> {
  const spoken = (customer.language ?? inbox.language).split('-')[0] ?? 'en';
  return queue.heldSkills.includes(spoken) ? { [spoken]: 1, ...inbox.skills } : { ...inbox.skills };
}
