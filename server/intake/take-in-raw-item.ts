import type { ChannelAdapter } from '../../channel-adapters/channel-adapter.ts';
import type { InboxRow } from '../catalog/read-catalog.ts';
import type { Channel } from '../contract/statuses.ts';
import { sqlState } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { type Actor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { quarantineItem, type Reason } from './quarantine-item.ts';
import { reasonOf } from './quarantine-reasons.ts';
import { receiveMessage } from './receive-message.ts';
import { Unwanted } from './unwanted.ts';

interface Item {
  id: string;
  inboxId: string | null;
  channel: Channel;
  content: Buffer;
}

/**
 * Understand a kept item and take its message in; what cannot be understood, or what we stumble over to the last attempt,
 * is quarantined. Running it again is harmless.
 */
export async function takeInRawItem(hub: Hub, { rawItemId }: { rawItemId: string }, run: JobRun): Promise<void> {
  const item = await hub.db.maybe<Item>(
    sql`select id, inbox_id, channel::text, content from raw_items where id = ${rawItemId} and state = 'received'`,
  );
  if (!item) return;
  const refusal = await takeIn(hub, item).catch((error: unknown): Reason => {
    if (!run.last) throw error;
    return { reason: 'intake_failed', detail: sqlState(error) ?? (error instanceof Error ? error.name : '') };
  });
  if (refusal) await hub.db.transact(async (tx) => quarantineItem(hub, tx, item, refusal));
}

async function takeIn(hub: Hub, item: Item): Promise<Reason | undefined> {
  const inbox = (await hub.catalog.current()).inboxes.find((candidate) => candidate.id === item.inboxId);
  const adapter: ChannelAdapter | undefined = hub.channels[item.channel];
  if (!inbox || !adapter?.parse) return { reason: 'channel_disabled', detail: `no inbox or no adapter for ${item.channel}` };
  const parsed = await adapter.parse({ content: item.content, inbox });
  if (!parsed.ok) return reasonOf(parsed);
  if (isOurs(inbox, parsed.message.from.value)) return { reason: 'own_address', detail: 'sent from the address it was sent to' };
  return deliver(hub, inbox, item, parsed.message);
}

/** A mail that claims to come from our own inbox would answer itself for ever. */
const isOurs = (inbox: InboxRow, sender: string | null): boolean => sender?.replace(/\+[^@]*@/, '@') === inbox.address.toLowerCase();

async function deliver(hub: Hub, inbox: InboxRow, item: Item, message: Parameters<typeof receiveMessage>[2]): Promise<Reason | undefined> {
  try {
    await receiveMessage(hub, inbox, message, (tx) =>
      tx.write(
        sql`update raw_items set state = 'done', message_id = ${message.externalId}, settled_at = ${hub.clock.now()} where id = ${item.id}`,
      ),
    );
    return undefined;
  } catch (error) {
    if (error instanceof Unwanted) return { reason: error.reason, detail: error.detail };
    throw error;
  }
}

/** A supervisor runs a quarantined item again, after its cause was mended. */
export async function releaseItem(hub: Hub, actor: Actor, rawItemId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const item = await tx.maybe<{ state: string; channel: Channel }>(
      sql`select state::text, channel::text from raw_items where id = ${rawItemId} for update`,
    );
    if (!item) throw new HubError('not_found');
    if (item.state !== 'quarantined') throw new HubError('already_settled');
    if (!hub.channels[item.channel]?.parse)
      throw new HubError('bad_request', 'a webhook cannot be run again: its carrier delivers it anew');
    tx.write(sql`update raw_items set state = 'received', reason = null, detail = null, settled_at = null where id = ${rawItemId}`);
    record(hub, tx, { name: 'item.released', actor, data: { rawItemId } });
    record(hub, tx, { name: 'raw_item.kept', actor, data: { rawItemId } });
  });
}
