import type { Database } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { skeletonOf } from './skeleton-of.ts';

/** How many addresses are looked at at a time. */
const BATCH = 1000;

/** Addresses that came in by another way than a contact get what they look like: a batch now, the rest as a job. */
export async function writeSkeletons(db: Database): Promise<void> {
  await db.transact(async (tx) => {
    const points = await tx.all<{ id: string; value: string }>(sql`
      select id, value from contact_points where kind = 'email' and skeleton is null limit ${BATCH} for update skip locked`);
    if (points.length === 0) return;
    const seen = points.map(({ id, value }) => ({ id, skeleton: skeletonOf('email', value) }));
    tx.write(sql`
      update contact_points p set skeleton = seen.skeleton from json_to_recordset(${json(seen)}) as seen(id uuid, skeleton text) where p.id = seen.id`);
    if (points.length === BATCH) enqueue(tx, { job: 'write-skeletons', payload: {}, key: 'write-skeletons' });
  });
}

/** The job: one batch after the other until none is left. */
export const writeMoreSkeletons = (hub: Hub): Promise<void> => writeSkeletons(hub.db);
