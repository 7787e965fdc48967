import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { type Addressee, composeLetter, type ToldEvent } from './compose-letter.ts';
import type { PostOffice } from './post-delivery.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { settleDelivery } from './settle-delivery.ts';

const BATCH = 50;

/** Tell a target everything that is due, in turn, if no other node is about it. */
export async function serveTarget(hub: Hub, office: PostOffice, targetId: string, signal: AbortSignal): Promise<void> {
  const target = await take(hub, targetId);
  if (!target) return;
  try {
    await queueDeliveries(hub, targetId);
    while (!signal.aborted && (await deliverSome(hub, office, targetId, target, signal)));
  } finally {
    await hub.db.all(sql`update webhook_targets set held_by = null where id = ${targetId} and held_by = ${hub.nodeId}`);
  }
}

/** One node serves a target at a time; what a node held that is gone, any other takes over. */
const take = (hub: Hub, targetId: string): Promise<Addressee | undefined> =>
  hub.db.maybe<Addressee>(sql`
    update webhook_targets set held_by = ${hub.nodeId}
    where id = ${targetId} and ended_at is null and paused_at is null and (rest_until is null or rest_until <= ${hub.clock.now()})
      and (held_by is null or held_by = ${hub.nodeId} or not exists (select from hub_nodes n where n.id = held_by))
    returning url, secret`);

type DueRow = Omit<ToldEvent, 'id'> & { id: string; eventId: number; attempts: number };

/** Answers whether there may be more. */
async function deliverSome(hub: Hub, office: PostOffice, targetId: string, to: Addressee, signal: AbortSignal): Promise<boolean> {
  const rows = await hub.db.all<DueRow>(dueRows(targetId, hub.clock.now()));
  for (const { id, eventId, attempts, ...event } of rows) {
    const answer = await office.post(composeLetter(to, { ...event, id: eventId }, hub.clock.now()), signal);
    // A node that stops has not been refused anything: whoever takes over attempts it again.
    if (signal.aborted && !answer.ok) return false;
    if (!(await settleDelivery(hub, { id, targetId, eventId, attempts }, answer))) return false;
  }
  return rows.length === BATCH;
}

/** First what has been due longest, then in the order of the log. */
const dueRows = (targetId: string, now: Date): Sql => sql`
  select d.id, d.event_id, d.attempts, e.at, e.name, e.customer_id, e.conversation_id, e.ticket_id, e.task_id, e.agent_id, e.queue_id, e.entry_id, e.data,
    coalesce(record.external_id, head.external_id) as customer_external_id
  from webhook_deliveries d join events e on e.id = d.event_id
  left join customers record on record.id = e.customer_id left join customers head on head.id = record.merged_into_id
  where d.target_id = ${targetId} and d.delivered_at is null and d.given_up_at is null and d.due_at <= ${now}
  order by d.due_at, d.event_id limit ${BATCH}`;
