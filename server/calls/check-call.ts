import { secondsAfter } from '../clock.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { checkCallback } from './callback/check-callback.ts';
import { recordEnded } from './record-ended.ts';

/** How often the carrier is asked whether a call still goes on (seconds). */
export const CHECK_EVERY = 120;

/** A call whose end nobody was told of would wait, and be offered, for ever: the carrier is asked while it lasts. */
export async function checkCall(hub: Hub, { conversationId }: { conversationId: string }): Promise<void> {
  const call = await hub.db.maybe<{ externalId: string; isCallback: boolean }>(
    sql`select external_id, coalesce(choice = 'callback' and state = 'connecting', false) as is_callback from calls where conversation_id = ${conversationId} and state <> 'ended'`,
  );
  if (!call) return;
  if (call.isCallback) await checkCallback(hub, conversationId);
  else if (await hub.channels.voice?.calls?.isOver(call.externalId)) return recordEnded(hub, conversationId);
  await hub.db.transact(async (tx) => enqueue(tx, checkLater(hub, conversationId)));
}

export const checkLater = (hub: Hub, conversationId: string) => ({
  job: 'check-call' as const,
  payload: { conversationId },
  at: secondsAfter(hub.clock.now(), CHECK_EVERY),
  key: `check ${conversationId}`,
});

/** Ask at once about every call that was going on when the last node went down. */
export async function checkOpenCalls(hub: Hub): Promise<void> {
  const open = await hub.db.all<{ conversationId: string }>(sql`select conversation_id from calls where state <> 'ended'`);
  for (const call of open) await checkCall(hub, call);
}
