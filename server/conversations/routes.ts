import { requireConversation, requireCustomer } from '../auth/require-visible.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { addNote } from './add-note.ts';
import { beginConversation } from './begin/begin-conversation.ts';
import { readConversations } from './present-conversation.ts';
import { readEntries, readEntry } from './present-entry.ts';
import { sendReply } from './send-reply.ts';
import { signatureOf } from './standing/standing-words.ts';

export const conversationRoutes: HandlersOf<
  'getConversation' | 'beginConversation' | 'sendReply' | 'readSignature' | 'addNote' | 'listColleagues'
> = {
  async getConversation({ hub, caller, id, query }) {
    await requireConversation(hub, caller, id);
    const before = query.before === undefined ? sql`` : sql`and e.seq < ${query.before}::bigint`;
    const [[conversation], found] = await Promise.all([
      readConversations(hub, sql`c.id = ${id}`),
      readEntries(hub.db, sql`e.conversation_id = ${id} ${before} order by e.seq desc limit ${query.limit + 1}`),
    ]);
    if (!conversation) throw new HubError('not_found');
    return { conversation, entries: found.slice(0, query.limit).reverse(), more: found.length > query.limit };
  },

  async beginConversation({ hub, caller, id, body }) {
    await requireCustomer(hub, caller, id);
    const conversationId = await beginConversation(hub, caller.id, id, body);
    const [conversation] = await readConversations(hub, sql`c.id = ${conversationId}`);
    if (!conversation) throw new HubError('not_found');
    return conversation;
  },

  async sendReply({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    return readEntry(hub.db, await sendReply(hub, caller.id, id, body));
  },

  async readSignature({ hub, caller, id }) {
    await requireConversation(hub, caller, id);
    const line = await hub.db.one<{ ticketId: string; inboxId: string; channel: string }>(
      sql`select ticket_id, inbox_id from conversations where id = ${id}`,
    );
    return { text: (await signatureOf(hub, hub.db, { ...line, agentId: caller.id })) ?? null };
  },

  async addNote({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    return readEntry(hub.db, await addNote(hub, caller.id, id, body));
  },

  listColleagues: async ({ hub }) => ({
    colleagues: await hub.db.all<{ id: string; name: string }>(
      sql`select id, name from agents where deactivated_at is null order by name, id`,
    ),
  }),
};
