import { maySeeCustomer } from '../auth/permissions.ts';
import type { Label } from '../contract/entities.ts';
import { sql } from '../db/sql.ts';
import type { Asked } from './make-export.ts';
import { mapped, pages } from './pages.ts';
import type { Table } from './table.ts';

interface Row {
  readonly number: number;
  readonly subject: string;
  readonly kind: string;
  readonly status: string;
  readonly queue: Label;
  readonly customer: string | null;
  readonly externalId: string | null;
  readonly assignee: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const labels = {
  number: { en: 'Ticket', 'zh-CN': '工单号' },
  subject: { en: 'Subject', 'zh-CN': '主题' },
  kind: { en: 'Kind', 'zh-CN': '类型' },
  status: { en: 'Status', 'zh-CN': '状态' },
  queue: { en: 'Queue', 'zh-CN': '队列' },
  customer: { en: 'Customer', 'zh-CN': '客户' },
  externalId: { en: 'Customer number', 'zh-CN': '客户编号' },
  assignee: { en: 'Assignee', 'zh-CN': '负责人' },
  createdAt: { en: 'Opened at', 'zh-CN': '创建时间' },
  updatedAt: { en: 'Changed at', 'zh-CN': '更新时间' },
} satisfies Record<keyof Row, Label>;

/** Tickets of customers this person may see, in the order of their numbers. */
export function exportTickets({ hub, caller, language }: Asked): Table {
  const read = (last: Row | undefined, limit: number) =>
    hub.db.all<Row>(sql`
      select t.number, t.subject, t.kind::text, t.status::text, q.label as queue, c.name as customer, c.external_id, a.name as assignee, t.created_at, t.updated_at
      from tickets t join customers record on record.id = t.customer_id join customers c on c.id = coalesce(record.merged_into_id, record.id)
      join queues q on q.id = t.queue_id left join agents a on a.id = t.assignee_id
      where t.number > ${last?.number ?? 0} and ${maySeeCustomer(caller, sql`t.customer_id`)} order by t.number limit ${limit}`);
  return {
    name: 'tickets',
    columns: Object.entries(labels).map(([key, label]) => ({ key, label: label[language] })),
    rows: mapped(pages(read), (row) => [
      row.number,
      row.subject,
      row.kind,
      row.status,
      row.queue[language],
      row.customer,
      row.externalId,
      row.assignee,
      row.createdAt.toISOString(),
      row.updatedAt.toISOString(),
    ]),
  };
}
