import { type InjectionKey, inject } from 'vue';
import type { Outgoing } from '../stores/outbox.ts';

/** What was written here and is not with the hub yet, kept beyond the page: it belongs to its author and is shared by their windows. */
export interface Unsent {
  all(author: string): Promise<Outgoing[]>;
  has(author: string, clientId: string): Promise<boolean>;
  put(author: string, outgoing: Outgoing): Promise<void>;
  remove(author: string, clientId: string): Promise<void>;
  /** Work on a conversation's queue, one after the other over all windows, in the order of asking. */
  inTurn<Result>(conversationId: string, work: () => Promise<Result>): Promise<Result>;
  /** Another window changed what is kept. */
  onChange(listener: () => unknown): void;
}

export const unsentKey: InjectionKey<Unsent> = Symbol('unsent');

/** Where there is no browser to keep it, what is unsent lives as long as the page. */
export const useUnsent = (): Unsent => inject(unsentKey, ofThisPage, true);

function ofThisPage(): Unsent {
  const rows = new Map<string, Outgoing>();
  const turns = new Map<string, Promise<unknown>>();
  return {
    all: async () => [...rows.values()],
    has: async (_, clientId) => rows.has(clientId),
    put: async (_, outgoing) => void rows.set(outgoing.clientId, outgoing),
    remove: async (_, clientId) => void rows.delete(clientId),
    inTurn(conversationId, work) {
      const turn = Promise.resolve(turns.get(conversationId)).then(work, work);
      turns.set(conversationId, turn);
      return turn;
    },
    onChange: () => undefined,
  };
}
