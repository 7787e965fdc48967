import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { assignments } from './erase-identity.ts';
import { identifier, type Place, unerased } from './place.ts';
import { places } from './places.ts';

/** Rows in one transaction: small enough that nobody waits for them. */
const BATCH = 500;
/** Done with the request itself. */
const identity = new Set(['contact_points', 'contact_point_links', 'customers']);

interface Erasure {
  readonly id: string;
  readonly customerId: string;
  readonly records: readonly string[];
}

/** Erase everything else of whoever was erased. Each batch counts itself; it may be broken off anywhere and begun again. */
export async function eraseData(hub: Hub, { erasureId }: { erasureId: string }, run: JobRun): Promise<void> {
  const erasure = await hub.db.maybe<Erasure>(
    sql`select id, customer_id, records from erasures where id = ${erasureId} and done_at is null`,
  );
  if (!erasure) return;
  await waitForImports(hub, erasure);
  for (const place of places) {
    if (identity.has(place.table) || Object.keys(place.erasing).length === 0) continue;
    while ((await eraseSome(hub, erasure, place)) > 0) run.signal.throwIfAborted();
  }
  await finish(hub, erasure);
}

/** A file that is being taken in would write what is erased here. The job comes back. */
async function waitForImports(hub: Hub, { records }: Erasure): Promise<void> {
  const busy = await hub.db.maybe(sql`
    select from import_rows r join import_runs i on i.id = r.import_id
    where r.subject_id = any(${[...records]}::uuid[]) and i.ended_at is null and i.state in ('running', 'undoing') limit 1`);
  if (busy) throw new Error('an import with rows of this customer is under way');
}

/** Answers how many rows it found. */
async function eraseSome(hub: Hub, { id, records }: Erasure, place: Place): Promise<number> {
  const table = identifier(place.table);
  const some = sql`ctid = any(array(select ctid from ${table} where ${unerased(place, records)} limit ${BATCH}))`;
  return hub.db.transact(async (tx) => {
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
