import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { HandoverView, TakerView } from '../../server/contract/handovers.ts';
import type { HandoverEnd, HandoverWay } from '../../server/contract/statuses.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useLive } from './live.ts';
import { useMe } from './me.ts';

export interface Wish {
  agentId?: string;
  queueId?: string;
  way: HandoverWay;
  note?: string;
}

type Act = 'acceptHandover' | 'declineHandover' | 'withdrawHandover' | 'introduceCustomer' | 'completeHandover';

/** What I hand to colleagues, and what they hand to me: few, and read anew whenever one of them moves. */
export const useHandovers = defineStore('handovers', () => {
  const hub = useHub();
  const [live, me] = [useLive(), useMe()];
  const all = shallowRef<readonly HandoverView[]>([]);
  let asked = 0;

  /** The newest question counts: of two answers on their way the older may come last. */
  async function load() {
    const mine = ++asked;
    const { handovers } = await hub.call('myHandovers');
    if (mine === asked) all.value = handovers;
  }

  async function act(name: Act, id: string): Promise<HandoverView> {
    const view = await hub.call(name, { params: { id } });
    await load();
    return view;
  }

  return {
    /** A colleague would like me to take this. */
    ringing: computed(() => all.value.filter(({ state, to }) => state === 'asking' && to.id === me.id)),
    ofConversation: (conversationId: string) => all.value.find(({ task }) => task.conversationId === conversationId),
    takers: async (taskId: string): Promise<TakerView[]> => (await hub.call('listTakers', { params: { id: taskId } })).takers,
    async ask(taskId: string, wish: Wish) {
      await hub.call('askColleague', { params: { id: taskId }, body: wish });
      await load();
    },
    act,
    load,
    /** Keep up with what happens, and hear of what came back to me. */
    follow(cameBack: (how: HandoverEnd) => void) {
      onScopeDispose(
        live.onEvent((event) => {
          if (event.name === 'handover.ended' && event.data.fromAgentId === me.id) cameBack(event.data.how);
          if (event.name.startsWith('handover.') || event.name === 'task.handed_over') void load().catch(() => undefined);
        }),
      );
      onScopeDispose(live.onReload(load));
      void load().catch(() => undefined);
    },
  };
});
