import { useEventListener } from '@vueuse/core';
import { ref } from 'vue';
import { useRouter } from 'vue-router';
import { useKeyCommand } from '../../commands/use-commands.ts';
import { useText } from '../../language/use-text.ts';
import { useWork } from '../../stores/work.ts';
import type { WorkItem } from './work-groups.ts';

/**
 * From one contact to the next without the mouse: J and K along the list as it stands, U to what is unread, Alt with a digit
 * to the first nine, also while writing. While Alt is held, the rows show their digits.
 */
export function useWorkKeys(shown: () => readonly WorkItem[], selected: () => string | undefined) {
  const [router, work] = [useRouter(), useWork()];
  const { t } = useText();
  const numbered = ref(false);

  const open = (item: WorkItem | undefined) => item && router.push({ name: 'desk', params: { conversationId: item.conversationId } });

  function step(by: number) {
    const items = shown();
    const at = items.findIndex((item) => item.conversationId === selected());
    return open(at < 0 ? items[by > 0 ? 0 : items.length - 1] : items[(at + by + items.length) % items.length]);
  }

  const nextUnread = () => {
    const items = shown();
    const at = items.findIndex((item) => item.conversationId === selected());
    const ahead = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))];
    return open(ahead.find((item) => work.unread(item.conversationId) > 0));
  };

  const some = () => shown().length > 0;
  useKeyCommand('j', () => (some() ? { id: 'work.next', label: t('shortcuts.next'), run: () => step(1) } : undefined));
  useKeyCommand('k', () => (some() ? { id: 'work.previous', label: t('shortcuts.previous'), run: () => step(-1) } : undefined));
  useKeyCommand('u', () => (work.allUnread > 0 ? { id: 'work.unread', label: t('shortcuts.nextUnread'), run: nextUnread } : undefined));

  useEventListener(document, 'keydown', (event) => {
    numbered.value = event.altKey && !event.ctrlKey && !event.metaKey;
    // By its place on the keyboard: with Alt some layouts write another sign.
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (!numbered.value || digit === undefined || event.shiftKey) return;
    event.preventDefault();
    void open(shown()[Number(digit) - 1]);
  });
  useEventListener(document, 'keyup', (event) => {
    if (event.key === 'Alt') numbered.value = false;
  });
  useEventListener(window, 'blur', () => {
    numbered.value = false;
  });
  return { numbered };
}
