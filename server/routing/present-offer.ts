import { policiesOf } from '../catalog/policy-in-force.ts';
import type { OfferView } from '../contract/entities.ts';
import type { ReservationState } from '../contract/statuses.ts';
import { readStrips } from '../customers/present-customer.ts';
import { readTimeline } from '../customers/read-timeline.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { type DecisionRow, explain } from './explain-decision.ts';
import { readTasks } from './present-task.ts';

interface OfferRow extends DecisionRow {
  id: string;
  state: ReservationState;
  agentId: string;
  taskId: string;
  offeredAt: Date;
  expiresAt: Date;
}

/** How many past contacts an offer shows before it is answered. */
const RECENT = 3;

/** Offers `r` by a condition, each with the whole picture of the customer. */
export async function readOffers(hub: Hub, condition: Sql): Promise<OfferView[]> {
  const rows = await hub.db.all<OfferRow>(sql`
    select r.id, r.state::text, r.agent_id, r.task_id, r.offered_at, r.expires_at, d.snapshot, d.receipt
    from reservations r join decisions d on d.id = r.decision_id where ${condition} order by r.offered_at`);
  return Promise.all(rows.map((row) => present(hub, row)));
}

async function present(hub: Hub, row: OfferRow): Promise<OfferView> {
  const [task] = await readTasks(hub, sql`t.id = ${row.taskId}`);
  if (!task) throw new Error(`no task ${row.taskId}`);
  const [[customer], recent, catalog] = await Promise.all([
    readStrips(hub.db, sql`c.id = ${task.customer.id}`, task.ticketId),
    readTimeline(hub.db, task.customer.id, { limit: RECENT, exceptTicketId: task.ticketId }),
    hub.catalog.current(),
  ]);
  const policyOf = await policiesOf(hub.db, catalog, [row.receipt.policyVersion]);
  if (!customer) throw new Error(`no customer ${task.customer.id}`);
  const { id, state, agentId } = row;
  return {
    id,
    state,
    agentId,
    task,
    customer,
    offeredAt: row.offeredAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    recent: recent.items,
    why: explain(catalog, policyOf(row.receipt.policyVersion), row),
  };
}
