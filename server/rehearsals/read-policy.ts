import type { PolicyRow } from '../catalog/read-catalog.ts';
import type { Promises } from '../contract/entities.ts';
import type { RehearsedPolicy } from '../contract/rehearsals.ts';
import { shippedBars } from '../contract/routing-rules.ts';
import type { Reader } from '../db/database.ts';
import { json, type Sql, sql } from '../db/sql.ts';

/** The policy that was in force at a time; before the first one there was none, so it is that. */
export async function policyAt(db: Reader, at: Date): Promise<PolicyRow> {
  return (
    (await readPolicy(db, sql`where created_at <= ${at} order by version desc`)) ??
    (await readPolicy(db, sql`order by version`)) ?? {
      version: 0,
      preset: 'promise',
      promises: {},
      queuePromises: {},
      lines: {},
      bars: shippedBars,
    }
  );
}

/** A stored version, or undefined. */
export const policyOfVersion = (db: Reader, version: number): Promise<PolicyRow | undefined> =>
  readPolicy(db, sql`where version = ${version}`);

/** When the policy was changed for the first time within a time, or undefined. */
export async function policyChangedWithin(db: Reader, from: Date, to: Date): Promise<Date | undefined> {
  const change = await db.maybe<{ createdAt: Date }>(sql`
    select created_at from policies where created_at > ${from} and created_at < ${to} and version > (select min(version) from policies) order by version limit 1`);
  return change?.createdAt;
}

/** The policy of a rehearsal: a stored version, or that which was in force with some of it changed. Undefined: no such version. */
export async function policyFor(db: Reader, then: PolicyRow, wanted: RehearsedPolicy | null): Promise<PolicyRow | undefined> {
  if (!wanted) return then;
  if ('version' in wanted) return policyOfVersion(db, wanted.version);
  const { preset, promises = {}, lines = {} } = wanted;
  return { ...then, preset, promises: merged(then.promises, promises), lines: { ...then.lines, ...lines } };
}

function merged(base: Promises, given: Promises): Promises {
  const tiers = new Set([...Object.keys(base), ...Object.keys(given)]);
  return Object.fromEntries([...tiers].map((tier) => [tier, { ...base[tier], ...given[tier] }]));
}

const readPolicy = (db: Reader, which: Sql): Promise<PolicyRow | undefined> =>
  db.maybe<PolicyRow>(sql`
    select version, preset, promises, queue_promises, lines, coalesce(bars, ${json(shippedBars)}::jsonb) as bars from policies ${which} limit 1`);
