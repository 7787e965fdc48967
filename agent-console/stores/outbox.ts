import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useConversations } from './conversations.ts';

/** Something written here that the hub has not confirmed yet; shown as a bubble at once. */
export interface Outgoing {
  readonly clientId: string;
  readonly conversationId: string;
  readonly kind: 'reply' | 'note';
  readonly text: string;
  readonly seenSeq: number;
  readonly at: string;
  readonly state: 'sending' | 'failed';
  readonly error?: string;
}

export type Written = Pick<Outgoing, 'conversationId' | 'kind' | 'text' | 'seenSeq'>;

/** What is on its way to the hub. The `clientId` makes sending again harmless. */
export const useOutbox = defineStore('outbox', () => {
  const hub = useHub();
  const conversations = useConversations();
  const rows = shallowReactive(new Map<string, Outgoing>());

  async function deliver(outgoing: Outgoing): Promise<string | undefined> {
    const { clientId, conversationId, text, seenSeq } = outgoing;
    rows.set(clientId, outgoing);
    try {
      const params = { id: conversationId };
      const entry =
        outgoing.kind === 'reply'
          ? await hub.call('sendReply', { params, body: { clientId, text, seenSeq } })
          : await hub.call('addNote', { params, body: { clientId, text } });
      conversations.put(entry);
      rows.delete(clientId);
      return undefined;
    } catch (thrown) {
      return failed(outgoing, codeOf(thrown));
    }
  }

  /** Only a hub that could not be reached keeps the bubble, to be tried again; a refusal gives the text back to its author. */
  function failed(outgoing: Outgoing, code: string) {
    if (code === 'network' || code === 'internal') rows.set(outgoing.clientId, { ...outgoing, state: 'failed', error: code });
    else rows.delete(outgoing.clientId);
    return code;
  }

  return {
    of: (conversationId: string) => [...rows.values()].filter((row) => row.conversationId === conversationId),
    /** Resolves with the code of what went wrong, if anything did. */
    send: (written: Written) =>
      deliver({ ...written, clientId: crypto.randomUUID(), at: new Date(hub.clock.now()).toISOString(), state: 'sending' }),
    retry: (clientId: string) => {
      const row = rows.get(clientId);
      return row ? deliver({ ...row, state: 'sending' }) : Promise.resolve(undefined);
    },
    /** Not lost with the line: its bubble offers to try again. */
    keeps: (conversationId: string, text: string) =>
      [...rows.values()].some((row) => row.conversationId === conversationId && row.text === text),
    discard: (clientId: string) => rows.delete(clientId),
    /** The hub has it: its entry came by the live feed before the answer did. */
    arrived: (clientId: string) => rows.delete(clientId),
  };
});
