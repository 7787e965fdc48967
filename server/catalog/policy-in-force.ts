import { shippedBars } from '../contract/routing-rules.ts';
import type { Reader } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import type { Catalog, PolicyRow } from './read-catalog.ts';

/** The policies that decisions were made under, by version: what a receipt says must not change with the settings. */
export async function policiesOf(db: Reader, catalog: Catalog, versions: readonly number[]): Promise<(version: number) => PolicyRow> {
  const others = [...new Set(versions)].filter((version) => version !== catalog.policy.version);
  const rows = others.length === 0 ? [] : await readPolicyRows(db, others);
  const byVersion = new Map(rows.map((row) => [row.version, row]));
  return (version) => byVersion.get(version) ?? catalog.policy;
}

const readPolicyRows = (db: Reader, versions: readonly number[]): Promise<PolicyRow[]> =>
  db.all<PolicyRow>(sql`
    select version, preset, promises, queue_promises, lines, coalesce(bars, ${json(shippedBars)}::jsonb) as bars
    from policies where version = any(${versions}::int[])`);
