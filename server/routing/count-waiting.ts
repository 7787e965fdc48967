import { closedMs } from '../calendars/open-hours.ts';
import type { CalendarRow, Catalog } from '../catalog/read-catalog.ts';
import type { Channel } from '../contract/statuses.ts';

/** Where and since when somebody waits. Times are milliseconds since 1970. */
interface Waiting {
  readonly queueId: string;
  readonly channel: Channel;
  readonly neededAt: number;
}

/** Milliseconds of this wait until `now` that do not count, because the queue was closed and its promise is in working time. */
export function closedFor(catalog: Catalog, waiting: Waiting, now: number): number {
  const calendar = calendarOf(catalog, waiting);
  return calendar ? closedMs(calendar, new Date(waiting.neededAt), new Date(now)) : 0;
}

const DAY = 86_400_000;
const FURTHEST = 800 * DAY;

/** When this wait will count so many seconds; undefined when the queue's calendar never opens for that long. */
export function whenWaited(catalog: Catalog, waiting: Waiting, seconds: number): number | undefined {
  const calendar = calendarOf(catalog, waiting);
  const { neededAt } = waiting;
  let [early, late] = [neededAt, neededAt + Math.ceil(seconds * 1000)];
  if (!calendar) return late;
  const isReached = (at: number) => at - neededAt - closedMs(calendar, new Date(neededAt), new Date(at)) >= seconds * 1000;
  for (let step = DAY; !isReached(late); step *= 2) {
    if (late - neededAt > FURTHEST) return undefined;
    early = late;
    late += step;
  }
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (isReached(middle)) late = middle;
    else early = middle;
  }
  return late;
}

/** The calendar whose open hours this wait is counted in; undefined when every hour counts. */
export function calendarOf(catalog: Catalog, { queueId, channel }: Pick<Waiting, 'queueId' | 'channel'>): CalendarRow | undefined {
  const queue = catalog.queues.find(({ id }) => id === queueId);
  if (!queue?.calendarId || !queue.workingTime.includes(channel)) return undefined;
  return catalog.calendars.find(({ id }) => id === queue.calendarId);
}
