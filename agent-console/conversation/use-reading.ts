import { useDocumentVisibility, useWindowFocus } from '@vueuse/core';
import { computed, watch } from 'vue';
import { useWork } from '../stores/work.ts';

/** What stands on screen, in a window somebody looks at, has been read up to its newest entry; the hub is told. */
export function useReading(id: () => string, newest: () => number) {
  const [work, focused, visibility] = [useWork(), useWindowFocus(), useDocumentVisibility()];
  const looking = computed(() => focused.value && visibility.value === 'visible');
  watch(
    () => looking.value && newest() > 0 && work.unread(id()) > 0 && `${id()} ${newest()}`,
    (unread) => unread && void work.markRead(id(), newest()),
    { immediate: true },
  );
}
