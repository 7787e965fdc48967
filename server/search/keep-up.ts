import { setTimeout as pause } from 'node:timers/promises';
import { Gauge } from 'prom-client';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { writeSaid } from './write-said.ts';

/** Of this much of its time the writer works, so that what is taken in meanwhile does not wait for it. */
const SHARE = 0.1;
/** How long new entries are gathered at least, and how often is looked without any news (milliseconds). */
const GATHER = 200;
const LOOK = 5000;

/** Keep what is said findable, a moment after it was said, until stopped. How far it is behind stands in /metrics. */
export function keepUp(hub: Hub): () => Promise<void> {
  const stopped = new AbortController();
  let nap = new AbortController();
  hub.feed.subscribe((events) => events.some(({ entryId }) => entryId) && nap.abort());
  const untilNews = async () => {
    await pause(LOOK, undefined, { signal: AbortSignal.any([nap.signal, stopped.signal]) }).catch(() => {});
    await pause(GATHER, undefined, { signal: stopped.signal });
  };
  const work = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      nap = new AbortController();
      const began = performance.now();
      const written = await attempt(hub);
      const rest = Math.max(GATHER, (performance.now() - began) * (1 / SHARE - 1));
      await (written > 0 ? pause(rest, undefined, { signal: stopped.signal }) : untilNews());
    }
  };
  tellHowFar(hub);
  const working = work().catch(() => {});
  return async () => {
    stopped.abort();
    await working;
  };
}

async function attempt(hub: Hub): Promise<number> {
  try {
    return await writeSaid(hub.db);
  } catch (error) {
    hub.log.error({ err: error }, 'what was said could not be made findable');
    return 0;
  }
}

/** Looked up when it is asked for: a writer that has died cannot hide behind its last number. */
function tellHowFar(hub: Hub): void {
  const registers = [hub.counters.registry];
  new Gauge({
    name: 'touchline_search_behind_seconds',
    help: 'Age of the oldest new entry that cannot be found yet',
    registers,
    async collect() {
      this.set(await secondsBehind(hub));
    },
  });
  new Gauge({
    name: 'touchline_search_backfill',
    help: '1 while entries from before are still being made findable',
    registers,
    async collect() {
      this.set((await hub.db.maybe(sql`select from search_progress where entry_id is not null`)) ? 1 : 0);
    },
  });
}

async function secondsBehind(hub: Hub): Promise<number> {
  const oldest = await hub.db.maybe<{ at: Date }>(sql`
    select e.at from search_progress p, lateral (
      select at from events where (tx, id) > (p.tx, p.event_id) and entry_id is not null order by tx, id limit 1) e`);
  return oldest ? Math.max(0, (hub.clock.now().getTime() - oldest.at.getTime()) / 1000) : 0;
}
