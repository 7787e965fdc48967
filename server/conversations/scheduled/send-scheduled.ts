import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { lockConversation, subjectsOf } from '../lock-conversation.ts';
import { type Reply, writeReply } from '../send-reply.ts';

interface Scheduled extends Reply {
  readonly conversationId: string;
  readonly agentId: string;
}

/** Its time has come: it becomes a reply like any other, unless it was taken back, or can no longer be sent as it stands. */
export async function sendScheduled(hub: Hub, { scheduledId }: { scheduledId: string }): Promise<void> {
  try {
    await hub.db.transact(async (tx) => {
      const due = await hold(tx, scheduledId);
      if (!due) return;
      await writeReply(hub, tx, due.agentId, due.conversationId, due);
      settle(hub, tx, scheduledId, 'sent', null);
    });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    await refuse(hub, scheduledId, error.code);
  }
}

/** Conversations are held before what hangs on them, so that nobody waits for one another. */
async function hold(tx: Tx, id: string): Promise<Scheduled | undefined> {
  const known = await tx.maybe<{ conversationId: string }>(sql`select conversation_id from scheduled_replies where id = ${id}`);
  if (!known) return undefined;
  await lockConversation(tx, known.conversationId);
  return tx.maybe<Scheduled>(
    sql`select conversation_id, agent_id, client_id, text, html, attachment_ids, actions, seen_seq from scheduled_replies where id = ${id} and settled_at is null for update`,
  );
}

/** Its author hears of it and has the text back. */
const refuse = (hub: Hub, id: string, errorCode: string): Promise<void> =>
  hub.db.transact(async (tx) => {
    const due = await hold(tx, id);
    if (!due) return;
    settle(hub, tx, id, 'refused', errorCode);
    const held = await lockConversation(tx, due.conversationId);
    record(hub, tx, {
      name: 'reply.refused',
      actor: theHub,
      ...subjectsOf(held),
      agentId: due.agentId,
      data: { scheduledId: id, errorCode },
    });
  });

export const settle = (hub: Hub, tx: Tx, id: string, outcome: 'sent' | 'refused' | 'canceled', errorCode: string | null): void =>
  tx.write(
    sql`update scheduled_replies set settled_at = ${hub.clock.now()}, outcome = ${outcome}, error_code = ${errorCode} where id = ${id}`,
  );
