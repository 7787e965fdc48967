import { v7 as uuid } from 'uuid';
import type { WebhookAnswer } from '../contract/webhooks.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { type Addressee, composeTest } from './compose-letter.ts';
import { guardAddresses } from './guard-addresses.ts';
import { openPostOffice } from './post-delivery.ts';

/** Send one letter now, whether paused or not, and say what was answered. Throws `not_found`. */
export async function testTarget(hub: Hub, id: string): Promise<WebhookAnswer> {
  const target = await hub.db.maybe<Addressee>(sql`select url, secret from webhook_targets where id = ${id} and ended_at is null`);
  if (!target) throw new HubError('not_found');
  const office = openPostOffice(guardAddresses(hub.config.webhookNetworks));
  try {
    return await office.post(composeTest(target, uuid(), hub.clock.now()), new AbortController().signal);
  } finally {
    office.close();
  }
}
