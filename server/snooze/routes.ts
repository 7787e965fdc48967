import { requireConversation, requireTicket } from '../auth/require-visible.ts';
import type { SnoozeView } from '../contract/desk-work.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor } from '../events/record-event.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { markRead } from './mark-read.ts';
import { readReminders, readWork } from './read-work.ts';
import { remindAgent, withdrawReminder } from './remind.ts';
import { snoozeTicket } from './snooze-ticket.ts';
import { wakeTicket } from './wake-ticket.ts';

type Served = 'myWork' | 'readSnooze' | 'snoozeTicket' | 'wakeTicket' | 'remindMe' | 'withdrawReminder' | 'markRead';

export const snoozeRoutes: HandlersOf<Served> = {
  myWork: ({ hub, caller }) => readWork(hub.db, caller),

  async readSnooze({ hub, caller, id }) {
    await requireTicket(hub, caller, id);
    const [snooze, reminders] = await Promise.all([readSnooze(hub.db, id), readReminders(hub.db, caller.id, id)]);
    return { snooze: snooze ?? null, reminders };
  },

  async snoozeTicket({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    await snoozeTicket(hub, { kind: 'agent', id: caller.id }, id, new Date(body.until));
    const snooze = await readSnooze(hub.db, id);
    if (!snooze) throw new HubError('not_snoozed');
    return snooze;
  },

  async wakeTicket({ hub, caller, id }) {
    await requireTicket(hub, caller, id);
    await wakeTicket(hub, agentActor(caller.id), id);
    return { ok: true };
  },

  async remindMe({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    const at = new Date(body.at);
    return { id: await remindAgent(hub, caller.id, id, at, body.note), ticketId: id, at: at.toISOString(), note: body.note };
  },

  async withdrawReminder({ hub, caller, id }) {
    await withdrawReminder(hub, caller.id, id);
    return { ok: true };
  },

  async markRead({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    return { seq: await markRead(hub, caller.id, id, body.seq, body.anew) };
  },
};

async function readSnooze(db: Reader, ticketId: string): Promise<SnoozeView | undefined> {
  const row = await db.maybe<{ agentId: string; until: Date; createdAt: Date }>(
    sql`select agent_id, until, created_at from snoozes where ticket_id = ${ticketId} and ended_at is null`,
  );
  return row && { ticketId, agentId: row.agentId, until: row.until.toISOString(), createdAt: row.createdAt.toISOString() };
}
