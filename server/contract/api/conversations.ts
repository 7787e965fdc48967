import { z } from 'zod';
import * as e from '../entities.ts';
import { clientId, define } from './endpoint.ts';

export const conversationsApi = {
  getConversation: define({
    method: 'get',
    path: '/api/conversations/:id',
    access: 'agent',
    summary: 'A conversation with its newest entries, oldest first; `before` pages back',
    query: z.object({
      before: z.coerce.number().int().optional().describe('only entries with a smaller seq'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z
      .object({ conversation: e.ConversationView, entries: z.array(e.EntryView), more: z.boolean() })
      .meta({ id: 'ConversationDetail' }),
  }),
  sendReply: define({
    method: 'post',
    path: '/api/conversations/:id/replies',
    access: 'agent',
    summary: 'Answer the customer on the channel of this conversation',
    body: z.object({
      clientId,
      text: z.string().max(100_000),
      seenSeq: z.int().min(0).describe('newest entry the author has seen; refused with `stale_reply` if someone wrote since'),
    }),
    response: e.EntryView,
  }),
  addNote: define({
    method: 'post',
    path: '/api/conversations/:id/notes',
    access: 'agent',
    summary: 'Add a note that only agents see',
    body: z.object({ clientId, text: z.string().max(100_000) }),
    response: e.EntryView,
  }),
};
