import { useSessionStorage } from '@vueuse/core';
import { useMe } from '../stores/me.ts';
import type { Recent } from './command.ts';

const KEPT = 8;

/** What I chose lately, newest first. Names of customers stay in this window only, and go with it. */
export function useRecent() {
  const me = useMe();
  const recent = useSessionStorage<Recent[]>(`touchline.recent.${me.id}`, []);
  return {
    recent,
    remember(chosen: Recent) {
      recent.value = [chosen, ...recent.value.filter(({ id }) => id !== chosen.id)].slice(0, KEPT);
    },
  };
}
