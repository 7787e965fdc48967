import { checkCalendar } from '../../calendars/check-calendar.ts';
import { checkDraft } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { CalendarsPart, type Effect } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { type Change, definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/** Opening hours. One that a queue follows stays. */
export const calendars = definePart<CalendarsPart>({
  key: 'calendars',
  title: both('Opening hours', '营业时间'),
  tables: sql`calendars`,
  schema: CalendarsPart,
  check: (given) =>
    checkDraft(CalendarsPart, given, (draft) => [
      ...repeated(draft, 'id', ({ id }) => id),
      ...draft.flatMap(({ id: _, ...calendar }, i) =>
        checkCalendar(calendar).problems.map(({ place, message }) => ({ place: `${i}.${place}`, message })),
      ),
    ]),
  effects: async (db, change): Promise<Effect[]> =>
    (await followed(db, change)).map(({ label }) => ({
      weight: 'warning',
      words: both(`${label.en} stays: a queue follows it.`, `“${label['zh-CN']}”将保留：有队列正在使用。`),
    })),
  async write({ tx }, change) {
    const stays = [...change.after, ...(await followed(tx, change))].map(({ id }) => id);
    tx.write(sql`delete from calendars where id <> all(${stays}::uuid[])`);
    for (const { id, label, timeZone, hours, holidays, overrides } of change.after)
      tx.write(sql`
        insert into calendars (id, label, time_zone, hours, holidays, overrides)
        values (${id}, ${json(label)}, ${timeZone}, ${json(hours)}, ${holidays && json(holidays)}, ${json(overrides)})
        on conflict (id) do update set label = excluded.label, time_zone = excluded.time_zone, hours = excluded.hours, holidays = excluded.holidays,
          overrides = excluded.overrides`);
    return [];
  },
});

async function followed(db: Reader, { before = [], after }: Change<CalendarsPart>): Promise<CalendarsPart> {
  const gone = before.filter(({ id }) => !after.some((one) => one.id === id));
  const rows = await db.all<{ id: string }>(
    sql`select distinct calendar_id as id from queues where calendar_id = any(${gone.map(({ id }) => id)}::uuid[])`,
  );
  return gone.filter(({ id }) => rows.some((row) => row.id === id));
}
