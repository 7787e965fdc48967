import { isOpen, opensAt } from '../calendars/open-hours.ts';
import { type Catalog, promiseOf, type QueueRow } from '../catalog/read-catalog.ts';
import type { Overflow, OverflowAfter, OverflowBefore } from '../contract/overflow.ts';
import type { Reader } from '../db/database.ts';
import type { Hub } from '../hub.ts';
import { estimate } from '../routing/estimates/estimate-task.ts';
import type { Waiter } from '../routing/estimates/estimate-wait.ts';
import { currentLine } from '../routing/estimates/read-line.ts';

/** What a queue says about overflow; what was never set is as if empty. */
export const overflowOf = ({ overflow }: Pick<QueueRow, 'overflow'>): Overflow => ({ before: [], after: [], chatUrl: null, ...overflow });

/** The first rule that holds for somebody who comes now. Without rules nothing is read. */
export async function ruleBefore(hub: Hub, db: Reader, queue: QueueRow, waiter: Waiter): Promise<OverflowBefore | undefined> {
  for (const rule of overflowOf(queue).before) {
    if (rule.channels.includes(waiter.channel) && (await holds(hub, db, rule.when, queue, waiter))) return rule;
  }
  return undefined;
}

/** The rules whose time has come for somebody who waits. */
export function rulesAfter(catalog: Catalog, queue: QueueRow, waiter: Waiter, now: number): OverflowAfter[] {
  return overflowOf(queue).after.filter(
    (rule) => rule.channels.includes(waiter.channel) && now - waiter.neededAt >= secondsUntil(catalog, rule, waiter) * 1000,
  );
}

/** How long somebody waits until this rule's time comes (seconds). */
export const secondsUntil = (
  { policy }: Catalog,
  { after }: OverflowAfter,
  waiter: Pick<Waiter, 'queueId' | 'tier' | 'channel'>,
): number => ('seconds' in after ? after.seconds : after.share * promiseOf(policy, waiter));

/** When a queue opens again, in the words of its own time zone; null while it is open, and when nobody can say. */
export function openingOf({ calendars }: Catalog, { calendarId }: QueueRow, now: Date): { at: Date; timeZone: string } | null {
  const calendar = calendars.find(({ id }) => id === calendarId);
  const at = calendar && !isOpen(calendar, now) ? opensAt(calendar, now) : null;
  return at && calendar ? { at, timeZone: calendar.timeZone } : null;
}

async function holds(hub: Hub, db: Reader, when: OverflowBefore['when'], queue: QueueRow, waiter: Waiter): Promise<boolean> {
  switch (when.is) {
    case 'closed': {
      const calendar = hub.catalog.known().calendars.find(({ id }) => id === queue.calendarId);
      return calendar !== undefined && !isOpen(calendar, hub.clock.now());
    }
    case 'too_long': {
      const { wait } = await estimate(hub, db, waiter);
      // Where nobody is at work the wait has no end that we know of.
      return wait === null || wait.p90 > when.seconds;
    }
    case 'too_many': {
      const { classes } = await currentLine(hub, db);
      const ofQueue = classes.filter(({ queueId, channel }) => queueId === queue.id && channel === waiter.channel);
      return ofQueue.reduce((sum, { neededAt }) => sum + neededAt.length, 0) >= when.waiting;
    }
  }
}
