import { Temporal } from 'temporal-polyfill';
import type { Density, HistoryKind } from '../../contract/history.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Circle } from './find-circle.ts';

export interface Span {
  readonly months: number;
  readonly timeZone: string;
  readonly now: Date;
  /** Only these kinds; undefined: all. */
  readonly show?: readonly HistoryKind[] | undefined;
}

/**
 * How much happened in each of the last months, by kind. Reads the window from indexes alone: the cost is that of what
 * happened within it, some 20 ms for a hundred thousand lines. Throws `bad_request` for no time zone.
 */
export async function readDensity(db: Reader, { records }: Circle, span: Span): Promise<Density> {
  const starts = startsOf(span);
  const counted = (table: Sql, at: Sql, kind: Sql): Sql => sql`
    select width_bucket(${at}, ${starts}::timestamptz[]) as month, ${kind} as kind, count(*) as count
    from ${table} where customer_id = any(${records}::uuid[]) and ${at} >= ${starts[0]}::timestamptz group by 1, 2`;
  const [counts, first] = await Promise.all([
    db.all<{ month: number; kind: HistoryKind; count: number }>(sql`
      ${counted(sql`entries`, sql`at`, sql`case kind when 'note' then 'note' else channel::text end`)}
      union all ${counted(sql`tickets`, sql`created_at`, sql`'ticket'`)}
      union all ${counted(sql`orders`, sql`placed_at`, sql`'order'`)}
      union all ${counted(sql`order_returns`, sql`at`, sql`'return'`)}
      union all ${counted(sql`touches`, sql`at`, sql`'touch'`)}
      union all ${counted(sql`ratings`, sql`at`, sql`'rating'`)}
      union all ${counted(sql`tier_changes`, sql`at`, sql`'tier_change'`)}
      union all ${counted(sql`page_visits`, sql`at`, sql`'page_visit'`)}
      union all ${counted(sql`side_messages`, sql`at`, sql`'side'`)}`),
    beginning(db, records),
  ]);
  const months = starts.map((start) => ({ month: monthOf(start, span.timeZone), start: start.toISOString(), counts: {} }));
  const shown = counts.filter(({ kind }) => !span.show || span.show.includes(kind));
  for (const { month, kind, count } of shown) Object.assign(months[month - 1]?.counts ?? {}, { [kind]: count });
  return { months, first: first?.toISOString() ?? null };
}

/** The first instants of the last months, this one included, by the reader's calendar. */
function startsOf({ months, timeZone, now }: Span): Date[] {
  const here = inZone(now, timeZone).with({ day: 1 }).startOfDay();
  return Array.from({ length: months }, (_, i) => new Date(here.subtract({ months: months - 1 - i }).epochMilliseconds));
}

function inZone(at: Date, timeZone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  } catch {
    throw new HubError('bad_request', 'query.timeZone: an IANA name, such as Asia/Shanghai');
  }
}

const monthOf = (start: Date, timeZone: string): string => inZone(start, timeZone).toPlainDate().toPlainYearMonth().toString();

/** The oldest line there is: one index probe a record and table. */
async function beginning(db: Reader, records: readonly string[]): Promise<Date | null> {
  const oldest = (table: Sql, at: Sql): Sql =>
    sql`(select min(part.at) from unnest(${records}::uuid[]) record, lateral (select ${at} as at from ${table} where customer_id = record order by ${at} limit 1) part)`;
  const { at } = await db.one<{ at: Date | null }>(sql`
    select least(${oldest(sql`entries`, sql`at`)}, ${oldest(sql`tickets`, sql`created_at`)}, ${oldest(sql`orders`, sql`placed_at`)},
      ${oldest(sql`touches`, sql`at`)}, ${oldest(sql`ratings`, sql`at`)}, ${oldest(sql`tier_changes`, sql`at`)}, ${oldest(sql`page_visits`, sql`at`)}) as at`);
  return at;
}
