import { v7 as uuid } from 'uuid';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { lockConversation, subjectsOf } from '../lock-conversation.ts';
import { checkWords, type Reply, refuseStale } from '../send-reply.ts';
import { requireUploads } from '../uploads/claim-uploads.ts';

const FARTHEST = 90 * 86_400_000;

/**
 * Send a reply at a time; a time that is past means at once. The same `clientId` again returns the same one. Returns its
 * id. Throws as `sendReply` does for what could not be sent now, `too_far_ahead` and `client_id_reused`.
 */
export async function scheduleReply(hub: Hub, agentId: string, conversationId: string, reply: Reply & { sendAt: string }): Promise<string> {
  const sendAt = new Date(reply.sendAt);
  if (sendAt.getTime() > hub.clock.now().getTime() + FARTHEST) throw new HubError('too_far_ahead');
  return hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    const { text, html } = checkWords(hub, held, reply);
    const before = await tx.maybe<{ id: string; conversationId: string; agentId: string; text: string }>(
      sql`select id, conversation_id, agent_id, text from scheduled_replies where client_id = ${reply.clientId}`,
    );
    if (before) {
      if (before.conversationId !== conversationId || before.agentId !== agentId || before.text !== text)
        throw new HubError('client_id_reused');
      return before.id;
    }
    await refuseStale(tx, held, agentId, reply.seenSeq);
    const attachmentIds = reply.attachmentIds ?? [];
    await requireUploads(hub, tx, held, agentId, attachmentIds);
    const id = uuid();
    tx.write(sql`
      insert into scheduled_replies (id, conversation_id, agent_id, client_id, text, html, attachment_ids, actions, seen_seq, send_at, created_at)
      values (${id}, ${conversationId}, ${agentId}, ${reply.clientId}, ${text}, ${html}, ${attachmentIds}, ${json(reply.actions ?? [])}, ${reply.seenSeq}, ${sendAt}, ${hub.clock.now()})`);
    enqueue(tx, { job: 'send-scheduled', payload: { scheduledId: id }, at: sendAt, line: `conversation:${conversationId}` });
    const data = { scheduledId: id, sendAt: sendAt.toISOString() };
    record(hub, tx, { name: 'reply.scheduled', actor: agentActor(agentId), ...subjectsOf(held), agentId, data });
    return id;
  });
}
