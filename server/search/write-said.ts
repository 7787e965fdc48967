import type { Channel } from '../contract/statuses.ts';
import type { Database, Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { wordsOfText } from './words-of-text.ts';

/** How many entries are written at a time: some tens of milliseconds. */
const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Progress {
  tx: string;
  eventId: number;
  entryId: string | null;
  /** The oldest transaction still open: what is below it can be relied on. */
  horizon: string;
}

/**
 * Make the next batch of entries findable: those of new events, then those that were there before. One node writes at a
 * time and progress is kept with what was written, so that a node that dies leaves no gap. Answers how many were looked
 * at: 0 when there is nothing more.
 */
export async function writeSaid(db: Database): Promise<number> {
  await begin(db);
  return db.transact(async (tx) => {
    const progress = await tx.maybe<Progress>(sql`
      select tx::text, event_id, entry_id, pg_snapshot_xmin(pg_current_snapshot())::text as horizon from search_progress for update skip locked`);
    if (!progress) return 0;
    return (await follow(tx, progress)) || (await goBack(tx, progress));
  });
}

const begin = (db: Database): Promise<unknown> =>
  db.maybe(
    sql`insert into search_progress (tx, entry_id) values (pg_snapshot_xmin(pg_current_snapshot()), ${FIRST}) on conflict do nothing`,
  );

/**
 * Events by the transactions that wrote them: ids commit out of order, but below the horizon nothing can appear any more
 * (PostgreSQL manual, 9.28.6).
 */
async function follow(tx: Tx, { tx: after, eventId, horizon }: Progress): Promise<number> {
  const events = await tx.all<{ tx: string; id: number; entryId: string }>(sql`
    select tx::text, id, entry_id from events
    where (tx, id) > (${after}::xid8, ${eventId}) and tx < ${horizon}::xid8 and entry_id is not null
    order by tx, id limit ${BATCH}`);
  await write(tx, [...new Set(events.map(({ entryId }) => entryId))]);
  const last = events.length === BATCH ? events.at(-1) : { tx: horizon, id: 0 };
  if (last && (last.tx !== after || last.id !== eventId))
    tx.write(sql`update search_progress set tx = ${last.tx}::xid8, event_id = ${last.id}`);
  return events.length;
}

async function goBack(tx: Tx, { entryId }: Progress): Promise<number> {
  if (entryId === null) return 0;
  const older = await tx.all<{ id: string }>(sql`select id from entries where id > ${entryId} order by id limit ${BATCH}`);
  await write(
    tx,
    older.map(({ id }) => id),
  );
  tx.write(sql`update search_progress set entry_id = ${older.at(-1)?.id ?? null}`);
  return older.length;
}

interface Said {
  id: string;
  customerId: string;
  channel: Channel;
  at: Date;
  text: string;
}

/** Its text, the subject of a mail, and the names of files. What was quoted is found where it was said. */
async function write(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const said = await tx.all<Said>(sql`
    select e.id, e.customer_id, e.channel::text, e.at, concat_ws(' ', e.detail -> 'mail' ->> 'subject', e.text,
      (select string_agg(f.name, ' ') from attachments f where f.entry_id = e.id)) as text
    from entries e where e.id = any(${ids}::uuid[]) and not exists (select from entry_search s where s.entry_id = e.id)`);
  if (said.length === 0) return;
  const rows = said.map(({ id, customerId, channel, at, text }) => ({
    entry_id: id,
    customer_id: customerId,
    channel,
    at,
    words: wordsOfText(text).join(' '),
  }));
  tx.write(sql`
    insert into entry_search (entry_id, customer_id, channel, at, words)
    select entry_id, customer_id, channel, at, array_to_tsvector(string_to_array(words, ' '))
    from jsonb_to_recordset(${json(rows)}) as r(entry_id uuid, customer_id uuid, channel channel, at timestamptz, words text)
    on conflict do nothing`);
}
