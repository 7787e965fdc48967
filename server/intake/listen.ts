import type { Intake } from '../../channel-adapters/channel-adapter.ts';
import { checkOpenCalls } from '../calls/check-call.ts';
import type { InboxRow } from '../catalog/read-catalog.ts';
import type { Channel } from '../contract/statuses.ts';
import { channels } from '../contract/statuses.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { adapterIntake } from './adapter-intake.ts';
import { receiveMessage } from './receive-message.ts';

/** Begin to listen on every channel that listens; resolves with a function that stops. `writes` hears which sender is writing. */
export async function listen(hub: Hub, writes: (inboxId: string, sender: string) => Promise<void>): Promise<() => Promise<void>> {
  const { inboxes } = await hub.catalog.current();
  const intake: Intake = { ...adapterIntake(hub), writing: (inbox, sender) => writes(inbox.id, sender) };
  const of = (channel: Channel) => inboxes.filter((inbox) => inbox.channel === channel);
  const stops = await Promise.all(channels.map((channel) => hub.channels[channel]?.listen?.(of(channel), intake)));
  return async () => {
    await Promise.all(stops.map((stop) => stop?.()));
  };
}

/** How far before the last message we know of to look again: carriers' clocks and ours differ (milliseconds). */
const OVERLAP = 10 * 60_000;
const DAY = 24 * 3600_000;

/** Take in what carriers received for us while no node could answer them. What is known already changes nothing. */
export async function catchUp(hub: Hub): Promise<void> {
  const { inboxes } = await hub.catalog.current();
  await checkOpenCalls(hub).catch((error: unknown) => report(hub, error, 'could not ask the carrier about open calls'));
  for (const inbox of inboxes) {
    await catchUpInbox(hub, inbox).catch((error: unknown) => report(hub, error, 'could not ask the carrier for missed messages'));
  }
}

const report = (hub: Hub, error: unknown, what: string): void =>
  hub.log.warn({ err: error instanceof Error ? error.message : error }, what);

async function catchUpInbox(hub: Hub, inbox: InboxRow): Promise<void> {
  const adapter = hub.channels[inbox.channel];
  if (!adapter?.missed) return;
  const last = await hub.db.maybe<{ at: Date }>(
    sql`select at from entries where inbox_id = ${inbox.id} and kind = 'inbound' order by id desc limit 1`,
  );
  const now = hub.clock.now().getTime();
  const since = new Date(Math.max((last?.at.getTime() ?? now) - OVERLAP, now - 7 * DAY));
  for (const message of await adapter.missed(inbox, since)) await receiveMessage(hub, inbox, message);
}
