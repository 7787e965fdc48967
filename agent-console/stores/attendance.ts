import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Attending } from '../../server/contract/events.ts';
import { useMe } from './me.ts';
import { useNow } from './now.ts';

/** After so long without a word from a window, nobody sits there any more (milliseconds). */
const VIEWING_LASTS = 45_000;
const TYPING_LASTS = 8_000;
const CUSTOMER_WRITING_LASTS = 6_000;

interface Heard extends Attending {
  readonly at: number;
}

export interface Attendant {
  readonly id: string;
  readonly name: string;
  readonly typing: boolean;
}

/** Who else has a conversation open or writes in it, by what their windows say. */
export const useAttendance = defineStore('attendance', () => {
  const [me, clock] = [useMe(), useNow()];
  const windows = shallowRef<ReadonlyMap<string, Heard>>(new Map());

  function take(news: Attending) {
    const next = new Map(windows.value);
    const key = `${news.conversationId} ${news.windowId}`;
    if (news.doing === 'gone') next.delete(key);
    else next.set(key, { ...news, at: clock.now });
    for (const [old, { at }] of next) if (at < clock.now - VIEWING_LASTS) next.delete(old);
    windows.value = next;
  }

  const customers = shallowRef<ReadonlyMap<string, number>>(new Map());
  const customerWrites = (conversationId: string) => {
    customers.value = new Map([...customers.value, [conversationId, clock.now]]);
  };
  /** What they wrote has come. */
  function customerWrote(conversationId: string) {
    if (!customers.value.has(conversationId)) return;
    customers.value = new Map([...customers.value].filter(([id]) => id !== conversationId));
  }
  const isCustomerWriting = (conversationId: string) => (customers.value.get(conversationId) ?? 0) > clock.now - CUSTOMER_WRITING_LASTS;

  /** Everybody once, however many windows they have; those who write first. */
  function others(conversationId: string): Attendant[] {
    const people = new Map<string, Attendant>();
    for (const { agent, doing, at, conversationId: where } of windows.value.values()) {
      if (where !== conversationId || agent.id === me.id || at < clock.now - VIEWING_LASTS) continue;
      const typing = doing === 'typing' && at > clock.now - TYPING_LASTS;
      people.set(agent.id, { ...agent, typing: typing || people.get(agent.id)?.typing === true });
    }
    return [...people.values()].sort((a, b) => Number(b.typing) - Number(a.typing) || a.name.localeCompare(b.name));
  }

  return { take, others, customerWrites, customerWrote, isCustomerWriting };
});
