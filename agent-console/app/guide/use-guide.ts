import { useLocalStorage } from '@vueuse/core';
import { computed } from 'vue';
import { useMe } from '../../stores/me.ts';
import { stepsOf } from './steps.ts';

interface Progress {
  readonly done: readonly string[];
  readonly closed: boolean;
}

/** How far someone has come with their first steps in this browser, and whether they want to see them. */
export function useGuide() {
  const me = useMe();
  const progress = useLocalStorage<Progress>(`touchline.guide.${me.id}`, { done: [], closed: false });
  const steps = computed(() => stepsOf(me.me?.role ?? 'agent').map((step) => ({ ...step, done: progress.value.done.includes(step.key) })));

  return {
    steps,
    shown: computed(() => !progress.value.closed),
    took(key: string) {
      if (!progress.value.done.includes(key)) progress.value = { ...progress.value, done: [...progress.value.done, key] };
    },
    close() {
      progress.value = { ...progress.value, closed: true };
    },
    open() {
      progress.value = { done: [], closed: false };
    },
  };
}
