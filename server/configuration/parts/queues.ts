import { refreshAllRooms } from '../../agents/refresh-room.ts';
import { checkDraft } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { QueuesPart } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { type Change, definePart, type Writing } from '../part.ts';
import { queueProblems } from './queue-problems.ts';
import { retirementEffects } from './retirement-effects.ts';

/** Where tasks wait, in the order they are shown. A queue in which something ever was is retired, never deleted. */
export const queues = definePart<QueuesPart>({
  key: 'queues',
  title: both('Queues', '队列'),
  tables: sql`queues`,
  schema: QueuesPart,
  check: (given, world) => checkDraft(QueuesPart, given, (draft) => queueProblems(draft, world)),
  effects: retirementEffects,
  async write(writing, change) {
    const { hub, tx } = writing;
    const gone = (change.before ?? []).filter(({ id }) => !change.after.some((queue) => queue.id === id)).map(({ id }) => id);
    tx.write(sql`delete from queues q where id = any(${gone}::uuid[]) and ${isUnused}`);
    // Keys may be exchanged between two queues.
    tx.write(sql`update queues set key = 'was-' || id where id = any(${change.after.map(({ id }) => id)}::uuid[])`);
    for (const [rank, queue] of change.after.entries()) writeQueue(writing, queue, rank);
    tx.write(sql`update queues set rank = ${change.after.length} where id = any(${gone}::uuid[])`);
    const inboxes = await retire(writing, change);
    refreshAllRooms(tx);
    tx.afterCommit(() => hub.catalog.forget());
    return inboxes ? ['inboxes'] : [];
  },
  async facts(_, db) {
    return { queues: await readUsage(db) };
  },
});

const isUnused = sql`not exists (select from tickets t where t.queue_id = q.id) and not exists (select from inboxes i where i.queue_id = q.id)
  and not exists (select from queue_members m where m.queue_id = q.id) and not exists (select from tasks t where t.queue_id = q.id)`;

function writeQueue({ hub, tx }: Writing, queue: QueuesPart[number], rank: number): void {
  const retiredAt = queue.retired ? hub.clock.now() : null;
  tx.write(sql`
    insert into queues as q (id, key, label, rank, disposition_required, retired_at, successor_id, offer_seconds, wrap_up_seconds, missed_offers_limit,
      cool_down_seconds, calendar_id, working_time, relaxation, preferred_share, preferred_unskilled, overflow)
    values (${queue.id}, ${queue.key}, ${json(queue.label)}, ${rank}, ${queue.dispositionRequired}, ${retiredAt}, ${queue.successorId},
      ${queue.offerSeconds}, ${queue.wrapUpSeconds}, ${queue.missedOffersLimit}, ${queue.coolDownSeconds}, ${queue.calendarId},
      ${queue.workingTime}::channel[], ${json(queue.relaxation)}, ${queue.preferredShare}, ${queue.preferredUnskilled}, ${json(queue.overflow)})
    on conflict (id) do update set key = excluded.key, label = excluded.label, rank = excluded.rank, disposition_required = excluded.disposition_required,
      retired_at = case when excluded.retired_at is null then null else coalesce(q.retired_at, excluded.retired_at) end, successor_id = excluded.successor_id,
      offer_seconds = excluded.offer_seconds, wrap_up_seconds = excluded.wrap_up_seconds, missed_offers_limit = excluded.missed_offers_limit,
      cool_down_seconds = excluded.cool_down_seconds, calendar_id = excluded.calendar_id, working_time = excluded.working_time,
      relaxation = excluded.relaxation, preferred_share = excluded.preferred_share, preferred_unskilled = excluded.preferred_unskilled, overflow = excluded.overflow`);
}

/** Inboxes lead to the successor at once; what waits goes there behind it. Returns whether any inbox does. */
async function retire({ tx }: Writing, { before = [], after }: Change<QueuesPart>): Promise<boolean> {
  const retired = after.filter(({ id, retired }) => retired && !before.some((queue) => queue.id === id && queue.retired));
  let moved = 0;
  for (const { id, successorId } of retired) {
    const led = await tx.all(sql`update inboxes set queue_id = ${successorId} where queue_id = ${id} returning id`);
    moved += led.length;
    enqueue(tx, { job: 'empty-queue', payload: { queueId: id }, line: `empty-queue:${id}` });
  }
  return moved > 0;
}

const readUsage = (db: Reader): Promise<{ queueId: string; members: number; waiting: number; inboxes: number; unused: boolean }[]> =>
  db.all(sql`
    select q.id as queue_id, (select count(*) from queue_members m where m.queue_id = q.id) as members,
      (select count(*) from tasks t where t.queue_id = q.id and t.state = 'pending') as waiting,
      (select count(*) from inboxes i where i.queue_id = q.id) as inboxes, ${isUnused} as unused
    from queues q order by q.rank, q.key`);
