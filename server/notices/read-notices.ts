import { type Caller, readViewer } from '../auth/identify-caller.ts';
import { maySeeCustomer, type Viewer } from '../auth/permissions.ts';
import type { NoticeDetail, NoticeView } from '../contract/notices.ts';
import type { NoticeKind } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';

interface NoticeRow {
  id: string;
  kind: NoticeKind;
  at: Date;
  readAt: Date | null;
  count: number;
  ticketId: string;
  number: number;
  subject: string;
  customerId: string;
  customerName: string | null;
  conversationId: string | null;
  byId: string | null;
  byName: string | null;
  detail: NoticeDetail;
}

/** Unread notices are not counted further: nobody reads the difference. */
const COUNTED = 100;

/** Notices `n` of tickets `t` by a condition (with order and limit), as the API shows them. */
export async function readNotices(db: Reader, condition: Sql): Promise<NoticeView[]> {
  const rows = await db.all<NoticeRow>(sql`
    select n.id, n.kind, n.at, n.read_at, n.count, n.ticket_id, t.number, t.subject, c.id as customer_id, c.name as customer_name,
      n.conversation_id, a.id as by_id, a.name as by_name, n.detail
    from notices n join tickets t on t.id = n.ticket_id
    join customers spoke on spoke.id = t.customer_id join customers c on c.id = coalesce(spoke.merged_into_id, spoke.id)
    left join agents a on a.id = n.by_agent_id
    where ${condition}`);
  return rows.map(present);
}

/** What of a person's notices they may (still) see. */
export const visibleTo = (caller: Viewer): Sql => sql`n.agent_id = ${caller.id} and ${maySeeCustomer(caller, sql`t.customer_id`)}`;

/** These, each as far as the one it is for may see its ticket now: a notice can be older than the loss of a right. */
export async function readSeenNotices(db: Reader, ids: readonly string[]): Promise<NoticeView[]> {
  const owners = await db.all<{ agentId: string }>(sql`select distinct agent_id from notices where id = any(${[...ids]}::uuid[])`);
  const viewers = await Promise.all(owners.map(({ agentId }) => readViewer(db, agentId)));
  const seen = await Promise.all(viewers.map((viewer) => readNotices(db, sql`n.id = any(${[...ids]}::uuid[]) and ${visibleTo(viewer)}`)));
  return seen.flat();
}

export async function countUnread(db: Reader, caller: Caller): Promise<number> {
  const { unread } = await db.one<{ unread: number }>(sql`
    select count(*) as unread from (
      select from notices n join tickets t on t.id = n.ticket_id where ${visibleTo(caller)} and n.read_at is null limit ${COUNTED}) found`);
  return unread;
}

function present({ ticketId, number, subject, customerId, customerName, byId, byName, at, readAt, ...notice }: NoticeRow): NoticeView {
  return {
    ...notice,
    at: at.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    ticket: { id: ticketId, number, subject },
    customer: { id: customerId, name: customerName },
    by: byId ? { id: byId, name: byName ?? '' } : null,
  };
}
