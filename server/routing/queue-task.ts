import { v7 as uuid } from 'uuid';
import type { InboxRow, QueueRow } from '../catalog/read-catalog.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { customerActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { classKey } from './class-key.ts';
import { preferAgent } from './prefer-agent.ts';
import { watchWaiting } from './watch-waiting.ts';

export interface Need {
  readonly inbox: InboxRow;
  readonly queue: QueueRow;
  readonly customer: { readonly id: string; readonly recordId: string; readonly tier: string; readonly language: string | null };
  readonly ticket: { readonly id: string; readonly unservedSince: Date | null };
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
  const wanted = { queue, channel: inbox.channel, tier: customer.tier, customerId: customer.id, ticketId: ticket.id, skills, neededAt };
  const preferred = await preferAgent(hub, tx, wanted);
  tx.write(sql`
    insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, created_at, preferred_agent_id, held_until)
    values (${id}, ${ticket.id}, ${conversationId}, ${customer.recordId}, ${queue.id}, ${inbox.channel}, ${customer.tier}, ${json(skills)},
      ${classKey({ queueId: queue.id, tier: customer.tier, channel: inbox.channel, skills })}, ${neededAt}, ${now},
      ${preferred?.agentId ?? null}, ${preferred?.heldUntil ?? null})`);
  if (preferred?.heldUntil) enqueue(tx, { job: 'end-hold', payload: { taskId: id }, at: preferred.heldUntil });
  record(hub, tx, {
    name: 'task.queued',
    actor: customerActor(customer.id),
    customerId: customer.id,
    conversationId,
    ticketId: ticket.id,
    taskId: id,
    queueId: queue.id,
    data: { reason: 'new_need' },
  });
  watchWaiting(hub.catalog.known(), tx, { taskId: id, queue, channel: inbox.channel, tier: customer.tier, neededAt });
  return id;
}

interface Asking {
  readonly inbox: Pick<InboxRow, 'language' | 'skills'>;
  readonly queue: Pick<QueueRow, 'heldSkills'>;
  readonly customer: Pick<Need['customer'], 'language'>;
}

/** What the inbox asks for, and the customer's language when somebody in the queue speaks it. */
export function requiredSkills({ inbox, queue, customer }: Asking): Record<string, number> {
  const spoken = (customer.language ?? inbox.language).split('-')[0] ?? 'en';
  return queue.heldSkills.includes(spoken) ? { [spoken]: 1, ...inbox.skills } : { ...inbox.skills };
}
