import type { WebhookAnswer } from '../contract/webhooks.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/** After each failed attempt the next one waits so long (seconds): about a day in all, then nothing more happens by itself. */
const waits = [5, 60, 300, 1800, 7200, 18_000, 28_800, 28_800];
/** Failures in a row after which the target itself is left alone for a while. */
const BEFORE_REST = 3;
const FIRST_REST = 10;
const LONGEST_REST = 1800;
/** A target at which nothing has worked for so long is paused (milliseconds). */
const LONG = 24 * 3600_000;

export interface Delivery {
  readonly id: string;
  readonly targetId: string;
  readonly eventId: number;
  readonly attempts: number;
}

/** Write down what was answered. Answers whether the target may be sent the next one at once. */
export async function settleDelivery(hub: Hub, delivery: Delivery, answer: WebhookAnswer): Promise<boolean> {
  return hub.db.transact(async (tx) => {
    if (answer.ok) succeed(hub, tx, delivery, answer);
    else await fail(hub, tx, delivery, answer);
    const goesOn = await tx.maybe(sql`
      select from webhook_targets where id = ${delivery.targetId} and paused_at is null and ended_at is null and held_by = ${hub.nodeId} and (rest_until is null or rest_until <= ${hub.clock.now()})`);
    return goesOn !== undefined;
  });
}

function succeed(hub: Hub, tx: Tx, { id, targetId }: Delivery, { status }: WebhookAnswer): void {
  const now = hub.clock.now();
  tx.write(sql`
    update webhook_deliveries set attempts = attempts + 1, last_at = ${now}, status = ${status}, error = null, delivered_at = ${now}, given_up_at = null where id = ${id}`);
  tx.write(sql`update webhook_targets set failures = 0, failing_since = null, rest_until = null where id = ${targetId} and failures > 0`);
}

async function fail(hub: Hub, tx: Tx, { id, targetId, eventId, attempts }: Delivery, { status, error }: WebhookAnswer): Promise<void> {
  const now = hub.clock.now();
  const wait = waits[attempts];
  tx.write(sql`
    update webhook_deliveries set attempts = attempts + 1, last_at = ${now}, status = ${status}, error = ${error},
      due_at = ${later(now, (wait ?? 0) * spread(eventId))}, given_up_at = ${wait === undefined ? now : null} where id = ${id}`);
  const target = await tx.one<{ failures: number; failingSince: Date }>(sql`
    update webhook_targets set failures = failures + 1, failing_since = coalesce(failing_since, ${now}) where id = ${targetId} returning failures, failing_since`);
  if (target.failures >= BEFORE_REST) {
    const rest = Math.min(LONGEST_REST, FIRST_REST * 2 ** Math.min(target.failures - BEFORE_REST, 10));
    tx.write(sql`update webhook_targets set rest_until = ${later(now, rest)} where id = ${targetId}`);
  }
  // Standard Webhooks: 410 says that nobody listens there any more.
  if (status === 410) await pause(hub, tx, targetId, 'gone');
  else if (now.getTime() - target.failingSince.getTime() >= LONG) await pause(hub, tx, targetId, 'failing');
}

const later = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

/** Up to a tenth more, different for each event: what failed together does not come back together. */
const spread = (eventId: number): number => 1 + ((eventId * 37) % 100) / 1000;

async function pause(hub: Hub, tx: Tx, targetId: string, reason: 'gone' | 'failing'): Promise<void> {
  const paused = await tx.maybe(
    sql`update webhook_targets set paused_at = ${hub.clock.now()}, pause_reason = ${reason} where id = ${targetId} and paused_at is null returning id`,
  );
  if (paused) record(hub, tx, { name: 'webhook.changed', actor: theHub, data: { targetId, how: 'paused_by_hub' } });
}
