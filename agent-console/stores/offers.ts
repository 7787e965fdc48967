import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { OfferView, TaskView } from '../../server/contract/entities.ts';
import type { ReservationState } from '../../server/contract/statuses.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useMe } from './me.ts';
import { createTable } from './table.ts';
import { useTasks } from './tasks.ts';

/** Of answered offers so many are remembered: what comes later than that has no news of them any more. */
const rememberedMost = 50;

/** What rings for me, the soonest to expire first. */
export const useOffers = defineStore('offers', () => {
  const hub = useHub();
  const me = useMe();
  const tasks = useTasks();
  // An answered offer is never open again, whatever arrives late.
  const table = createTable<OfferView>((known, news) => (known.state === 'pending' ? news : { ...news, state: known.state }));

  const ringing = computed(() =>
    table
      .all()
      .filter((offer) => offer.state === 'pending' && offer.agentId === me.id)
      .sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt)),
  );

  function settle(id: string, state: ReservationState) {
    const offer = table.get(id);
    if (offer) table.put({ ...offer, state });
    const answered = table.all().filter((one) => one.state !== 'pending');
    for (const { id: old } of answered.slice(0, -rememberedMost)) table.remove(old);
  }

  return {
    ...table,
    ringing,
    settle,
    async accept(id: string): Promise<TaskView> {
      const task = await hub.call('acceptOffer', { params: { id } });
      tasks.put(task);
      settle(id, 'accepted');
      return task;
    },
    async reject(id: string) {
      await hub.call('rejectOffer', { params: { id } });
      settle(id, 'rejected');
    },
    /** After a load: what rang before and is not in it has been answered elsewhere. */
    keepOnly(ids: readonly string[]) {
      for (const offer of ringing.value) if (!ids.includes(offer.id)) settle(offer.id, 'canceled');
    },
  };
});
