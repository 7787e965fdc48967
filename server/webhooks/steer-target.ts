import type { EventData } from '../contract/events.ts';
import type { Tx } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { isWanted, tellFromNow } from './queue-deliveries.ts';

/** More than this is no replay but an export. */
const REPLAYED = 10_000;

type How = EventData['webhook.changed']['how'];

/** Stop telling until somebody lets it go on. Throws `not_found`. */
export const pauseTarget = (hub: Hub, agentId: string, id: string): Promise<void> =>
  steer(hub, agentId, id, 'paused', sql`paused_at = coalesce(paused_at, ${hub.clock.now()})`);

/** Go on: with what happened meanwhile, or with what happens from now on. Throws `not_found`. */
export const resumeTarget = (hub: Hub, agentId: string, id: string, skip: boolean): Promise<void> =>
  steer(
    hub,
    agentId,
    id,
    'resumed',
    sql`paused_at = null, pause_reason = null, failures = 0, failing_since = null, rest_until = null, told_until = ${skip ? tellFromNow : sql`told_until`}`,
    (tx) =>
      skip &&
      tx.write(sql`
        update webhook_deliveries set given_up_at = ${hub.clock.now()}, error = 'skipped' where target_id = ${id} and delivered_at is null and given_up_at is null`),
  );

/** Throws `not_found`. */
export const endTarget = (hub: Hub, agentId: string, id: string): Promise<void> =>
  steer(hub, agentId, id, 'deleted', sql`ended_at = ${hub.clock.now()}, secret = ''`, (tx) =>
    tx.write(sql`delete from webhook_deliveries where target_id = ${id}`),
  );

async function steer(hub: Hub, agentId: string, id: string, how: How, change: Sql, also: (tx: Tx) => unknown = () => {}): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await tx.maybe(sql`update webhook_targets set ${change} where id = ${id} and ended_at is null returning id`);
    if (!found) throw new HubError('not_found');
    also(tx);
    record(hub, tx, { name: 'webhook.changed', actor: agentActor(agentId), data: { targetId: id, how } });
  });
}

/** Tell again what this target would have been told from an event on. Answers how many. Throws `not_found` or `too_much_to_replay`. */
export async function replayEvents(hub: Hub, agentId: string, id: string, fromEventId: number): Promise<number> {
  return hub.db.transact(async (tx) => {
    const target = await tx.maybe(sql`select from webhook_targets where id = ${id} and ended_at is null for update`);
    if (!target) throw new HubError('not_found');
    const now = hub.clock.now();
    const rows = await tx.all(sql`
      insert into webhook_deliveries as d (id, target_id, event_id, created_at, due_at)
      select gen_random_uuid(), t.id, e.id, ${now}, ${now} from webhook_targets t join events e on e.id >= ${fromEventId} and ${isWanted}
      where t.id = ${id} order by e.id limit ${REPLAYED + 1}
      on conflict (target_id, event_id) do update set due_at = excluded.due_at, attempts = 0, delivered_at = null, given_up_at = null, error = null
      returning d.id`);
    if (rows.length > REPLAYED) throw new HubError('too_much_to_replay', String(REPLAYED));
    record(hub, tx, { name: 'webhook.changed', actor: agentActor(agentId), data: { targetId: id, how: 'replayed' } });
    return rows.length;
  });
}

/** One more attempt, now. Throws `not_found`. */
export async function retryDelivery(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await tx.maybe<{ targetId: string }>(sql`
      update webhook_deliveries d set due_at = ${hub.clock.now()}, delivered_at = null, given_up_at = null from webhook_targets t
      where d.id = ${id} and t.id = d.target_id and t.ended_at is null returning d.target_id`);
    if (!found) throw new HubError('not_found');
    // Whoever asks for it wants it now: a target that rests is woken.
    tx.write(sql`update webhook_targets set rest_until = null where id = ${found.targetId}`);
    record(hub, tx, { name: 'webhook.changed', actor: agentActor(agentId), data: { targetId: found.targetId, how: 'retried' } });
  });
}
