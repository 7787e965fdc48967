import type { TierCause } from '../../contract/value.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import type { JobRun } from '../../jobs/job-run.ts';
import { setTier } from '../tiers/set-tier.ts';
import { type Assessment, assess } from './assess-customer.ts';
import { readFacts } from './read-facts.ts';
import { type Recipe, readRecipe } from './read-recipe.ts';
import { writeValues } from './write-values.ts';

/** So many at once keep the event loop for some ten milliseconds. */
const AT_ONCE = 50;

/** Make the values that are due anew, of a customer who was named too. Several nodes may do so at once: none takes what another has. */
export async function makeValues(hub: Hub, { customerId }: { customerId?: string }, run: Pick<JobRun, 'signal'>): Promise<void> {
  if (customerId) await hub.db.transact(async (tx) => makeAnew(hub, tx, await headsOf(tx, [customerId]), await readRecipe(tx)));
  while (!run.signal.aborted && (await makeSome(hub)) > 0);
}

const makeSome = (hub: Hub): Promise<number> =>
  hub.db.transact(async (tx) => {
    const due = await tx.all<{ id: number; customerId: string }>(
      sql`select id, customer_id from values_due order by id limit ${AT_ONCE} for update skip locked`,
    );
    if (due.length === 0) return 0;
    await makeAnew(
      hub,
      tx,
      await headsOf(
        tx,
        due.map((one) => one.customerId),
      ),
      await readRecipe(tx),
    );
    tx.write(sql`delete from values_due where id = any(${due.map(({ id }) => id)}::bigint[])`);
    return due.length;
  });

/** Who they are by now; a record that an undone import took away again is nobody, and so is one that was erased. */
async function headsOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const heads = await tx.all<{ head: string }>(
    sql`select distinct coalesce(merged_into_id, id) as head from customers where id = any(${ids}::uuid[]) and erased_at is null`,
  );
  return heads.map(({ head }) => head);
}

/**
 * Values and tiers of these customers (heads), from their facts as they are now. Whoever makes the same customer's at the same
 * time waits here and then sees what this one saw, so that the last to write has seen the most.
 */
export async function makeAnew(
  hub: Hub,
  tx: Tx,
  customerIds: readonly string[],
  recipe: Recipe,
  cause: TierCause = 'rules',
): Promise<void> {
  const ids = [...customerIds].sort();
  await tx.all(sql`select pg_advisory_xact_lock(hashtextextended(id, 4)) from unnest(${ids}::text[]) id`);
  const now = hub.clock.now().getTime();
  const assessments = (await readFacts(tx, ids)).map((facts) => assess(facts, recipe, now));
  writeValues(tx, assessments, recipe.settings.currency);
  for (const assessment of assessments) await followTierPath(hub, tx, assessment, recipe, cause);
}

/** Without rules tiers are given by hand, as ever. */
async function followTierPath(hub: Hub, tx: Tx, { facts, path, override }: Assessment, { rules }: Recipe, cause: TierCause): Promise<void> {
  if (!path || !rules) return;
  const tier = override?.tier ?? path.tier;
  if (tier === facts.tier) return;
  await setTier(hub, tx, { customerId: facts.customerId, tier, cause: override ? 'override' : cause, rulesVersion: rules.version });
}
