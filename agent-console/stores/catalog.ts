import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { ResponseOf } from '../../server/contract/api.ts';
import type { TaskView } from '../../server/contract/entities.ts';
import { useHub } from '../hub-client/hub-client.ts';

/** The installation's tiers, queues, inboxes, dispositions and promises. */
export const useCatalog = defineStore('catalog', () => {
  const hub = useHub();
  const catalog = ref<ResponseOf<'catalog'>>();

  const tiers = computed(() => [...(catalog.value?.tiers ?? [])].sort((a, b) => b.rank - a.rank));

  return {
    tiers,
    inboxes: computed(() => catalog.value?.inboxes ?? []),
    /** Those in use; retired ones are still found by their id. */
    queues: computed(() => (catalog.value?.queues ?? []).filter(({ retired }) => !retired)),
    skills: computed(() => catalog.value?.skills ?? []),
    installation: computed(() => catalog.value?.installation),
    /** What can be said of a contact of this queue and channel. */
    dispositionsFor: ({ queueId, channel }: Pick<TaskView, 'queueId' | 'channel'>) =>
      (catalog.value?.dispositions ?? []).filter(
        ({ retired, queueIds, channels }) =>
          !retired && (queueIds.length === 0 || queueIds.includes(queueId)) && (channels.length === 0 || channels.includes(channel)),
      ),
    dispositions: computed(() => catalog.value?.dispositions ?? []),
    policy: computed(() => catalog.value?.policy),
    tier: (key: string) => tiers.value.find((tier) => tier.key === key),
    /** 0 for the lowest tier; its mark grows with it. */
    level: (key: string) =>
      Math.max(0, tiers.value.length - 1 - tiers.value.findIndex((tier) => tier.key === key)) % Math.max(1, tiers.value.length),
    queue: (id: string) => catalog.value?.queues.find((queue) => queue.id === id),
    disposition: (code: string) => catalog.value?.dispositions.find((disposition) => disposition.code === code),
    async load() {
      catalog.value = await hub.call('catalog');
    },
  };
});
