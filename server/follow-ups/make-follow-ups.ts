import type { Viewer } from '../auth/permissions.ts';
import type { SegmentFilter } from '../contract/segments.ts';
import type { Sql } from '../db/sql.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { countMembers, findMembers, segmentCondition } from '../segments/find-members.ts';
import { usualAgent } from './active-rules.ts';

/** How many customers get theirs in one transaction. */
const PART = 500;

interface Batch {
  readonly filter: SegmentFilter;
  readonly after: string | null;
  readonly total: number | null;
  readonly createdById: string;
  readonly createdAt: Date;
}

/**
 * Make the follow-ups of a batch, part by part: after a crash it goes on where it was, and each customer gets one. Who is in the
 * segment is decided by the time at which it was asked for.
 */
export async function makeFollowUps(hub: Hub, { batchId }: { batchId: string }, run: JobRun): Promise<void> {
  const batch = await hub.db.maybe<Batch>(
    sql`select filter, after, total, created_by_id, created_at from follow_up_batches where id = ${batchId} and state = 'running'`,
  );
  if (!batch) return;
  const onlooker: Viewer = { id: batch.createdById, reach: 'all', queueIds: [] };
  const condition = await segmentCondition(hub, batch.filter, batch.createdAt);
  if (batch.total === null) await writeTotal(hub, batchId, await countMembers(hub, onlooker, condition));
  let after = batch.after ?? undefined;
  for (let more = true; more; ) {
    run.signal.throwIfAborted();
    const ids = await findMembers(hub, onlooker, condition, after, PART);
    more = (await makePart(hub, batchId, ids, after)) && ids.length === PART;
    after = ids.at(-1) ?? after;
  }
}

const writeTotal = (hub: Hub, batchId: string, total: number) =>
  hub.db.all(sql`update follow_up_batches set total = ${total} where id = ${batchId} and total is null`);

/** Answers false when it is no longer wanted, or another node has gone on from here. */
async function makePart(hub: Hub, batchId: string, ids: readonly string[], after: string | undefined): Promise<boolean> {
  const now = hub.clock.now();
  return hub.db.transact(async (tx) => {
    const held = await tx.maybe(sql`
      select from follow_up_batches where id = ${batchId} and state = 'running' and after is not distinct from ${after ?? null}::uuid for update`);
    if (!held) return false;
    const made = await tx.all(sql`
      insert into follow_ups (id, customer_id, key, batch_id, text, purpose, owner_id, due_at, created_at, created_by_id)
      select gen_random_uuid(), c.id, 'batch:' || b.id || ':' || c.id, b.id, b.text, b.purpose, ${ownerOf}, b.due_at, ${now}, b.created_by_id
      from follow_up_batches b, customers c where b.id = ${batchId} and c.id = any(${ids}::uuid[])
      on conflict (key) do nothing returning id`);
    const isLast = ids.length < PART;
    const batch = await tx.one<{ made: number }>(sql`
      update follow_up_batches set made = made + ${made.length}, after = coalesce(${ids.at(-1) ?? null}::uuid, after),
        state = ${isLast ? 'done' : 'running'}, ended_at = ${isLast ? now : null} where id = ${batchId} returning made`);
    record(hub, tx, {
      name: 'follow_up_batch.progressed',
      actor: theHub,
      data: { batchId, made: batch.made, state: isLast ? 'done' : 'running' },
    });
    return true;
  });
}

const ownerOf: Sql = sql`case b.owner_rule when 'usual' then ${usualAgent} end`;
