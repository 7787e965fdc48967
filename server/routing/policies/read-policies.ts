import { noExceptions } from '../../catalog/read-catalog.ts';
import type { PolicyView } from '../../contract/configuration.ts';
import type { PolicyDraft } from '../../contract/routing-rules.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';

interface Row extends Omit<PolicyDraft, 'bars'> {
  version: number;
  bars: PolicyDraft['bars'] | null;
  createdAt: Date;
  createdById: string | null;
  authorName: string | null;
}

/** Versions of the policy, newest first; `before` pages back. */
export async function readPolicies(hub: Hub, { before, limit }: { before?: number | undefined; limit: number }): Promise<PolicyView[]> {
  const rows = await hub.db.all<Row>(sql`
    select p.version, p.preset, p.promises, p.queue_promises, p.lines, p.bars, p.note, p.created_at, p.created_by_id, a.name as author_name
    from policies p left join agents a on a.id = p.created_by_id
    where p.version < coalesce(${before ?? null}::int, 2147483647) order by p.version desc limit ${limit}`);
  return rows.map(({ createdById, authorName, createdAt, bars, ...row }) => ({
    ...row,
    bars: bars ?? noExceptions.bars,
    createdAt: createdAt.toISOString(),
    createdBy: createdById && authorName !== null ? { id: createdById, name: authorName } : null,
  }));
}
