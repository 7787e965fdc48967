import type { EventRow } from '../events/feed.ts';
import { singleFlight } from '../events/single-flight.ts';
import type { Hub } from '../hub.ts';
import { guardAddresses } from './guard-addresses.ts';
import { openPostOffice } from './post-delivery.ts';
import { countTargets, readTargets } from './queue-deliveries.ts';
import { serveTarget } from './serve-target.ts';
import { mayBeTold } from './told-events.ts';

/** How often it is looked what has fallen due (milliseconds). */
const LOOK_EVERY = 1000;
/** News are gathered for so long before targets are told (milliseconds). */
const GATHER = 50;

/**
 * Tell targets of what has happened, on this node, until stopped. Each target has a run of its own: a slow one holds up
 * nobody else. While there are no targets nothing is done but looking at the names of events.
 */
export async function startCourier(hub: Hub): Promise<() => Promise<void>> {
  const office = openPostOffice(guardAddresses(hub.config.webhookNetworks));
  const stopped = new AbortController();
  const runs = new Map<string, () => void>();
  const underWay = new Set<Promise<void>>();
  let targets = await countTargets(hub.db);
  let gathering: NodeJS.Timeout | undefined;
  const report = (error: unknown) => stopped.signal.aborted || hub.log.warn({ err: error }, 'webhooks not delivered');

  const serve = async (id: string) => {
    if (stopped.signal.aborted) return;
    const work = serveTarget(hub, office, id, stopped.signal);
    underWay.add(work);
    await work.finally(() => underWay.delete(work));
  };
  const look = async (due: boolean) => {
    for (const { id } of await readTargets(hub.db, hub.clock.now(), due)) {
      const run = runs.get(id) ?? singleFlight(() => serve(id), report);
      runs.set(id, run);
      if (!stopped.signal.aborted) run();
    }
  };
  const lookAtAll = singleFlight(async () => {
    targets = await countTargets(hub.db);
    if (targets > 0) await look(false);
  }, report);
  const lookAtDue = singleFlight(async () => {
    if (targets > 0) await look(true);
  }, report);
  const gather = () => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      lookAtAll();
    }, GATHER);
  };

  hub.feed.subscribe((events) => {
    if (!stopped.signal.aborted && events.some((event) => isNews(event, targets > 0))) gather();
  });
  const timer = setInterval(lookAtDue, LOOK_EVERY);
  lookAtAll();
  return async () => {
    stopped.abort();
    clearInterval(timer);
    clearTimeout(gathering);
    await Promise.allSettled(underWay);
    office.close();
  };
}

const isNews = ({ name }: EventRow, isAnybodyTold: boolean): boolean => name === 'webhook.changed' || (isAnybodyTold && mayBeTold(name));
