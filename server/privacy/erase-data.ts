import { setTimeout as pause } from 'node:timers/promises';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { assignments } from './erase-identity.ts';
import { identifier, type Place, unerased } from './place.ts';
import { places } from './places.ts';

/** Rows in one transaction: small enough that nobody waits for them. */
const BATCH = 500;
/** How long this waits for others' transactions, and how often it looks (milliseconds). */
const PATIENCE = 10_000;
const LOOK = 25;
/** Done with the request itself. */
const identity = new Set(['contact_points', 'contact_point_links', 'customers']);

interface Erasure {
  readonly id: string;
  readonly customerId: string;
  readonly records: readonly string[];
}

/**
 * Erase everything else of whoever was erased. Each batch counts itself; it may be broken off anywhere and begun again.
 * Nothing comes back by a late writer: whoever may have read something before it was erased has ended before the last look.
 */
export async function eraseData(hub: Hub, { erasureId }: { erasureId: string }, run: JobRun): Promise<void> {
  const erasure = await hub.db.maybe<Erasure>(
    sql`select id, customer_id, records from erasures where id = ${erasureId} and done_at is null`,
  );
  if (!erasure) return;
  await waitForImports(hub, erasure);
  await eraseAll(hub, erasure, run.signal);
  await waitForOthers(hub, run.signal);
  await eraseAll(hub, erasure, run.signal);
  await finish(hub, erasure);
}

/** A file that is being taken in would write what is erased here. The job comes back. */
async function waitForImports(hub: Hub, { records }: Erasure): Promise<void> {
  const busy = await hub.db.maybe(sql`
    select from import_rows r join import_runs i on i.id = r.import_id
    where r.subject_id = any(${[...records]}::uuid[]) and i.ended_at is null and i.state in ('running', 'undoing') limit 1`);
  if (busy) throw new Error('an import with rows of this customer is under way');
}

async function eraseAll(hub: Hub, erasure: Erasure, signal: AbortSignal): Promise<void> {
  for (const place of places) {
    if (identity.has(place.table) || Object.keys(place.erasing).length === 0) continue;
    while ((await eraseSome(hub, erasure, place)) > 0) signal.throwIfAborted();
  }
}

/** Until every transaction of now is over: it may hold words it has read and not written yet. The job comes back. */
async function waitForOthers(hub: Hub, signal: AbortSignal): Promise<void> {
  const { now } = await hub.db.one<{ now: string }>(sql`select clock_timestamp()::text as now`);
  const isBusy = () =>
    hub.db.maybe(sql`
      select from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() and xact_start < ${now}::timestamptz limit 1`);
  for (const deadline = performance.now() + PATIENCE; await isBusy(); ) {
    if (performance.now() > deadline) throw new Error('a transaction that began before the erasure is still open');
    await pause(LOOK, undefined, { signal });
  }
}

/** Answers how many rows it found. */
async function eraseSome(hub: Hub, { id, records }: Erasure, place: Place): Promise<number> {
  const table = identifier(place.table);
  return hub.db.transact(async (tx) => {
    // Held first: a statement that erases what it finds passes over rows that somebody is changing, and they would stay.
    const held = await tx.all<{ at: string }>(
      sql`select ctid::text as at from ${table} where ${unerased(place, records)} limit ${BATCH} for update`,
    );
    if (held.length === 0) return 0;
    const some = sql`ctid = any(${held.map(({ at }) => at)}::tid[])`;
    const rows = await tx.all(
      place.erasing === 'delete'
        ? sql`delete from ${table} where ${some} returning 1`
        : sql`update ${table} set ${assignments(place)} where ${some} returning 1`,
    );
    if (rows.length > 0)
      tx.write(sql`
        update erasures set counts = counts || jsonb_build_object(${place.table}::text, coalesce((counts ->> ${place.table})::int, 0) + ${rows.length}::int) where id = ${id}`);
    return rows.length;
  });
}

async function finish(hub: Hub, { id, customerId }: Erasure): Promise<void> {
  await hub.db.transact(async (tx) => {
    const done = await tx.maybe(sql`update erasures set done_at = ${hub.clock.now()} where id = ${id} and done_at is null returning id`);
    if (done) record(hub, tx, { name: 'customer.erased', actor: theHub, customerId, data: { erasureId: id } });
  });
}
