import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { WireEvent } from '../../server/contract/events.ts';
import type { NoticeView } from '../../server/contract/notices.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { createTable } from './table.ts';

/** How many may come in before the list is loaded anew. */
const comingMost = 100;

/** What I should know, newest first, as far as it was loaded. */
export const useNotices = defineStore('notices', () => {
  const hub = useHub();
  const table = createTable<NoticeView>();
  const unread = ref(0);
  const next = ref<string | null>(null);
  let loaded = 0;

  async function load(cursor?: string) {
    const mark = table.mark();
    const page = await hub.call('listNotices', { query: { limit: 30, ...(cursor ? { cursor } : {}) } });
    if (!cursor) for (const known of table.all()) if (known.at <= (page.notices[0]?.at ?? '')) table.remove(known.id);
    table.fill(page.notices, mark);
    unread.value = page.unread;
    next.value = page.next;
    loaded = table.all().length;
  }

  /** Unread news of one watched ticket are one notice: the newest takes the place of the one before. */
  function given(notice: NoticeView) {
    const before = table.all().find((one) => one.kind === 'watched' && !one.readAt && one.ticket.id === notice.ticket.id);
    const replaces = notice.kind === 'watched' && before !== undefined;
    if (replaces) table.remove(before.id);
    else if (!table.get(notice.id) && !notice.readAt) unread.value += 1;
    table.put(notice);
    if (table.all().length > loaded + comingMost) void loadAnew();
  }

  function loadAnew() {
    table.clear();
    loaded = 0;
    return load().catch(() => undefined);
  }

  async function mark(ids: string[] | undefined, read: boolean) {
    const readAt = read ? new Date(hub.clock.now()).toISOString() : null;
    const meant = table.all().filter((notice) => (ids ? ids.includes(notice.id) : true) && (notice.readAt === null) === read);
    for (const notice of meant) table.put({ ...notice, readAt });
    unread.value = ids ? Math.max(0, unread.value + (read ? -meant.length : meant.length)) : read ? 0 : meant.length;
    await hub.call('markNotices', { body: { read, ...(ids ? { ids } : {}) } });
  }

  return {
    rows: computed(() => table.all().sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id))),
    unread,
    next,
    load,
    more: () => (next.value ? load(next.value) : Promise.resolve()),
    mark,
    take({ attached: { notice } }: Pick<WireEvent, 'attached'>) {
      if (notice) given(notice);
    },
  };
});
