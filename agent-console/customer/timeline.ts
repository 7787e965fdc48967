import { useThrottleFn } from '@vueuse/core';
import { onScopeDispose, watch } from 'vue';
import type { TimelineItem } from '../../server/contract/entities.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useLive } from '../stores/live.ts';
import { createPaged } from '../stores/paged.ts';

/** What of a history is looked at. */
export interface TimelineView {
  /** Kinds, with commas between them; empty: all. */
  readonly show: string;
  readonly search: string;
  /** Where it begins, going back; empty: now. */
  readonly at: string;
}

/** A customer's whole history, newest first, page by page in both directions; `hear` is told of what happens now. */
export function useTimeline(customerId: () => string, view: () => TimelineView, hear: () => unknown) {
  const hub = useHub();
  const live = useLive();
  const paged = createPaged<TimelineItem>(async (cursor, way) => {
    const { show, search, at } = view();
    const query = { show, search, limit: 30, ...(cursor ? { cursor, way } : { at }) };
    const { items, next, newer } = await hub.call('customerTimeline', { params: { id: customerId() }, query });
    return { rows: items, next, newer };
  });

  const soon = useThrottleFn(hear, 1_000, true);
  const concerns = (id: string | null) => id === customerId() || paged.rows.value.some(({ of }) => of !== null && of.id === id);
  onScopeDispose(live.onEvent((event) => concerns(event.customerId) && void soon()));
  onScopeDispose(live.onReload(hear));
  watch([customerId, () => JSON.stringify(view())], paged.open, { immediate: true });
  return paged;
}
