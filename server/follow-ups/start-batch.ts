import { v7 as uuid } from 'uuid';
import type { BatchBody, BatchView } from '../contract/follow-ups.ts';
import type { SegmentFilter } from '../contract/segments.ts';
import type { Reader } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { segmentCondition } from '../segments/find-members.ts';

/** A follow-up for everybody who is in a segment, made in the background. Returns the batch's id. Throws `bad_filter`. */
export async function startBatch(
  hub: Hub,
  agentId: string,
  filter: SegmentFilter,
  { segmentId, text, dueAt, purpose, owner }: BatchBody,
): Promise<string> {
  await segmentCondition(hub, filter);
  const id = uuid();
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      insert into follow_up_batches (id, segment_id, filter, text, purpose, due_at, owner_rule, state, created_by_id, created_at)
      values (${id}, ${segmentId}, ${json(filter)}, ${text}, ${purpose}, ${dueAt}, ${owner}, 'running', ${agentId}, ${hub.clock.now()})`);
    enqueue(tx, { job: 'make-follow-ups', payload: { batchId: id } });
    record(hub, tx, { name: 'follow_up_batch.progressed', actor: agentActor(agentId), data: { batchId: id, made: 0, state: 'running' } });
  });
  return id;
}

/** Take it back, or stop it: what nobody has done yet goes. Doing it twice changes nothing. Throws `not_found`. */
export async function undoBatch(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const batch = await tx.maybe<{ state: string }>(sql`select state from follow_up_batches where id = ${id} for update`);
    if (!batch) throw new HubError('not_found');
    if (batch.state === 'undone') return;
    tx.write(sql`delete from follow_ups where batch_id = ${id} and done_at is null`);
    const { made } = await tx.one<{ made: number }>(sql`
      update follow_up_batches set state = 'undone', ended_at = ${hub.clock.now()}, made = (select count(*) from follow_ups where batch_id = ${id})
      where id = ${id} returning made`);
    record(hub, tx, { name: 'follow_up_batch.progressed', actor: agentActor(agentId), data: { batchId: id, made, state: 'undone' } });
  });
}

/** Throws `not_found`. */
export async function readBatch(db: Reader, id: string): Promise<BatchView> {
  const row = await db.maybe<
    Omit<BatchView, 'dueAt' | 'createdAt' | 'by'> & { dueAt: Date; createdAt: Date; byId: string; byName: string }
  >(sql`
    select b.id, b.segment_id, b.text, b.due_at, b.made, b.total, b.state, b.created_at, a.id as by_id, a.name as by_name
    from follow_up_batches b join agents a on a.id = b.created_by_id where b.id = ${id}`);
  if (!row) throw new HubError('not_found');
  const { dueAt, createdAt, byId, byName, ...batch } = row;
  return { ...batch, dueAt: dueAt.toISOString(), createdAt: createdAt.toISOString(), by: { id: byId, name: byName } };
}
