import { useEventListener } from '@vueuse/core';
import { onScopeDispose } from 'vue';
import { useRouter } from 'vue-router';
import { useConversations } from '../stores/conversations.ts';
import { useTicketPages } from '../stores/ticket-pages.ts';

/** A hand that only passes over a link does not rest so long (milliseconds). */
const RESTING = 60;

/** The link under the hand, or under the keyboard, is most likely opened next: what it leads to is loaded before it is pressed. */
export function usePreparing() {
  const [router, pages, conversations] = [useRouter(), useTicketPages(), useConversations()];
  let resting: ReturnType<typeof setTimeout> | undefined;

  function prepare(address: string) {
    const { name, params, matched } = router.resolve(address);
    for (const { components } of matched) loadPage(components?.default);
    if (name === 'ticket') return pages.prepare(String(params.number));
    return name === 'desk' ? conversations.prepare(String(params.conversationId || '')) : undefined;
  }

  function aim({ target, type }: Event) {
    clearTimeout(resting);
    const address = target instanceof Element ? target.closest('a[href^="/"]:not([download], [target])')?.getAttribute('href') : undefined;
    // Nobody asked for it yet: what fails here is told when it is opened.
    if (address) resting = setTimeout(() => void prepare(address)?.catch(() => undefined), type === 'pointerdown' ? 0 : RESTING);
  }

  useEventListener(document, ['pointerover', 'pointerdown', 'focusin'], aim, { passive: true });
  onScopeDispose(() => clearTimeout(resting));
}

/** Pages come when they are first opened; the browser keeps them then. */
function loadPage(component: unknown) {
  if (typeof component === 'function') Promise.resolve(component()).catch(() => undefined);
}
