import { useThrottleFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useConversations } from '../stores/conversations.ts';
import { useLive } from '../stores/live.ts';
import { useScheduled } from '../stores/scheduled.ts';
import { useTickets } from '../stores/tickets.ts';
import { nextPaint } from '../ui/painted.ts';

/** Keeps one conversation and its ticket loaded and live while it is on screen. */
export function useOpenConversation(id: () => string) {
  const [hub, live, conversations, tickets, scheduled] = [useHub(), useLive(), useConversations(), useTickets(), useScheduled()];
  const error = ref('');
  const conversation = computed(() => conversations.get(id()));
  const ticket = computed(() => (conversation.value ? tickets.get(conversation.value.ticketId) : undefined));

  async function load() {
    const asked = id();
    error.value = '';
    try {
      await Promise.all([conversations.load(asked), loadTicket(asked), scheduled.load(asked)]);
      // Of one that was not known before only now is it known which ticket it belongs to.
      if (!ticket.value) await loadTicket(asked);
    } catch (thrown) {
      if (asked === id()) error.value = codeOf(thrown);
    }
  }

  /**
   * It is drawn as soon as it is here, one that is known before anything is asked. Whatever happened before it was followed is
   * found by loading once more: nothing is missed.
   */
  async function open(now: string) {
    const first = conversations.get(now) ? nextPaint() : conversations.load(now).catch(() => undefined);
    await Promise.all([first, live.watch(now)]);
    if (now === id()) await load();
  }

  async function loadTicket(conversationId: string) {
    const ticketId = conversations.get(conversationId)?.ticketId;
    if (!ticketId) return;
    const mark = tickets.mark();
    const found = await hub.call('getTicket', { params: { id: ticketId } });
    tickets.fill([found.ticket], mark);
  }

  onScopeDispose(
    live.onEvent((event) => {
      if (event.conversationId === id() && (event.name.startsWith('reply.') || event.name === 'message.queued'))
        void scheduled.load(id()).catch(() => undefined);
    }),
  );
  // Calls change state and mails change recipients without their conversation travelling along: ask again.
  const refresh = useThrottleFn(() => conversations.load(id()).catch(() => undefined), 500, true);
  onScopeDispose(live.onEvent((event) => event.conversationId === id() && event.name !== 'message.status_changed' && refresh()));
  // Another ticket may be its own now.
  const isMove = /^ticket\.(merged|split|move_undone)$/;
  onScopeDispose(live.onEvent((event) => void (isMove.test(event.name) && event.ticketId === ticket.value?.id && load())));
  // What a watched conversation said while the line was down is replayed only to its queue: look again.
  watch(
    () => live.state,
    (state) => state === 'live' && load(),
  );

  watch(
    id,
    (now, before) => {
      if (before) live.unwatch(before);
      void open(now);
    },
    { immediate: true },
  );
  onScopeDispose(() => live.unwatch(id()));

  return { conversation, ticket, error, load };
}
