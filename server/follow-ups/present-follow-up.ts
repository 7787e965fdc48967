import { both } from '../catalog/words.ts';
import type { CustomerStrip, Label } from '../contract/entities.ts';
import type { FollowUpOutcome, FollowUpTrigger, FollowUpView } from '../contract/follow-ups.ts';
import type { ReachView } from '../contract/segments.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { stripsOf } from '../sales/present-opportunity.ts';
import { readReach } from './read-reach.ts';

interface Row {
  readonly id: string;
  readonly headId: string;
  readonly ticketId: string | null;
  readonly text: string;
  readonly ruleText: Label | null;
  readonly trigger: FollowUpTrigger | null;
  readonly batchId: string | null;
  readonly purpose: string;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly doneById: string | null;
  readonly doneByName: string | null;
  readonly outcome: FollowUpOutcome | null;
}

/** Follow-ups `f` by a condition (with order and limit), each with the customer and how they may be reached now. */
export async function readFollowUps(hub: Hub, condition: Sql): Promise<FollowUpView[]> {
  const rows = await hub.db.all<Row>(sql`
    select f.id, coalesce(c.merged_into_id, c.id) as head_id, f.ticket_id, f.text, r.text as rule_text, r.trigger, f.batch_id, f.purpose, f.owner_id,
      a.name as owner_name, f.due_at, f.created_at, f.done_at, f.done_by_id, d.name as done_by_name, f.outcome
    from follow_ups f join customers c on c.id = f.customer_id left join follow_up_rules r on r.id = f.rule_id
    left join agents a on a.id = f.owner_id left join agents d on d.id = f.done_by_id where ${condition}`);
  const [strips, reach] = await Promise.all([
    stripsOf(
      hub.db,
      rows.map(({ headId }) => headId),
    ),
    reachOf(hub, rows),
  ]);
  return rows.flatMap((row) => {
    const customer = strips.get(row.headId);
    return customer ? [present(row, customer, reach.get(`${row.purpose} ${row.headId}`) ?? [])] : [];
  });
}

/** Throws `not_found`. */
export async function readFollowUp(hub: Hub, id: string): Promise<FollowUpView> {
  const [followUp] = await readFollowUps(hub, sql`f.id = ${id}`);
  if (!followUp) throw new HubError('not_found');
  return followUp;
}

/** Of those that are open, by purpose and customer: what needs consent depends on what it is for. */
async function reachOf(hub: Hub, rows: readonly Row[]): Promise<Map<string, ReachView[]>> {
  const open = rows.filter(({ doneAt }) => doneAt === null);
  const purposes = [...new Set(open.map(({ purpose }) => purpose))];
  const found = await Promise.all(
    purposes.map(async (purpose) => {
      const ids = open.filter((row) => row.purpose === purpose).map(({ headId }) => headId);
      return [...(await readReach(hub, ids, purpose))].map(([id, ways]): [string, ReachView[]] => [`${purpose} ${id}`, ways]);
    }),
  );
  return new Map(found.flat());
}

const present = (row: Row, customer: CustomerStrip, reach: ReachView[]): FollowUpView => ({
  id: row.id,
  customer,
  ticketId: row.ticketId,
  text: row.ruleText ?? both(row.text, row.text),
  cause: row.trigger ?? (row.batchId ? 'segment' : 'by_hand'),
  purpose: row.purpose,
  owner: row.ownerId ? { id: row.ownerId, name: row.ownerName ?? '' } : null,
  dueAt: row.dueAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  doneAt: row.doneAt?.toISOString() ?? null,
  doneBy: row.doneById ? { id: row.doneById, name: row.doneByName ?? '' } : null,
  outcome: row.outcome,
  reach,
});
