import { type Catalog, promiseOf } from '../catalog/read-catalog.ts';
import type { TaskView } from '../contract/entities.ts';
import type { Channel, TaskState, TicketStatus } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import type { Clocks } from '../tickets/clocks/clock.ts';
import { presentDue } from '../tickets/clocks/present-clocks.ts';
import { clockOf } from './present-clock.ts';

interface TaskRow {
  id: string;
  ticketId: string;
  ticketNumber: number;
  ticketStatus: TicketStatus;
  subject: string;
  clocks: Clocks;
  conversationId: string;
  queueId: string;
  channel: Channel;
  tier: string;
  skills: Record<string, number>;
  kind: 'contact' | 'callback';
  customerId: string;
  customerName: string | null;
  customerTier: string;
  contact: string | null;
  preview: string | null;
  neededAt: Date;
  state: TaskState;
  agentId: string | null;
  assignedAt: Date | null;
  wrapUpUntil: Date | null;
  lastSeq: number;
  unanswered: boolean;
}

/** Tasks `t` by a condition (with order and limit), as the API shows them. */
export async function readTasks(hub: Hub, condition: Sql): Promise<TaskView[]> {
  const [catalog, rows] = await Promise.all([
    hub.catalog.current(),
    hub.db.all<TaskRow>(sql`
      select t.id, t.ticket_id, ticket.number as ticket_number, ticket.status::text as ticket_status, ticket.subject, ticket.clocks, t.conversation_id, t.queue_id, t.channel::text, t.tier, t.skills, t.kind,
        customer.id as customer_id, customer.name as customer_name, customer.tier as customer_tier, point.value as contact,
        newest.text as preview, t.needed_at, t.state::text, t.agent_id, t.assigned_at, t.wrap_up_until, line.last_seq, coalesce(newest.kind = 'inbound', true) as unanswered
      from tasks t
      join tickets ticket on ticket.id = t.ticket_id
      join customers record on record.id = t.customer_id join customers customer on customer.id = coalesce(record.merged_into_id, record.id)
      join conversations line on line.id = t.conversation_id
      left join contact_points point on point.id = line.contact_point_id and point.kind <> 'chat_visitor'
      left join lateral (
        select left(e.text, 160) as text, e.kind from entries e where e.conversation_id = t.conversation_id and e.kind in ('inbound', 'outbound') and e.detail -> 'automatic' is null order by e.seq desc limit 1
      ) newest on true
      where ${condition}`),
  ]);
  const now = hub.clock.now();
  return rows.map((row) => presentTask(catalog, row, now));
}

export async function readTask(hub: Hub, id: string): Promise<TaskView> {
  const [task] = await readTasks(hub, sql`t.id = ${id}`);
  if (!task) throw new Error(`no task ${id}`);
  return task;
}

function presentTask(catalog: Catalog, row: TaskRow, now: Date): TaskView {
  const { customerId, customerName, customerTier, contact, preview, clocks, neededAt, assignedAt, wrapUpUntil, ...task } = row;
  return {
    ...task,
    customer: { id: customerId, name: customerName, tier: customerTier, contact },
    preview: preview ?? '',
    neededAt: neededAt.toISOString(),
    ...clockOf(catalog, row, now),
    promiseSeconds: promiseOf(catalog.policy, row),
    due: presentDue(clocks),
    assignedAt: assignedAt?.toISOString() ?? null,
    wrapUpUntil: wrapUpUntil?.toISOString() ?? null,
  };
}
