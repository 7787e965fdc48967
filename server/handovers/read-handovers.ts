import type { HandoverView } from '../contract/handovers.ts';
import type { HandoverEnd, HandoverState, HandoverWay } from '../contract/statuses.ts';
import { readStrips } from '../customers/present-customer.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { readTask } from '../routing/present-task.ts';

interface Row {
  readonly id: string;
  readonly way: HandoverWay;
  readonly state: HandoverState;
  readonly from: { id: string; name: string };
  readonly to: { id: string; name: string };
  readonly queueId: string | null;
  readonly taskId: string;
  readonly note: string | null;
  readonly customerIn: boolean;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly endReason: HandoverEnd | null;
}

/** Handovers `h` by a condition, each with what it is about. */
export async function readHandovers(hub: Hub, condition: Sql): Promise<HandoverView[]> {
  const rows = await hub.db.all<Row>(sql`
    select h.id, h.way, h.state, jsonb_build_object('id', f.id, 'name', f.name) as from, jsonb_build_object('id', t.id, 'name', t.name) as to,
      h.queue_id, h.task_id, e.text as note, h.customer_in, h.asked_at, h.expires_at, h.end_reason
    from handovers h join agents f on f.id = h.from_agent_id join agents t on t.id = h.to_agent_id left join entries e on e.id = h.note_id
    where ${condition} order by h.asked_at`);
  return Promise.all(rows.map((row) => present(hub, row)));
}

export async function readHandover(hub: Hub, id: string): Promise<HandoverView> {
  const [view] = await readHandovers(hub, sql`h.id = ${id}`);
  if (!view) throw new HubError('not_found');
  return view;
}

async function present(hub: Hub, { taskId, note, askedAt, expiresAt, ...row }: Row): Promise<HandoverView> {
  const task = await readTask(hub, taskId);
  const [customer] = await readStrips(hub.db, sql`c.id = ${task.customer.id}`, task.ticketId);
  if (!customer) throw new Error(`no customer ${task.customer.id}`);
  return { ...row, task, customer, note: note ?? '', askedAt: askedAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
