import { closedMs, closesAt, opensAt } from '../calendars/open-hours.ts';
import type { Catalog } from '../catalog/read-catalog.ts';
import type { WaitingClock } from '../contract/entities.ts';
import type { Channel } from '../contract/statuses.ts';
import { calendarOf } from './count-waiting.ts';

const always: WaitingClock = { closedSeconds: 0, opensAt: null, pausesAt: null };

/** A calendar that never opens again. */
const NEVER = new Date('9999-12-31T23:59:59.999Z');

/**
 * How a wait counts, said so that it stays true while time goes on: what does not count is told up to when the clock goes
 * on, which is now or, while the queue is closed, when it opens.
 */
export function clockOf(catalog: Catalog, waiting: { queueId: string; channel: Channel; neededAt: Date }, now: Date): WaitingClock {
  const calendar = calendarOf(catalog, waiting);
  if (!calendar) return always;
  const opens = opensAt(calendar, now) ?? NEVER;
  const isPaused = opens > now;
  const since = waiting.neededAt.getTime();
  const waited = now.getTime() - since - closedMs(calendar, waiting.neededAt, now);
  return {
    closedSeconds: ((isPaused ? opens : now).getTime() - since - waited) / 1000,
    opensAt: isPaused ? opens.toISOString() : null,
    pausesAt: isPaused ? null : (closesAt(calendar, now)?.toISOString() ?? null),
  };
}
