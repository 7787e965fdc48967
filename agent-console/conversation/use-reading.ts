import { useDocumentVisibility, useWindowFocus } from '@vueuse/core';
import { computed, watch } from 'vue';
import { useTasks } from '../stores/tasks.ts';
import { useWork } from '../stores/work.ts';

/**
 * What stands on screen, in a window somebody looks at, has been read up to its newest entry; the hub is told. Of a contact in
 * hand it is told at once: who glances and goes on to the next has read it before this window knew that it was unread.
 */
export function useReading(id: () => string, newest: () => number) {
  const [work, tasks, focused, visibility] = [useWork(), useTasks(), useWindowFocus(), useDocumentVisibility()];
  const seen = computed(() => focused.value && visibility.value === 'visible' && newest() > 0 && `${id()} ${newest()}`);
  const inHand = () => tasks.mine.some((task) => task.conversationId === id());
  watch(
    [seen, () => work.unread(id()) > 0],
    ([now, unread], [before]) => now && (unread || (now !== before && inHand())) && void work.markRead(id(), newest()),
    { immediate: true },
  );
}
