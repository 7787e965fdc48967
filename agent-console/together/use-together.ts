import { useThrottleFn } from '@vueuse/core';
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { TogetherView } from '../../server/contract/together.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useLive } from '../stores/live.ts';

const news = /^(ticket\.(watched|merged|split|move_undone|linked|unlinked)|help\.|side\.)/;

/** What colleagues do about a ticket beside answering it, kept up to date while it is on screen. */
export function useTogether(ticketId: () => string | undefined) {
  const [hub, live] = [useHub(), useLive()];
  const view = shallowRef<TogetherView>();

  async function load() {
    const id = ticketId();
    const found = id ? await hub.call('ticketTogether', { params: { id } }).catch(() => undefined) : undefined;
    if (id === ticketId()) view.value = found ?? view.value;
  }

  const soon = useThrottleFn(load, 300, true);
  watch(
    ticketId,
    () => {
      view.value = undefined;
      void load();
    },
    { immediate: true },
  );
  onScopeDispose(live.onEvent((event) => void (event.ticketId === ticketId() && news.test(event.name) && soon())));
  onScopeDispose(live.onReload(load));
  return { view, load };
}
