import type { Tx } from '../db/database.ts';
import { enqueue } from '../jobs/enqueue.ts';

/** When few are at work (UTC). */
const HOUR = 3;

/** The next night's work. Asking again for the same night changes nothing. */
export function planNight(tx: Tx, now: Date): void {
  const at = new Date(now);
  at.setUTCHours(HOUR, 0, 0, 0);
  if (at <= now) at.setUTCDate(at.getUTCDate() + 1);
  // A key of its own for each night: to ask for one that runs would keep that from being tried again.
  enqueue(tx, { job: 'apply-retention', payload: {}, at, key: `apply-retention:${at.toISOString().slice(0, 10)}` });
}
