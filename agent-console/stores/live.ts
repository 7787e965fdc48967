import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { WireEvent } from '../../server/contract/events.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useAgents } from './agents.ts';
import { useAttendance } from './attendance.ts';
import { useMe } from './me.ts';
import { useOffers } from './offers.ts';
import { useTakeEvent } from './take-event.ts';
import { useTasks } from './tasks.ts';

type Listener = (event: WireEvent) => void;

/** The live connection: loads my desk, follows the events after it and tells whoever listens. */
export const useLive = defineStore('live', () => {
  const hub = useHub();
  const [me, agents, tasks, offers, takeEvent] = [useMe(), useAgents(), useTasks(), useOffers(), useTakeEvent()];
  const state = ref<'connecting' | 'live' | 'lost'>('connecting');
  const lostAt = ref<number>();
  const listeners = new Set<Listener>();
  const reloaders = new Set<() => unknown>();
  const attendance = useAttendance();
  const askers = new Set<(conversationId: string) => unknown>();

  const feed = hub.live({
    take(event) {
      takeEvent(event);
      if (event.name === 'message.received' && event.conversationId) attendance.customerWrote(event.conversationId);
      for (const listener of listeners) listener(event);
    },
    async reload() {
      const lastEventId = await loadDesk(hub.callNow);
      await Promise.all([...reloaders].map((reload) => reload()));
      return lastEventId;
    },
    changed(now) {
      if (now === 'lost') lostAt.value ??= hub.clock.now();
      else lostAt.value = undefined;
      state.value = now;
    },
    signedOut: me.forget,
    // With other rights everything is built anew, see `me.sight`.
    rightsChanged: () => void me.load().catch(() => undefined),
    attending: attendance.take,
    customerWriting: attendance.customerWrites,
    whoIsThere(conversationId) {
      for (const asked of askers) asked(conversationId);
    },
  });
  // What stands on screen may be from before the gap, or from what was kept.
  hub.reach.onReturn(() => {
    if (state.value !== 'connecting') feed.check();
    void Promise.all([...reloaders].map((reload) => reload())).catch(() => undefined);
  });

  async function loadDesk(call = hub.call) {
    const marks = [agents.mark(), tasks.mark(), offers.mark()] as const;
    const desk = await call('desk');
    agents.fill([desk.agent], marks[0]);
    for (const task of tasks.mine) if (!desk.tasks.some(({ id }) => id === task.id)) tasks.put({ ...task, state: 'completed' });
    tasks.fill(desk.tasks, marks[1]);
    offers.keepOnly(desk.offers.map(({ id }) => id));
    offers.fill(desk.offers, marks[2]);
    return desk.lastEventId;
  }

  return {
    state,
    lostAt: computed(() => lostAt.value),
    async start() {
      feed.start(await loadDesk());
    },
    stop() {
      feed.stop();
      state.value = 'connecting';
    },
    /** See at once whether the line stands. */
    check: feed.check,
    watch: feed.watch,
    unwatch: feed.unwatch,
    attend: feed.attend,
    answering: feed.answering,
    /** Somebody asks who has a conversation open; returns the way to stop hearing it. */
    onWhoIsThere(listener: (conversationId: string) => unknown) {
      askers.add(listener);
      return () => askers.delete(listener);
    },
    /** Hear every event once; returns the way to stop. */
    onEvent(listener: Listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Load again after a gap that could not be replayed; returns the way to stop. */
    onReload(reload: () => unknown) {
      reloaders.add(reload);
      return () => reloaders.delete(reload);
    },
  };
});
