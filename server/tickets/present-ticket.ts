import type { FieldValue } from '../contract/archive-fields.ts';
import type { TicketView } from '../contract/entities.ts';
import type { Channel, TicketStatus } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Clocks } from './clocks/clock.ts';
import { presentClocks, presentDue } from './clocks/present-clocks.ts';

interface TicketRow {
  id: string;
  number: number;
  subject: string;
  kind: TicketView['kind'];
  status: TicketStatus;
  queueId: string;
  customerId: string;
  customerName: string | null;
  customerTier: string;
  assigneeId: string | null;
  assigneeName: string | null;
  channels: Channel[];
  categoryId: string | null;
  rootCauseId: string | null;
  fields: Record<string, FieldValue>;
  clocks: Clocks;
  createdAt: Date;
  updatedAt: Date;
}

/** Tickets `t` by a condition (with order and limit), as the API shows them. */
export async function readTickets(db: Reader, condition: Sql): Promise<TicketView[]> {
  const rows = await db.all<TicketRow>(sql`
    select t.id, t.number, t.subject, t.kind::text, t.status::text, t.queue_id, t.category_id, t.root_cause_id, t.clocks, t.created_at, t.updated_at,
      c.id as customer_id, c.name as customer_name, c.tier as customer_tier, a.id as assignee_id, a.name as assignee_name,
      (select coalesce(jsonb_object_agg(f.key, t.fields -> f.key), '{}') from ticket_fields f where f.read_role = 'agent' and jsonb_exists(t.fields, f.key)) as fields,
      t.channels::text[] as channels
    from tickets t join customers record on record.id = t.customer_id join customers c on c.id = coalesce(record.merged_into_id, record.id) left join agents a on a.id = t.assignee_id
    where ${condition}`);
  return rows.map(presentTicket);
}

function presentTicket(row: TicketRow): TicketView {
  const { customerId, customerName, customerTier, assigneeId, assigneeName, clocks, createdAt, updatedAt, ...ticket } = row;
  return {
    ...ticket,
    customer: { id: customerId, name: customerName, tier: customerTier },
    assignee: assigneeId ? { id: assigneeId, name: assigneeName ?? '' } : null,
    clocks: presentClocks(clocks),
    due: presentDue(clocks),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
