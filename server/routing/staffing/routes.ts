import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { runWorker } from '../../rehearsals/run-worker.ts';

export const staffingRoutes: HandlersOf<'staffing'> = {
  /** Integrals and simulations of every half hour take a second: they are made in a thread of their own. */
  async staffing({ hub, query }) {
    if (!(await hub.catalog.current()).queues.some(({ id }) => id === query.queueId)) throw new HubError('unknown_queue');
    if (!isTimeZone(query.timeZone)) throw new HubError('bad_request', 'query.timeZone: must be an IANA name, such as Asia/Shanghai');
    const work = { kind: 'staffing', query, now: hub.clock.now().getTime() } as const;
    const found = await runWorker(hub.db, work, { signal: AbortSignal.timeout(60_000), look: () => {} });
    if (!('plan' in found)) throw new Error('no plan was made');
    return found.plan;
  },
};

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
