import type { RetentionKind } from '../contract/privacy.ts';
import { type Sql, sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { identifier } from './place.ts';
import { planNight } from './plan-night.ts';
import { type Kept, keptKinds } from './retention-kinds.ts';

const BATCH = 1000;
const DAY = 86_400_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Take away what has been kept long enough, in small batches, each with its count in the log. The next night is asked for
 * first: whatever happens to this one, it comes.
 */
export async function applyRetention(hub: Hub, _: Record<string, never>, run: JobRun): Promise<void> {
  const rules = await readRules(hub);
  if (rules.length === 0) return;
  await hub.db.transact(async (tx) => planNight(tx, hub.clock.now()));
  for (const { kind, days } of rules) {
    for (let after: string | undefined = FIRST; after !== undefined; ) {
      after = await takeAway(hub, kind, days, after);
      run.signal.throwIfAborted();
    }
  }
}

export const readRules = (hub: Hub): Promise<{ kind: RetentionKind; days: number }[]> =>
  hub.db.all(sql`select kind, days from retention_rules order by kind`);

/** How many things a rule would take away now. */
export async function countOverdue(hub: Hub, kind: RetentionKind, days: number): Promise<number> {
  const { table, overdue } = keptKinds[kind];
  const { count } = await hub.db.one<{ count: number }>(
    sql`select count(*)::int as count from ${identifier(table)} x where ${overdue(limitOf(hub, days))}`,
  );
  return count;
}

const limitOf = (hub: Hub, days: number): Date => new Date(hub.clock.now().getTime() - days * DAY);

/** Answers the last of those that went: nothing before it is looked at again this night. Undefined when there are no more. */
async function takeAway(hub: Hub, kind: RetentionKind, days: number, after: string): Promise<string | undefined> {
  const kept = keptKinds[kind];
  return hub.db.transact(async (tx) => {
    const rows = await tx.all<{ id: string }>(statement(kept, limitOf(hub, days), after));
    if (rows.length === 0) return undefined;
    const ids = rows.map(({ id }) => id);
    if (kept.table === 'entries') tx.write(sql`delete from entry_search where entry_id = any(${ids}::uuid[])`);
    if (kept.table === 'tickets')
      tx.write(sql`update conversations set subject = null where ticket_id = any(${ids}::uuid[]) and subject is not null`);
    record(hub, tx, { name: 'retention.applied', actor: theHub, data: { kind, count: rows.length } });
    return ids.sort().at(-1);
  });
}

function statement({ table, overdue, emptied }: Kept, before: Date, after: string): Sql {
  const name = identifier(table);
  // Parts of one file have one id: where a batch ended, there may be more of it.
  const [id, isBehind] = table === 'import_parts' ? [sql`import_id`, sql`x.import_id >= ${after}`] : [sql`id`, sql`x.id > ${after}`];
  const some = sql`array(select x.ctid from ${name} x where ${isBehind} and ${overdue(before)} order by x.${id} limit ${BATCH} for update of x skip locked)`;
  return emptied
    ? sql`update ${name} set ${emptied} where ctid = any(${some}) returning ${id} as id`
    : sql`delete from ${name} where ctid = any(${some}) returning ${id} as id`;
}
