import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** Rows at a time, so that a start after a restore of millions goes on where it was broken off. */
const BATCH = 20_000;
/** Older than every transaction there will be (PostgreSQL's first ordinary one). */
const LONG_AGO = sql`'3'::xid8`;
const isAhead = sql`pg_snapshot_xmax(pg_current_snapshot()) <= tx`;

/**
 * A dump brought into another cluster says of events that transactions wrote them which that cluster has not come to yet:
 * whoever follows events by their transactions would wait for it. Here they become what they are, long past, and those
 * that search has not read yet become news. Answers how many were mended; of a database that stayed where it was, none.
 */
export async function mendTransactions(db: Database): Promise<number> {
  const unread = await db.transact(async (tx) => {
    const progress = await tx.maybe<{ tx: string; eventId: number }>(
      sql`select tx::text, event_id from search_progress where ${isAhead} for update`,
    );
    if (!progress) return 0;
    tx.write(sql`update search_progress set tx = pg_snapshot_xmin(pg_current_snapshot()), event_id = 0`);
    const isRead = sql`(tx, id) <= (${progress.tx}::xid8, ${progress.eventId})`;
    // A hub that could not mend may have taken in more since: by their ids those came after what was brought along.
    const news = await tx.all(sql`
      update events set tx = pg_current_xact_id()
      where not ${isRead} or id > (select max(id) from events where ${isRead} and ${isAhead}) returning 1`);
    return news.length;
  });
  return unread + (await mendRead(db));
}

async function mendRead(db: Database): Promise<number> {
  let mended = 0;
  for (;;) {
    const some = await db.all(sql`
      update events set tx = ${LONG_AGO} where id = any(array(select id from events where ${isAhead} order by tx desc limit ${BATCH})) returning 1`);
    mended += some.length;
    if (some.length < BATCH) return mended;
  }
}
