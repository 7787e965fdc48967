import { readViewer } from '../auth/identify-caller.ts';
import { policiesOf } from '../catalog/policy-in-force.ts';
import type { OfferView, TaskView, Timeline } from '../contract/entities.ts';
import { channels, type ReservationState } from '../contract/statuses.ts';
import { findCircle } from '../customers/history/find-circle.ts';
import { readHistory } from '../customers/history/read-history.ts';
import { readStrips } from '../customers/present-customer.ts';
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
/** What counts as one: pages they looked at do not. */
const contacts = [...channels, 'note', 'ticket', 'order', 'return'] as const;

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
    readRecent(hub, row.agentId, task),
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

/** The last contacts, of a company with its people: those whom this agent may see. */
async function readRecent(hub: Hub, agentId: string, { customer, ticketId }: TaskView): Promise<Timeline> {
  const viewer = await readViewer(hub.db, agentId);
  return hub.db.transact(async (tx) =>
    readHistory(tx, await findCircle(tx, viewer, customer.id), { limit: RECENT, show: contacts, exceptTicketId: ticketId }),
  );
}
