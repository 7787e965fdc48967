import { v7 as uuid } from 'uuid';
import type { WebhookBody } from '../contract/webhooks.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { checkUrl } from './check-url.ts';
import { tellFromNow } from './queue-deliveries.ts';
import { newWebhookSecret } from './sign-delivery.ts';
import { mayBeTold } from './told-events.ts';

/** A program is told from now on. The secret is answered here and never again. Throws `webhook_url_refused` or `bad_request`. */
export async function createTarget(hub: Hub, agentId: string, body: WebhookBody): Promise<{ id: string; secret: string }> {
  const { label, url, events } = await check(hub, body);
  const [id, secret] = [uuid(), newWebhookSecret()];
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      insert into webhook_targets (id, label, url, secret, events, created_at, created_by_id, told_until)
      values (${id}, ${label}, ${url}, ${secret}, ${events}, ${hub.clock.now()}, ${agentId}, ${tellFromNow})`);
    record(hub, tx, { name: 'webhook.changed', actor: agentActor(agentId), data: { targetId: id, how: 'created' } });
  });
  return { id, secret };
}

/** Throws `not_found`, `webhook_url_refused` or `bad_request`. */
export async function changeTarget(hub: Hub, agentId: string, id: string, body: WebhookBody): Promise<void> {
  const { label, url, events } = await check(hub, body);
  await hub.db.transact(async (tx) => {
    const changed = await tx.maybe(
      sql`update webhook_targets set label = ${label}, url = ${url}, events = ${events} where id = ${id} and ended_at is null returning id`,
    );
    if (!changed) throw new HubError('not_found');
    record(hub, tx, { name: 'webhook.changed', actor: agentActor(agentId), data: { targetId: id, how: 'changed' } });
  });
}

async function check(hub: Hub, { label, url, events }: WebhookBody): Promise<WebhookBody> {
  const stray = events.find((name) => !mayBeTold(name));
  if (stray) throw new HubError('bad_request', `body.events: ${stray} is no event that may be told`);
  return { label, url: await checkUrl(hub, url), events: [...new Set(events)] };
}
