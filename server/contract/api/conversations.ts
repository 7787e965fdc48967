import { z } from 'zod';
import * as e from '../entities.ts';
import { messageLimits } from '../message-limits.ts';
import * as parts from '../message-parts.ts';
import { clientId, define } from './endpoint.ts';

/** What goes along with the words of a reply. */
const along = { html: parts.html.optional(), attachmentIds: parts.attachmentIds.optional(), actions: parts.actions.optional() };

export const conversationsApi = {
  getConversation: define({
    method: 'get',
    path: '/api/conversations/:id',
    access: 'tickets.read',
    summary: 'A conversation with its newest entries, oldest first; `before` pages back',
    query: z.object({
      before: z.coerce.number().int().optional().describe('only entries with a smaller seq'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z
      .object({ conversation: e.ConversationView, entries: z.array(e.EntryView), more: z.boolean() })
      .meta({ id: 'ConversationDetail' }),
  }),
  beginConversation: define({
    method: 'post',
    path: '/api/customers/:id/conversations',
    access: 'tickets.write',
    summary: 'Write to a customer first, by text message or mail, on a ticket of mine that waits for their answer',
    body: z.object({
      clientId,
      inboxId: z.uuid().describe('the number or mailbox of ours it goes out from'),
      contactPointId: z.uuid().describe('an address that is theirs, not merely claimed'),
      subject: z.string().trim().min(1).max(200).describe('of the mail; what the ticket is called'),
      text: z.string().max(100_000),
    }),
    response: e.ConversationView,
  }),
  sendReply: define({
    method: 'post',
    path: '/api/conversations/:id/replies',
    access: 'tickets.write',
    summary: 'Answer the customer on the channel of this conversation',
    body: z.object({
      clientId,
      text: z.string().max(100_000),
      seenSeq: z.int().min(0).describe('newest entry the author has seen; refused with `stale_reply` if someone wrote since'),
      ...along,
    }),
    response: e.EntryView,
  }),
  readSignature: define({
    method: 'get',
    path: '/api/conversations/:id/signature',
    access: 'tickets.write',
    summary: 'What would stand below a mail of mine here',
    response: z.object({ text: z.string().nullable() }),
  }),
  scheduleReply: define({
    method: 'post',
    path: '/api/conversations/:id/scheduled',
    access: 'tickets.write',
    summary: 'Send a reply at a time; until then it can be taken back. Not sent, and said so, if somebody writes meanwhile',
    body: z.object({
      clientId,
      text: z.string().max(100_000),
      seenSeq: z.int().min(0),
      sendAt: z.iso.datetime({ offset: true }),
      ...along,
    }),
    response: e.ScheduledReplyView,
  }),
  listScheduled: define({
    method: 'get',
    path: '/api/conversations/:id/scheduled',
    access: 'tickets.read',
    summary: 'Replies of a conversation that are still to be sent, and my own that were refused in the last week',
    response: z.object({ replies: z.array(e.ScheduledReplyView) }),
  }),
  cancelScheduled: define({
    method: 'delete',
    path: '/api/scheduled/:id',
    access: 'tickets.write',
    summary: 'Take a reply back before it is sent; refused with `already_settled_reply` after that',
    response: e.ScheduledReplyView,
  }),
  getDraft: define({
    method: 'get',
    path: '/api/conversations/:id/draft',
    access: 'tickets.read',
    summary: 'What I have begun to write here',
    response: e.DraftView,
  }),
  saveDraft: define({
    method: 'put',
    path: '/api/conversations/:id/draft',
    access: 'tickets.write',
    summary: 'Keep what I have begun to write; refused with `draft_moved_on` when another window has changed it since `basedOn`',
    body: z.object({
      reply: z.string().max(100_000),
      replyHtml: parts.html.nullable().default(null),
      attachmentIds: parts.attachmentIds.default([]),
      actions: parts.actions.default([]),
      note: z.string().max(100_000),
      basedOn: z.int().min(0),
    }),
    response: e.DraftView,
  }),
  addNote: define({
    method: 'post',
    path: '/api/conversations/:id/notes',
    access: 'tickets.write',
    summary: 'Add a note that only agents see; colleagues it names hear of it',
    body: z.object({
      clientId,
      text: z.string().max(100_000),
      mentions: z.array(parts.Mention).max(messageLimits.mentions).optional(),
    }),
    response: e.EntryView,
  }),
};
