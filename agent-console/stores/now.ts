import { useIntervalFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { useHub } from '../hub-client/hub-client.ts';

/** The hub's time, ticking. Everything that waits is drawn from it. */
export const useNow = defineStore('now', () => {
  const hub = useHub();
  const now = ref(hub.clock.now());
  useIntervalFn(() => {
    now.value = hub.clock.now();
  }, 1_000);
  return { now };
});
