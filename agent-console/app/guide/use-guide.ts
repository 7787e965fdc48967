import { computed } from 'vue';
import { useMe } from '../../stores/me.ts';
import { stepsOf } from './steps.ts';

/** How far someone has come with their first steps, on whatever machine, and whether they want to see them. */
export function useGuide() {
  const me = useMe();
  const progress = computed(() => me.me?.firstSteps ?? { done: [], closed: true });
  const steps = computed(() => stepsOf(me.me?.role ?? 'agent').map((step) => ({ ...step, done: progress.value.done.includes(step.key) })));

  return {
    steps,
    shown: computed(() => !progress.value.closed),
    took(key: string) {
      if (!progress.value.done.includes(key)) me.keepFirstSteps({ ...progress.value, done: [...progress.value.done, key] });
    },
    close: () => me.keepFirstSteps({ ...progress.value, closed: true }),
    open: () => me.keepFirstSteps({ done: [], closed: false }),
  };
}
