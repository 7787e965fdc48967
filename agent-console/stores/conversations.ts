import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { ConversationView, EntryView } from '../../server/contract/entities.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { forwardOnly } from './forward-only.ts';
import { createTable } from './table.ts';

/** Conversations that were opened, with their entries as far as they were loaded. */
export const useConversations = defineStore('conversations', () => {
  const hub = useHub();
  const conversations = createTable<ConversationView>();
  const entries = createTable<EntryView>(forwardOnly);
  /** Whether there are older entries than those loaded. */
  const more = shallowReactive(new Map<string, boolean>());

  async function load(id: string, before?: number) {
    const marks = { conversation: conversations.mark(), entry: entries.mark() };
    const found = await hub.call('getConversation', { params: { id }, query: before === undefined ? {} : { before } });
    conversations.fill([found.conversation], marks.conversation);
    entries.fill(found.entries, marks.entry);
    if (before !== undefined || !more.has(id)) more.set(id, found.more);
  }

  function entriesOf(conversationId: string): EntryView[] {
    const own = entries.all().filter((entry) => entry.conversationId === conversationId);
    return own.sort((a, b) => a.seq - b.seq);
  }

  return {
    get: conversations.get,
    entry: entries.get,
    entriesOf,
    more: (id: string) => more.get(id) ?? false,
    load,
    async loadEarlier(id: string) {
      const oldest = entriesOf(id)[0];
      if (oldest) await load(id, oldest.seq);
    },
    put: entries.put,
    /** Forget what was loaded, after a gap too long to replay: it is loaded afresh when it is looked at. */
    clear() {
      conversations.clear();
      entries.clear();
      more.clear();
    },
  };
});
