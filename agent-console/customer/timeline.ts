import { useThrottleFn } from '@vueuse/core';
import { onScopeDispose, watch } from 'vue';
import type { TimelineItem } from '../../server/contract/entities.ts';
import type { Channel } from '../../server/contract/statuses.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useLive } from '../stores/live.ts';
import { createPaged } from '../stores/paged.ts';

/** A customer's whole history, newest first, page by page; follows what happens now. */
export function useTimeline(customerId: () => string, channel: () => Channel | undefined) {
  const hub = useHub();
  const live = useLive();
  const paged = createPaged<TimelineItem>(async (cursor) => {
    const query = { ...(cursor ? { cursor } : {}), ...(channel() ? { channel: channel() } : {}), limit: 30 };
    const page = await hub.call('customerTimeline', { params: { id: customerId() }, query });
    return { rows: page.items, next: page.next };
  });

  const refresh = useThrottleFn(paged.refresh, 1_000, true);
  onScopeDispose(live.onEvent((event) => event.customerId === customerId() && refresh()));
  onScopeDispose(live.onReload(paged.refresh));
  watch([customerId, channel], paged.open, { immediate: true });
  return paged;
}
