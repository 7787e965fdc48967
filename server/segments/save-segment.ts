import { v7 as uuid } from 'uuid';
import type { Caller } from '../auth/identify-caller.ts';
import { mayShare } from '../auth/permissions.ts';
import type { SegmentBody } from '../contract/segments.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { requireReadable, segmentCondition } from './find-members.ts';

/** Keep a filter under a name. Throws `bad_filter`, or `not_allowed` for an agent who would share it or asks for what they may not read. */
export async function createSegment(hub: Hub, caller: Caller, body: SegmentBody): Promise<string> {
  await check(hub, caller, body);
  const id = uuid();
  const now = hub.clock.now();
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      insert into segments (id, name, filter, owner_id, shared_at, created_at, updated_at)
      values (${id}, ${body.name}, ${json(body.filter)}, ${caller.id}, ${body.shared ? now : null}, ${now}, ${now})`);
    tell(hub, tx, caller, id, 'created');
  });
  return id;
}

/** Throws as `createSegment`, and `not_found` for a segment that is neither one's own nor one's to steer. */
export async function changeSegment(hub: Hub, caller: Caller, id: string, body: SegmentBody): Promise<void> {
  await check(hub, caller, body);
  const now = hub.clock.now();
  await hub.db.transact(async (tx) => {
    await holdOwn(tx, caller, id);
    tx.write(sql`
      update segments set name = ${body.name}, filter = ${json(body.filter)}, updated_at = ${now},
        shared_at = case when ${body.shared} then coalesce(shared_at, ${now}) end
      where id = ${id}`);
    tell(hub, tx, caller, id, 'changed');
  });
}

/** The saved filter goes; no customer does. Throws `not_found`. */
export async function removeSegment(hub: Hub, caller: Caller, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    await holdOwn(tx, caller, id);
    tx.write(sql`delete from segments where id = ${id}`);
    tell(hub, tx, caller, id, 'removed');
  });
}

async function check(hub: Hub, caller: Caller, { filter, shared }: SegmentBody): Promise<void> {
  if (shared && !mayShare(caller)) throw new HubError('not_allowed', 'needs care.write of all');
  await requireReadable(hub, caller, filter);
  await segmentCondition(hub, filter);
}

async function holdOwn(tx: Tx, caller: Caller, id: string): Promise<void> {
  const shared = mayShare(caller) ? sql`shared_at is not null` : sql`false`;
  const held = await tx.maybe(sql`select from segments where id = ${id} and (owner_id = ${caller.id} or ${shared}) for update`);
  if (!held) throw new HubError('not_found');
}

function tell(hub: Hub, tx: Tx, caller: Caller, segmentId: string, how: 'created' | 'changed' | 'removed'): void {
  record(hub, tx, { name: 'segment.saved', actor: agentActor(caller.id), agentId: caller.id, data: { segmentId, how } });
}
