import type { CallView, ConversationView, Label } from '../contract/entities.ts';
import type { CallState, Channel, RecordingState } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { replyRecipients } from './reply-recipients.ts';

interface ConversationRow {
  id: string;
  channel: Channel;
  customerId: string;
  ticketId: string;
  subject: string | null;
  lastSeq: number;
  contactPointId: string | null;
  inboxId: string;
  inboxAddress: string;
  inboxLabel: Label;
  inboxQueueId: string;
  contact: string | null;
  callState: CallState | null;
  startedAt: Date;
  connectedAt: Date | null;
  endedAt: Date | null;
  endReason: string | null;
  recording: RecordingState | null;
}

/** Conversations `c` by a condition (with order), as the API shows them. */
export async function readConversations(hub: Hub, condition: Sql): Promise<ConversationView[]> {
  const rows = await hub.db.all<ConversationRow>(sql`
    select c.id, c.channel::text, coalesce(record.merged_into_id, record.id) as customer_id, c.ticket_id, c.subject, c.last_seq, c.contact_point_id, c.inbox_id, i.address as inbox_address, i.label as inbox_label, i.queue_id as inbox_queue_id,
      p.value as contact, call.state::text as call_state, call.started_at, call.connected_at, call.ended_at, call.end_reason,
      case when call.state <> 'ended' then call.recording_state end as recording
    from conversations c join customers record on record.id = c.customer_id join inboxes i on i.id = c.inbox_id
    left join contact_points p on p.id = c.contact_point_id left join calls call on call.conversation_id = c.id
    where ${condition}`);
  return Promise.all(rows.map((row) => present(hub, row)));
}

async function present(hub: Hub, row: ConversationRow): Promise<ConversationView> {
  const replyTo = row.channel === 'voice' ? undefined : await replyRecipients(hub.db, row);
  const { id, channel, customerId, ticketId, subject, lastSeq } = row;
  return {
    id,
    channel,
    customerId,
    ticketId,
    subject,
    lastSeq,
    inbox: { id: row.inboxId, channel, address: row.inboxAddress, label: row.inboxLabel, queueId: row.inboxQueueId },
    contact: channel === 'web_chat' ? null : row.contact,
    canReply: replyTo !== undefined && hub.channels[channel]?.send !== undefined,
    replyTo: replyTo && channel !== 'web_chat' ? { to: replyTo.to, cc: [...replyTo.cc] } : null,
    files: filesOf(hub, channel),
    call: presentCall(row),
  };
}

function filesOf(hub: Hub, channel: Channel): ConversationView['files'] {
  const most = hub.channels[channel]?.files;
  return most ? { count: most.count, bytes: most.bytes } : null;
}

function presentCall(row: ConversationRow): CallView | null {
  if (!row.callState) return null;
  return {
    state: row.callState,
    startedAt: row.startedAt.toISOString(),
    connectedAt: row.connectedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    endReason: row.endReason,
    recording: row.recording,
  };
}
