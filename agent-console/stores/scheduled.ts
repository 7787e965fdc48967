import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { ScheduledReplyView } from '../../server/contract/entities.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useDrafts } from './drafts.ts';
import { useMe } from './me.ts';
import { useOutbox, type Written } from './outbox.ts';

/** Replies that are still to go out, and my own that were kept back, of the conversations that were opened. */
export const useScheduled = defineStore('scheduled', () => {
  const [hub, drafts, outbox, me] = [useHub(), useDrafts(), useOutbox(), useMe()];
  const rows = shallowReactive(new Map<string, readonly ScheduledReplyView[]>());

  async function load(conversationId: string) {
    const found = await hub.call('listScheduled', { params: { id: conversationId } });
    if (found.replies.length > 0) rows.set(conversationId, found.replies);
    else rows.delete(conversationId);
  }

  outbox.onScheduled((reply) => {
    const others = (rows.get(reply.conversationId) ?? []).filter(({ id }) => id !== reply.id);
    rows.set(reply.conversationId, [...others, reply]);
  });

  return {
    load,
    of: (conversationId: string) => rows.get(conversationId) ?? [],
    /** Resolves with the code of what went wrong, if anything did. */
    schedule: (written: Written, sendAt: Date) => outbox.send({ ...written, sendAt: sendAt.toISOString() }),
    /** Not sent after all: its text is a draft again. Resolves with the code of what went wrong. */
    async takeBack(reply: ScheduledReplyView): Promise<string | undefined> {
      const { id, conversationId } = reply;
      try {
        await hub.call('cancelScheduled', { params: { id } });
        rows.set(
          conversationId,
          (rows.get(conversationId) ?? []).filter((row) => row.id !== id),
        );
        // Files belong to whoever brought them.
        const files = reply.agent.id === me.id ? reply.files : [];
        drafts.giveBack(conversationId, 'reply', { ...reply, html: reply.html ? picturesFromHub(reply.html) : undefined, files });
        return undefined;
      } catch (thrown) {
        return codeOf(thrown);
      } finally {
        await load(conversationId).catch(() => undefined);
      }
    },
  };
});

/** Pictures of a message that is not sent yet are the files brought for it. */
const picturesFromHub = (html: string) => html.replace(/src="cid:([0-9a-f-]{36})"/g, 'src="/api/uploads/$1"');
