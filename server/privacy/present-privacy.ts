import { readListenings } from '../calls/recordings/note-listening.ts';
import type { ErasureView, PersonalKind, PrivacyView } from '../contract/privacy.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { places } from './places.ts';
import { listOf } from './preview-erasure.ts';

interface ByRow {
  id: string;
  reason: string;
  agentId: string;
  agentName: string;
  at: Date;
}

/** Whether a customer was erased or is held, by any of their records. */
export async function readPrivacy(db: Reader, customerId: string): Promise<PrivacyView> {
  const [head, erasures, holds, listened] = await Promise.all([
    db.one<{ id: string }>(sql`select coalesce(merged_into_id, id) as id from customers where id = ${customerId}`),
    readErasures(db, sql`e.records && array(select customer_family(${customerId}))`, 1),
    db.all<ByRow>(sql`
      select h.id, h.reason, h.at, a.id as agent_id, a.name as agent_name from legal_holds h join agents a on a.id = h.by_agent_id
      where h.customer_id in (select customer_family(${customerId})) and h.ended_at is null order by h.at`),
    readListenings(db, customerId),
  ]);
  const [erasure] = erasures;
  return {
    customerId: head.id,
    erased: erasure ? { at: erasure.at, doneAt: erasure.doneAt, reason: erasure.reason, by: erasure.by } : null,
    holds: holds.map(({ id, reason, agentId, agentName, at }) => ({
      id,
      reason,
      at: at.toISOString(),
      by: { id: agentId, name: agentName },
    })),
    listened,
  };
}

type ErasureRow = ByRow & { customerId: string; doneAt: Date | null; counts: Record<string, number> };

/** Erasures `e` by a condition, the newest first. */
export async function readErasures(db: Reader, condition: Sql, limit: number): Promise<ErasureView[]> {
  const rows = await db.all<ErasureRow>(sql`
    select e.id, e.customer_id, e.reason, e.at, e.done_at, e.counts, a.id as agent_id, a.name as agent_name
    from erasures e join agents a on a.id = e.by_agent_id where ${condition} order by e.at desc, e.id desc limit ${limit}`);
  return rows.map(({ agentId, agentName, at, doneAt, counts, ...erasure }) => ({
    ...erasure,
    by: { id: agentId, name: agentName },
    at: at.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
    counts: byKind(counts),
  }));
}

const kindOf = new Map(places.map(({ table, kind }) => [table, kind]));

function byKind(counts: Record<string, number>): ErasureView['counts'] {
  const sums = new Map<PersonalKind, number>();
  for (const [table, count] of Object.entries(counts)) {
    const kind = kindOf.get(table) ?? 'other';
    if (count > 0) sums.set(kind, (sums.get(kind) ?? 0) + count);
  }
  return listOf(sums);
}
