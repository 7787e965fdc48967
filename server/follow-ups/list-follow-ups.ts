import type { Caller } from '../auth/identify-caller.ts';
import { maySeeCustomer } from '../auth/permissions.ts';
import type { FollowUpView } from '../contract/follow-ups.ts';
import { readCursor, writeCursor } from '../db/cursor.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { readFollowUps } from './present-follow-up.ts';

type Which = 'mine' | 'open' | 'all' | 'done';

export interface ListAsked {
  readonly which: Which;
  readonly until?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Follow-ups of customers this person may see: the first due first, of those that are done the last first. */
export async function listFollowUps(hub: Hub, caller: Caller, { which, until, cursor, limit }: ListAsked) {
  const from = cursor ? readCursor(cursor) : undefined;
  const isPast = which === 'done';
  const at = isPast ? sql`f.done_at` : sql`f.due_at`;
  const behind = from ? sql`and (${at}, f.id) ${isPast ? sql`<` : sql`>`} (${from.at}::timestamptz, ${from.id}::uuid)` : sql``;
  const found = await readFollowUps(
    hub,
    sql`${owned(which, caller)} and ${maySeeCustomer(caller, sql`f.customer_id`)} ${until ? sql`and f.due_at < ${until}::timestamptz` : sql``} ${behind}
      order by ${isPast ? sql`f.done_at desc, f.id desc` : sql`f.due_at, f.id`} limit ${limit + 1}`,
  );
  const followUps = found.slice(0, limit);
  const last = followUps.at(-1);
  return { followUps, next: last && found.length > followUps.length ? writeCursor(placeOf(last), last.id) : null };
}

const placeOf = ({ doneAt, dueAt }: FollowUpView): string => doneAt ?? dueAt;

const owned = (which: Which, { id }: Caller): Sql => {
  if (which === 'done') return sql`f.done_at is not null and f.done_by_id = ${id}`;
  if (which === 'all') return sql`f.done_at is null`;
  return sql`f.done_at is null and f.owner_id ${which === 'mine' ? sql`= ${id}` : sql`is null`}`;
};
