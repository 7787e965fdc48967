import { useEventListener, useIntervalFn, useOnline } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { useHub } from '../hub-client/hub-client.ts';
import { useDrafts } from '../stores/drafts.ts';
import { useLive } from '../stores/live.ts';
import { useMe } from '../stores/me.ts';
import { useNow } from '../stores/now.ts';
import { useOutbox } from '../stores/outbox.ts';
import { onOtherPerson } from './person-here.ts';

/** From when on an open question is called slow, and how long a gap may last before anybody is told (milliseconds). */
const slowAfter = 6_000;
const unnoticed = 2_000;
const retryEvery = 8_000;

/** Whether this screen is behind the hub, since when, and what waits here to be sent. */
export const useBehind = defineStore('behind', () => {
  const [hub, me, live, drafts, outbox, clock] = [useHub(), useMe(), useLive(), useDrafts(), useOutbox(), useNow()];
  const online = useOnline();
  const trying = ref(false);

  const since = computed(() => {
    const moments = [live.lostAt, hub.reach.lostAt.value].filter((moment) => moment !== undefined);
    return moments.length > 0 ? Math.min(...moments) : undefined;
  });
  const state = computed(() => {
    if (since.value !== undefined && (!online.value || clock.now - since.value >= unnoticed)) return online.value ? 'behind' : 'offline';
    const waiting = hub.reach.waitingSince.value;
    return waiting !== undefined && clock.now - waiting >= slowAfter ? 'slow' : 'reached';
  });

  /** Ask now instead of waiting for the next try. Whatever comes through says that the line is back. */
  async function retry() {
    if (trying.value || !me.me) return;
    trying.value = true;
    live.check();
    await hub.callNow('me').catch(() => undefined);
    trying.value = false;
  }

  async function sendAll() {
    if (!me.me) return;
    await outbox.sendWaiting();
    await drafts.pushAll();
  }

  // What one person has read stays in no page of another: neither in this window nor, where they share the session, in the next.
  const startAnew = () => location.replace('/');
  let last = me.id;
  watch(
    () => me.id,
    (now) => {
      if (now && last && now !== last) startAnew();
      last = now || last;
    },
  );
  onOtherPerson(() => me.id, startAnew);
  hub.reach.onReturn(sendAll);
  useIntervalFn(() => since.value !== undefined && document.visibilityState === 'visible' && retry(), retryEvery);
  useEventListener('offline', () => hub.reach.missed());
  useEventListener('online', retry);
  // A machine that slept has sockets that only look alive.
  useEventListener(
    document,
    'visibilitychange',
    () => document.visibilityState === 'visible' && live.state !== 'connecting' && live.check(),
  );

  return { state, since, trying, retry, sendAll, unsent: computed(() => outbox.all.filter((row) => row.state !== 'sending')) };
});
