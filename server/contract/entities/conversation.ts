import { z } from 'zod';
import { MacroAction, MentionView, UploadView } from '../message-parts.ts';
import { callMoments, callStates, entryKinds, messageStatuses, recordingStates } from '../statuses.ts';
import { InboxView } from './installation.ts';
import { channel, id, time } from './words.ts';

export const AttachmentView = z
  .object({ id, name: z.string(), contentType: z.string(), size: z.int().describe('bytes') })
  .meta({ id: 'Attachment' });
export type AttachmentView = z.infer<typeof AttachmentView>;

/** One thing said or done in a conversation. */
export const EntryView = z
  .object({
    id,
    conversationId: id,
    ticketId: id,
    customerId: id,
    seq: z.int().describe('1, 2, 3 … within the conversation'),
    kind: z.enum(entryKinds),
    channel,
    at: time,
    agent: z.object({ id, name: z.string() }).nullable(),
    text: z.string(),
    hasHtml: z.boolean().describe('GET /api/entries/{id}/html shows the sanitised mail'),
    mail: z
      .object({
        subject: z.string(),
        from: z.string(),
        to: z.array(z.string()),
        cc: z.array(z.string()),
        quoted: z.string().nullable(),
        signature: z.string().nullable().describe('of one of ours: what stands below its words'),
      })
      .nullable(),
    call: z
      .object({
        type: z.enum(callMoments),
        seconds: z.number().nullable(),
        outcome: z.string().nullable(),
      })
      .nullable(),
    status: z.enum(messageStatuses).nullable().describe('of an outbound message'),
    errorCode: z.string().nullable(),
    clientId: z.string().nullable(),
    attachments: z.array(AttachmentView),
    mentions: z.array(MentionView).describe('of a note: the colleagues it names'),
  })
  .meta({ id: 'Entry' });
export type EntryView = z.infer<typeof EntryView>;

/** A reply that goes out at a time, unless it is taken back or somebody writes meanwhile. */
export const ScheduledReplyView = z
  .object({
    id,
    conversationId: id,
    agent: z.object({ id, name: z.string() }),
    clientId: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    files: z.array(UploadView),
    actions: z.array(MacroAction),
    sendAt: time,
    createdAt: time,
    outcome: z.enum(['sent', 'canceled', 'refused']).nullable().describe('null: still to come'),
    errorCode: z.string().nullable().describe('why it was refused'),
  })
  .meta({ id: 'ScheduledReply' });
export type ScheduledReplyView = z.infer<typeof ScheduledReplyView>;

export const DraftView = z
  .object({
    reply: z.string(),
    replyHtml: z.string().nullable(),
    files: z.array(UploadView),
    actions: z.array(MacroAction),
    note: z.string(),
    revision: z.int().describe('0: nothing was begun'),
    updatedAt: time.nullable(),
  })
  .meta({ id: 'Draft' });
export type DraftView = z.infer<typeof DraftView>;

export const CallView = z
  .object({
    state: z.enum(callStates),
    startedAt: time,
    connectedAt: time.nullable(),
    endedAt: time.nullable(),
    endReason: z.string().nullable(),
    recording: z.enum(recordingStates).nullable().describe('null: nothing is recorded now'),
  })
  .meta({ id: 'Call' });
export type CallView = z.infer<typeof CallView>;

export const ConversationView = z
  .object({
    id,
    channel,
    inbox: InboxView,
    customerId: id,
    ticketId: id,
    subject: z.string().nullable(),
    lastSeq: z.int(),
    contact: z.string().nullable().describe('where a reply goes: number, address or visitor; null when hidden'),
    canReply: z.boolean(),
    replyTo: z
      .object({ to: z.string(), cc: z.array(z.string()) })
      .nullable()
      .describe('recipients of the next reply, taken from the message replied to'),
    files: z.object({ count: z.int(), bytes: z.int() }).nullable().describe('what one message of its channel can carry; null: no files'),
    call: CallView.nullable(),
  })
  .meta({ id: 'Conversation' });
export type ConversationView = z.infer<typeof ConversationView>;
