import { useThrottleFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { DeskWork } from '../../server/contract/desk-work.ts';
import type { WireEvent } from '../../server/contract/events.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useLive } from './live.ts';
import { useMe } from './me.ts';
import { useTasks } from './tasks.ts';

const nothing: DeskWork = {
  tickets: [],
  counts: { waiting_for_me: 0, waiting_for_customer: 0, snoozed: 0 },
  unread: {},
  reminders: [],
};
/** How soon after something of mine moved the hub is asked again (milliseconds). */
const soonMs = 1_000;

/** My work beyond what I hold: tickets I answer for, what is unread, what I shall be reminded of. The same in every window. */
export const useWork = defineStore('work', () => {
  const [hub, live, me, tasks] = [useHub(), useLive(), useMe(), useTasks()];
  const work = shallowRef<DeskWork>(nothing);

  async function load() {
    const found = await hub.call('myWork').catch(() => undefined);
    if (found) work.value = found;
  }

  const soon = useThrottleFn(load, soonMs, true);

  function concernsMe(event: WireEvent): boolean {
    if (event.agentId === me.id || event.actor.id === me.id || event.attached.ticket?.assignee?.id === me.id) return true;
    const { conversationId, ticketId } = event;
    return (
      tasks.mine.some((task) => task.conversationId === conversationId) || work.value.tickets.some((ticket) => ticket.ticketId === ticketId)
    );
  }

  /** In the setup of what is on screen as long as someone is signed in. */
  function follow() {
    void load();
    onScopeDispose(live.onEvent((event) => concernsMe(event) && event.name !== 'message.status_changed' && soon()));
    onScopeDispose(live.onReload(load));
  }

  async function markRead(conversationId: string, seq: number, anew = false) {
    const { [conversationId]: _, ...others } = work.value.unread;
    if (!anew) work.value = { ...work.value, unread: others };
    await hub.call('markRead', { params: { id: conversationId }, body: { seq, anew } }).catch(() => undefined);
  }

  return {
    work,
    load,
    follow,
    markRead,
    unread: (conversationId: string) => work.value.unread[conversationId] ?? 0,
    allUnread: computed(() => Object.values(work.value.unread).reduce((sum, count) => sum + count, 0)),
    async snooze(ticketId: string, until: Date) {
      await hub.call('snoozeTicket', { params: { id: ticketId }, body: { until: until.toISOString() } });
      await load();
    },
    async wake(ticketId: string) {
      await hub.call('wakeTicket', { params: { id: ticketId } });
      await load();
    },
    async remind(ticketId: string, at: Date, note: string): Promise<string> {
      const reminder = await hub.call('remindMe', { params: { id: ticketId }, body: { at: at.toISOString(), note } });
      await load();
      return reminder.id;
    },
    async withdrawReminder(id: string) {
      await hub.call('withdrawReminder', { params: { id } });
      await load();
    },
  };
});
