import type { EntryView } from '../contract/entities.ts';
import type { Channel, EntryKind, MessageStatus } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { CallMoment } from './call-moment.ts';

interface EntryRow {
  id: string;
  conversationId: string;
  ticketId: string;
  customerId: string;
  seq: number;
  kind: EntryKind;
  channel: Channel;
  at: Date;
  agentId: string | null;
  agentName: string | null;
  text: string;
  hasHtml: boolean;
  detail: {
    mail?: { from?: string; to: string | string[]; cc?: string[]; subject: string; quoted?: string; signature?: string };
  } & Partial<CallMoment>;
  status: MessageStatus | null;
  errorCode: string | null;
  clientId: string | null;
  inboxAddress: string;
  attachments: EntryView['attachments'];
  mentions: EntryView['mentions'];
}

/** Columns of an entry `e` as the API shows it; join `entryJoins` with it. */
export const entryColumns = sql`e.id, e.conversation_id, e.ticket_id, coalesce(spoke.merged_into_id, spoke.id) as customer_id, e.seq, e.kind::text, e.channel::text, e.at, e.agent_id, writer.name as agent_name,
  e.text, e.html is not null as has_html, e.detail, e.status::text, e.error_code, e.client_id, inbox.address as inbox_address,
  coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'contentType', f.content_type, 'size', f.size) order by f.id)
    from attachments f where f.entry_id = e.id), '[]') as attachments,
  coalesce((select jsonb_agg(m || jsonb_build_object('name', named.name) order by n)
    from jsonb_array_elements(e.detail -> 'mentions') with ordinality as said (m, n) join agents named on named.id = (m ->> 'agentId')::uuid), '[]') as mentions`;

export const entryJoins = sql`left join agents writer on writer.id = e.agent_id join inboxes inbox on inbox.id = e.inbox_id join customers spoke on spoke.id = e.customer_id`;

/** Entries by a condition on `e`, in the order given. */
export async function readEntries(db: Reader, condition: Sql): Promise<EntryView[]> {
  const rows = await db.all<EntryRow>(sql`select ${entryColumns} from entries e ${entryJoins} where ${condition}`);
  return rows.map(presentEntry);
}

export async function readEntry(db: Reader, id: string): Promise<EntryView> {
  const [entry] = await readEntries(db, sql`e.id = ${id}`);
  if (!entry) throw new Error(`no entry ${id}`);
  return entry;
}

export function presentEntry(row: EntryRow): EntryView {
  const { agentId, agentName, detail, at, inboxAddress, ...entry } = row;
  return {
    ...entry,
    at: at.toISOString(),
    agent: agentId ? { id: agentId, name: agentName ?? '' } : null,
    mail: presentMail(row),
    call: detail.type ? { type: detail.type, seconds: detail.seconds ?? null, outcome: detail.outcome ?? null } : null,
  };
}

function presentMail({ detail: { mail }, inboxAddress }: EntryRow): EntryView['mail'] {
  if (!mail) return null;
  const { subject, from = inboxAddress, to, cc = [], quoted = null, signature = null } = mail;
  return { subject, from, to: [to].flat(), cc, quoted, signature };
}

export type { EntryRow };
