import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { ConversationView, EntryView } from '../../server/contract/entities.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { forwardOnly } from './forward-only.ts';
import { createTable } from './table.ts';

const stayingMost = 40;

/** Conversations that were opened, with their entries as far as they were loaded. */
export const useConversations = defineStore('conversations', () => {
  const hub = useHub();
  const conversations = createTable<ConversationView>();
  const entries = createTable<EntryView>(forwardOnly);
  /** Whether there are older entries than those loaded. */
  const more = shallowReactive(new Map<string, boolean>());
  /** Which were opened, the last one last. */
  const opened = new Set<string>();

  async function load(id: string, before?: number) {
    const marks = { conversation: conversations.mark(), entry: entries.mark() };
    const found = await hub.call('getConversation', { params: { id }, query: before === undefined ? {} : { before } });
    if (before === undefined) stay(id);
    // Meanwhile its beginning was forgotten: what was found would stand beyond a gap.
    if (before !== undefined && entriesOf(id)[0]?.seq !== before) return;
    conversations.fill([found.conversation], marks.conversation);
    entries.fill(found.entries, marks.entry);
    const cut = before === undefined && forgetBeyondGap(id, found.entries[0]?.seq ?? 0);
    if (before !== undefined || cut || !more.has(id)) more.set(id, found.more);
  }

  /** A shift opens hundreds: those that were not looked at for long are loaded again when they are. */
  function stay(id: string) {
    opened.delete(id);
    opened.add(id);
    const [oldest] = opened;
    if (opened.size <= stayingMost || oldest === undefined) return;
    opened.delete(oldest);
    for (const entry of entriesOf(oldest)) entries.remove(entry.id);
    conversations.remove(oldest);
    more.delete(oldest);
  }

  /** What is known from before a stretch that was missed: it comes again, in order, with "show earlier". */
  function forgetBeyondGap(id: string, first: number): boolean {
    const older = entriesOf(id).filter((entry) => entry.seq < first);
    if (older.length === 0 || older.at(-1)?.seq === first - 1) return false;
    for (const entry of older) entries.remove(entry.id);
    return true;
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
    /** It is likely to be looked at next: have it here by then. */
    async prepare(id: string | undefined) {
      if (id && !conversations.get(id)) await load(id);
    },
    async loadEarlier(id: string) {
      const oldest = entriesOf(id)[0];
      if (oldest) await load(id, oldest.seq);
    },
    /** Forget the beginning of a long one: it comes again when somebody goes back to it. */
    keepNewest(id: string, most: number) {
      const older = entriesOf(id).slice(0, -most);
      for (const entry of older) entries.remove(entry.id);
      if (older.length > 0) more.set(id, true);
    },
    /** From the live feed: kept only of conversations that were opened. */
    take(entry: EntryView) {
      if (conversations.get(entry.conversationId)) entries.put(entry);
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
