import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useHub } from '../hub-client/hub-client.ts';

export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** Everybody who works here, by name. */
export const useColleagues = defineStore('colleagues', () => {
  const hub = useHub();
  const all = shallowRef<readonly Colleague[]>([]);

  return {
    all: computed(() => all.value),
    async load() {
      all.value = (await hub.call('listColleagues')).colleagues;
    },
  };
});
