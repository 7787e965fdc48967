import type { WebhookDeliveryView, WebhookTargetView } from '../contract/webhooks.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

type TargetRow = Omit<WebhookTargetView, 'createdAt' | 'paused' | 'failingSince' | 'lastDeliveredAt'> & {
  createdAt: Date;
  pausedAt: Date | null;
  pauseReason: 'gone' | 'failing' | null;
  failingSince: Date | null;
  lastDeliveredAt: Date | null;
};

/** Targets that are told, the oldest first. The secret is not among what can be read. */
export async function readWebhooks(db: Reader, only: Sql = sql`true`): Promise<WebhookTargetView[]> {
  const rows = await db.all<TargetRow>(sql`
    select t.id, t.label, t.url, t.events, t.created_at, t.paused_at, t.pause_reason, t.failing_since,
      (select count(*)::int from webhook_deliveries d where d.target_id = t.id and d.delivered_at is null and d.given_up_at is null) as waiting,
      (select count(*)::int from webhook_deliveries d where d.target_id = t.id and d.given_up_at is not null) as given_up,
      (select max(d.delivered_at) from webhook_deliveries d where d.target_id = t.id) as last_delivered_at
    from webhook_targets t where t.ended_at is null and ${only} order by t.created_at, t.id`);
  return rows.map(({ pausedAt, pauseReason, createdAt, failingSince, lastDeliveredAt, ...target }) => ({
    ...target,
    createdAt: createdAt.toISOString(),
    paused: pausedAt && { at: pausedAt.toISOString(), reason: pauseReason },
    failingSince: failingSince?.toISOString() ?? null,
    lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null,
  }));
}

/** Throws `not_found`. */
export async function readWebhook(db: Reader, id: string): Promise<WebhookTargetView> {
  const [target] = await readWebhooks(db, sql`t.id = ${id}`);
  if (!target) throw new HubError('not_found');
  return target;
}

interface DeliveryRow {
  id: string;
  eventId: number;
  event: string;
  createdAt: Date;
  dueAt: Date;
  attempts: number;
  lastAt: Date | null;
  status: number | null;
  error: string | null;
  deliveredAt: Date | null;
  givenUpAt: Date | null;
}

const states: Record<WebhookDeliveryView['state'], Sql> = {
  waiting: sql`d.delivered_at is null and d.given_up_at is null`,
  delivered: sql`d.delivered_at is not null`,
  given_up: sql`d.given_up_at is not null`,
};
export const inState = (state: WebhookDeliveryView['state'] | undefined): Sql => (state ? states[state] : sql`true`);

/** Deliveries `d` by a condition, the newest event first. */
export async function readDeliveries(db: Reader, condition: Sql, limit: number): Promise<WebhookDeliveryView[]> {
  const rows = await db.all<DeliveryRow>(sql`
    select d.id, d.event_id, e.name as event, d.created_at, d.due_at, d.attempts, d.last_at, d.status, d.error, d.delivered_at, d.given_up_at
    from webhook_deliveries d join events e on e.id = d.event_id where ${condition} order by d.event_id desc limit ${limit}`);
  return rows.map(({ createdAt, dueAt, lastAt, deliveredAt, givenUpAt, ...delivery }) => {
    const state = deliveredAt ? 'delivered' : givenUpAt ? 'given_up' : 'waiting';
    return {
      ...delivery,
      state,
      createdAt: createdAt.toISOString(),
      lastAt: lastAt?.toISOString() ?? null,
      nextAt: state === 'waiting' ? dueAt.toISOString() : null,
    };
  });
}
