import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { ScheduledReplyView } from '../../server/contract/entities.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useDrafts } from './drafts.ts';
import type { Written } from './outbox.ts';

/** Replies that are still to go out, and my own that were kept back, of the conversations that were opened. */
export const useScheduled = defineStore('scheduled', () => {
  const [hub, drafts] = [useHub(), useDrafts()];
  const rows = shallowReactive(new Map<string, readonly ScheduledReplyView[]>());

  async function load(conversationId: string) {
    const found = await hub.call('listScheduled', { params: { id: conversationId } });
    rows.set(conversationId, found.replies);
  }

  return {
    load,
    of: (conversationId: string) => rows.get(conversationId) ?? [],
    /** Resolves with the code of what went wrong, if anything did. */
    async schedule({ conversationId, text, seenSeq }: Written, sendAt: Date): Promise<string | undefined> {
      const body = { clientId: crypto.randomUUID(), text, seenSeq, sendAt: sendAt.toISOString() };
      try {
        const reply = await hub.call('scheduleReply', { params: { id: conversationId }, body });
        const others = (rows.get(conversationId) ?? []).filter(({ id }) => id !== reply.id);
        rows.set(conversationId, [...others, reply]);
        return undefined;
      } catch (thrown) {
        return codeOf(thrown);
      }
    },
    /** Not sent after all: its text is a draft again. Resolves with the code of what went wrong. */
    async takeBack({ id, conversationId, text }: ScheduledReplyView): Promise<string | undefined> {
      try {
        await hub.call('cancelScheduled', { params: { id } });
        rows.set(
          conversationId,
          (rows.get(conversationId) ?? []).filter((row) => row.id !== id),
        );
        drafts.giveBack(conversationId, 'reply', text);
        return undefined;
      } catch (thrown) {
        return codeOf(thrown);
      } finally {
        await load(conversationId).catch(() => undefined);
      }
    },
  };
});
