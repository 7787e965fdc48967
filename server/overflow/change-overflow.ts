import { accepted } from '../catalog/check-draft.ts';
import { queueOf } from '../catalog/read-catalog.ts';
import type { OverflowView } from '../contract/overflow.ts';
import type { Reader } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { overflowOf } from './rules.ts';
import { validateOverflow } from './validate-overflow.ts';

/** What happens in a queue instead of waiting. Throws `not_found`. */
export async function readOverflow(db: Reader, queueId: string): Promise<OverflowView> {
  const queue = await db.maybe<{ overflow: object; revision: string }>(
    sql`select overflow, md5(overflow::text) as revision from queues where id = ${queueId}`,
  );
  if (!queue) throw new HubError('not_found');
  return { queueId, overflow: overflowOf(queue), revision: queue.revision };
}

/**
 * Change it. One change at a time over all queues, since rules may lead from one to the next. Throws `not_found`,
 * `changed_meanwhile` and `invalid_settings` with every place that cannot be.
 */
export async function changeOverflow(
  hub: Hub,
  agentId: string,
  queueId: string,
  { revision, overflow: given }: { revision: string; overflow: unknown },
): Promise<OverflowView> {
  await hub.catalog.current();
  return hub.db.transact(async (tx) => {
    tx.write(sql`select 1 from queues order by id for update`);
    const before = await readOverflow(tx, queueId);
    if (before.revision !== revision) throw new HubError('changed_meanwhile');
    const rules = await tx.all<{ id: string; overflow: object }>(sql`select id, overflow from queues`);
    const known = hub.catalog.known();
    const queues = rules.map(({ id, overflow }) => ({ ...queueOf(known, id), overflow }));
    const after = accepted(validateOverflow({ ...known, queues }, queueId, given));
    tx.write(sql`update queues set overflow = ${json(after)} where id = ${queueId}`);
    record(hub, tx, { name: 'queue.overflow_changed', actor: agentActor(agentId), queueId, data: { before: before.overflow, after } });
    tx.afterCommit(() => hub.catalog.forget());
    return readOverflow(tx, queueId);
  });
}
