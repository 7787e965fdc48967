import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { MacroView } from '../../server/contract/macros.ts';
import type { Channel } from '../../server/contract/statuses.ts';
import { useHub } from '../hub-client/hub-client.ts';

/** Macros I may use, in their order. */
export const useMacros = defineStore('macros', () => {
  const hub = useHub();
  const macros = shallowRef<readonly MacroView[]>([]);

  return {
    macros: computed(() => macros.value),
    on: (channel: Channel) => macros.value.filter(({ channels }) => channels.length === 0 || channels.includes(channel)),
    async load() {
      macros.value = (await hub.call('listMacros')).macros;
    },
    fill: (conversationId: string, macroId: string) => hub.call('fillMacro', { params: { id: conversationId }, body: { macroId } }),
  };
});
