import { v7 as uuid } from 'uuid';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { notify } from '../notices/notify.ts';
import { checkTime } from './snooze-ticket.ts';

/** Remind an agent of a ticket at a time; returns the reminder's id. Throws `not_in_future` or `too_far_ahead`. */
export async function remindAgent(hub: Hub, agentId: string, ticketId: string, at: Date, note: string): Promise<string> {
  checkTime(hub, at);
  return hub.db.transact(async (tx) => {
    const id = uuid();
    tx.write(sql`
      insert into reminders (id, agent_id, ticket_id, at, note, created_at)
      values (${id}, ${agentId}, ${ticketId}, ${at}, ${note}, ${hub.clock.now()})`);
    enqueue(tx, { job: 'tell-reminder', payload: { reminderId: id }, at });
    const data = { reminderId: id, at: at.toISOString() };
    record(hub, tx, { name: 'reminder.set', actor: agentActor(agentId), agentId, ticketId, data });
    return id;
  });
}

/** Not after all. Throws `not_found` for those of others and `already_reminded`. */
export async function withdrawReminder(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const known = await tx.maybe<{ ticketId: string; endedAt: Date | null }>(
      sql`select ticket_id, ended_at from reminders where id = ${id} and agent_id = ${agentId} for update`,
    );
    if (!known) throw new HubError('not_found');
    if (known.endedAt) throw new HubError('already_reminded');
    tx.write(sql`update reminders set ended_at = ${hub.clock.now()}, ended_why = 'withdrawn' where id = ${id}`);
    const data = { reminderId: id, why: 'withdrawn' };
    record(hub, tx, { name: 'reminder.ended', actor: agentActor(agentId), agentId, ticketId: known.ticketId, data });
  });
}

/** Its time has come: a notice, once. */
export async function tellReminder(hub: Hub, { reminderId }: { reminderId: string }): Promise<void> {
  await hub.db.transact(async (tx) => {
    const due = await tx.maybe<{ agentId: string; ticketId: string; note: string }>(
      sql`select agent_id, ticket_id, note from reminders where id = ${reminderId} and ended_at is null for update`,
    );
    if (!due) return;
    const { agentId, ticketId, note } = due;
    tx.write(sql`update reminders set ended_at = ${hub.clock.now()}, ended_why = 'told' where id = ${reminderId}`);
    notify(hub, tx, { agentId, kind: 'reminder', ticketId, detail: note ? { text: note } : {} });
    record(hub, tx, { name: 'reminder.ended', actor: theHub, agentId, ticketId, data: { reminderId, why: 'told' } });
  });
}
