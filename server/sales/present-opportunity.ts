import type { CustomerStrip } from '../contract/entities.ts';
import type { OpportunityStage, OpportunityView } from '../contract/sales.ts';
import { readStrips } from '../customers/present-customer.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';

interface Row {
  readonly id: string;
  readonly headId: string;
  readonly title: string;
  readonly stage: OpportunityStage;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly nextStep: string;
  readonly nextStepAt: Date | null;
  readonly remindedAt: Date | null;
  readonly lostReason: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
}

/** Opportunities `o` by a condition (with order and limit), each with the customer as they are known now. */
export async function readOpportunities(db: Reader, condition: Sql): Promise<OpportunityView[]> {
  const rows = await db.all<Row>(sql`
    select o.id, coalesce(c.merged_into_id, c.id) as head_id, o.title, o.stage, o.amount, o.currency, o.owner_id, a.name as owner_name, o.next_step,
      o.next_step_at, o.reminded_at, o.lost_reason, o.created_at, o.updated_at, o.closed_at
    from opportunities o join customers c on c.id = o.customer_id left join agents a on a.id = o.owner_id where ${condition}`);
  const strips = await stripsOf(
    db,
    rows.map(({ headId }) => headId),
  );
  return rows.flatMap((row) => {
    const customer = strips.get(row.headId);
    return customer ? [present(row, customer)] : [];
  });
}

/** Customers in one glance, by id. */
export async function stripsOf(db: Reader, ids: readonly string[]): Promise<Map<string, CustomerStrip>> {
  if (ids.length === 0) return new Map();
  const strips = await readStrips(db, sql`c.id = any(${[...new Set(ids)]}::uuid[])`);
  return new Map(strips.map((strip) => [strip.id, strip]));
}

const present = (row: Row, customer: CustomerStrip): OpportunityView => ({
  id: row.id,
  customer,
  title: row.title,
  stage: row.stage,
  amount: row.amount,
  currency: row.currency,
  owner: row.ownerId ? { id: row.ownerId, name: row.ownerName ?? '' } : null,
  nextStep: row.nextStep,
  nextStepAt: row.nextStepAt?.toISOString() ?? null,
  reminded: row.remindedAt !== null,
  reason: row.lostReason,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
});
