import { v7 as uuid } from 'uuid';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { JobRun } from '../../jobs/job-run.ts';
import { makeAnew } from './make-values.ts';
import { readRecipe } from './read-recipe.ts';

/** So many at once keep the event loop for some ten milliseconds, and what customers wait for comes in between. */
const AT_ONCE = 50;
/** How many are told of at once in the audit trail and to consoles. */
const TELL_EVERY = 20;

/** What all values are made of has changed: make them anew, one batch after the other. A sweep begun before is overtaken. */
export async function beginSweep(hub: Hub, tx: Tx, cause: 'rules' | 'settings' | 'model', version: number | null): Promise<string> {
  const id = uuid();
  const now = hub.clock.now();
  const { total } = await tx.one<{ total: number }>(
    sql`select count(*) as total from customers where merged_into_id is null and erased_at is null`,
  );
  tx.write(sql`update value_sweeps set ended_at = ${now} where ended_at is null`);
  tx.write(sql`insert into value_sweeps (id, cause, version, started_at, total) values (${id}, ${cause}, ${version}, ${now}, ${total})`);
  enqueue(tx, { job: 'sweep-values', payload: { sweepId: id }, line: 'value-sweep' });
  return id;
}

/** Go on with a sweep where it was left, batch by batch, each with its place in one transaction. */
export async function sweepValues(hub: Hub, { sweepId }: { sweepId: string }, run: Pick<JobRun, 'signal'>): Promise<void> {
  for (let batch = 1; !run.signal.aborted && (await sweepSome(hub, sweepId, batch % TELL_EVERY === 0)); batch++);
  if (run.signal.aborted) throw new Error('the node is stopping');
}

const sweepSome = (hub: Hub, sweepId: string, isTold: boolean): Promise<boolean> =>
  hub.db.transact(async (tx) => {
    const sweep = await tx.maybe<{ after: string | null; done: number; total: number }>(
      sql`select after, done, total from value_sweeps where id = ${sweepId} and ended_at is null for update`,
    );
    if (!sweep) return false;
    const heads = await tx.all<{ id: string }>(sql`
      select id from customers where merged_into_id is null and erased_at is null and id > coalesce(${sweep.after}, '00000000-0000-0000-0000-000000000000')::uuid order by id limit ${AT_ONCE}`);
    const last = heads.at(-1);
    if (!last) {
      tx.write(sql`update value_sweeps set ended_at = ${hub.clock.now()}, total = done where id = ${sweepId}`);
      record(hub, tx, { name: 'value.sweep_ended', actor: theHub, data: { sweepId, customers: sweep.done } });
      return false;
    }
    await makeAnew(
      hub,
      tx,
      heads.map(({ id }) => id),
      await readRecipe(tx),
    );
    const done = sweep.done + heads.length;
    tx.write(sql`update value_sweeps set after = ${last.id}, done = ${done}, total = greatest(total, ${done}) where id = ${sweepId}`);
    if (isTold) record(hub, tx, { name: 'value.sweep_progressed', actor: theHub, data: { sweepId, done, total: sweep.total } });
    return true;
  });
