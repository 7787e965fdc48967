import { v7 as uuid } from 'uuid';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { type Actor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { isDone } from '../tickets/set-ticket-status.ts';
import { holdForSnooze, standingSnooze } from './hold-for-snooze.ts';
import { layDown } from './lay-down.ts';

const FARTHEST = 90 * 86_400_000;

/**
 * Put a ticket aside until a time. What its agent holds of it (mail, SMS) leaves their hands, so that it takes no room. A
 * second snooze replaces the first. Of a ticket that nobody answers for, `actor` does from now on. Throws `not_found`,
 * `not_in_future`, `too_far_ahead`, `ticket_done`, or `contact_goes_on` while somebody is there or waits in the queue.
 */
export async function snoozeTicket(hub: Hub, actor: Actor & { id: string }, ticketId: string, until: Date): Promise<void> {
  checkTime(hub, until);
  await hub.db.transact(async (tx) => {
    const ticket = await holdForSnooze(tx, ticketId);
    if (isDone(ticket.status)) throw new HubError('ticket_done');
    const agentId = ticket.assigneeId ?? actor.id;
    const before = await standingSnooze(tx, ticketId);
    const laidDown = await layDown(hub, tx, ticket, agentId);
    if (await somebodyWaits(tx, ticketId)) throw new HubError('contact_goes_on');
    const id = uuid();
    const now = hub.clock.now();
    if (before) tx.write(sql`update snoozes set ended_at = ${now}, ended_why = 'replaced' where id = ${before.id}`);
    tx.write(sql`
      insert into snoozes (id, ticket_id, agent_id, until, task_ids, created_at)
      values (${id}, ${ticketId}, ${agentId}, ${until}, ${[...(before?.taskIds ?? []), ...laidDown]}::uuid[], ${now})`);
    if (!ticket.assigneeId) tx.write(sql`update tickets set assignee_id = ${agentId} where id = ${ticketId}`);
    enqueue(tx, { job: 'wake-ticket', payload: { snoozeId: id }, at: until });
    tell(hub, tx, actor, ticket, agentId, until);
  });
}

/** On the line, in a chat or in the queue: they would be put aside without knowing. */
const somebodyWaits = async (tx: Tx, ticketId: string): Promise<boolean> =>
  (await tx.maybe(sql`select from tasks where ticket_id = ${ticketId} and state in ('pending', 'reserved', 'assigned')`)) !== undefined;

export function checkTime(hub: Hub, at: Date): void {
  const ahead = at.getTime() - hub.clock.now().getTime();
  if (ahead <= 0) throw new HubError('not_in_future');
  if (ahead > FARTHEST) throw new HubError('too_far_ahead');
}

const tell = (hub: Hub, tx: Tx, actor: Actor, ticket: Awaited<ReturnType<typeof holdForSnooze>>, agentId: string, until: Date): void =>
  record(hub, tx, {
    name: 'ticket.snoozed',
    actor,
    customerId: ticket.customerId,
    ticketId: ticket.id,
    queueId: ticket.queueId,
    agentId,
    data: { until: until.toISOString() },
  });
