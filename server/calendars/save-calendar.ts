import { v7 as uuid } from 'uuid';
import { accepted } from '../catalog/check-draft.ts';
import { requireRevision } from '../catalog/revision.ts';
import type { CalendarDraft } from '../contract/routing-rules.ts';
import type { Tx } from '../db/database.ts';
import { json, type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { checkCalendar } from './check-calendar.ts';

/** Make a calendar; returns its id. Throws `invalid_settings`. */
export async function createCalendar(hub: Hub, authorId: string, given: unknown): Promise<string> {
  const draft = accepted(checkCalendar(given));
  const id = uuid();
  await hub.db.transact(async (tx) => {
    const { label, timeZone, hours, holidays, overrides } = draft;
    tx.write(sql`
      insert into calendars (id, label, time_zone, hours, holidays, overrides)
      values (${id}, ${json(label)}, ${timeZone}, ${json(hours)}, ${holidays && json(holidays)}, ${json(overrides)})`);
    changed(hub, tx, authorId, id, 'created');
  });
  return id;
}

/** Throws `invalid_settings`, `not_found`, or `changed_meanwhile` when somebody else changed it since `revision`. */
export async function changeCalendar(
  hub: Hub,
  authorId: string,
  id: string,
  { revision, draft: given }: { revision: string; draft: unknown },
): Promise<void> {
  const { label, timeZone, hours, holidays, overrides } = accepted(checkCalendar(given));
  await hub.db.transact(async (tx) => {
    requireRevision(await held(tx, id), revision);
    tx.write(sql`
      update calendars set label = ${json(label)}, time_zone = ${timeZone}, hours = ${json(hours)}, holidays = ${holidays && json(holidays)},
        overrides = ${json(overrides)} where id = ${id}`);
    changed(hub, tx, authorId, id, 'changed');
  });
}

/** Throws `not_found`, or `calendar_in_use` with the queues that follow it. */
export async function deleteCalendar(hub: Hub, authorId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    // A queue that would follow it meanwhile waits for this lock, and then finds it gone.
    await held(tx, id);
    const queues = await tx.all<{ key: string }>(sql`select key from queues where calendar_id = ${id} order by key`);
    if (queues.length > 0) throw new HubError('calendar_in_use', queues.map(({ key }) => key).join(', '));
    tx.write(sql`delete from calendars where id = ${id}`);
    changed(hub, tx, authorId, id, 'deleted');
  });
}

/** What of a calendar can be changed. */
export const calendarColumns: Sql = sql`label, time_zone, hours, holidays, overrides`;

async function held(tx: Tx, id: string): Promise<CalendarDraft> {
  const row = await tx.maybe<CalendarDraft>(sql`select ${calendarColumns} from calendars where id = ${id} for update`);
  if (!row) throw new HubError('not_found');
  return row;
}

function changed(hub: Hub, tx: Tx, authorId: string, calendarId: string, how: 'created' | 'changed' | 'deleted'): void {
  record(hub, tx, { name: 'calendar.changed', actor: agentActor(authorId), data: { calendarId, how } });
  tx.afterCommit(() => hub.catalog.forget());
}
