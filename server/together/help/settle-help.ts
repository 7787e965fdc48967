import { lockConversation, subjectsOf } from '../../conversations/lock-conversation.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { notify } from '../../notices/notify.ts';

/** Somebody helps: of several hands the first counts, the others need not look any more. Throws `not_found`, `help_settled` or `own_question`. */
export const takeHelp = (hub: Hub, agentId: string, helpId: string): Promise<void> => settle(hub, agentId, helpId, 'taken');

/** Whoever asked no longer needs it. Throws `not_found` (of somebody else's question, too) or `help_settled`. */
export const withdrawHelp = (hub: Hub, agentId: string, helpId: string): Promise<void> => settle(hub, agentId, helpId, 'withdrawn');

async function settle(hub: Hub, agentId: string, helpId: string, how: 'taken' | 'withdrawn'): Promise<void> {
  await hub.db.transact(async (tx) => {
    const asked = await tx.maybe<{ conversationId: string; askedById: string }>(
      sql`select conversation_id, asked_by_id from help_requests where id = ${helpId}`,
    );
    if (!asked || (how === 'withdrawn' && asked.askedById !== agentId)) throw new HubError('not_found');
    if (how === 'taken' && asked.askedById === agentId) throw new HubError('own_question');
    const held = await lockConversation(tx, asked.conversationId);
    const settled = await tx.maybe(sql`
      update help_requests set settled_at = ${hub.clock.now()}, taken_by_id = ${how === 'taken' ? agentId : null}
      where id = ${helpId} and settled_at is null returning id`);
    if (!settled) throw new HubError('help_settled');
    await callOff(hub, tx, helpId);
    record(hub, tx, {
      name: 'help.settled',
      actor: agentActor(agentId),
      ...subjectsOf(held),
      agentId: asked.askedById,
      data: { helpId, how },
    });
    if (how === 'withdrawn') return;
    const { askedById, conversationId } = asked;
    notify(hub, tx, {
      agentId: askedById,
      kind: 'help_given',
      ticketId: held.ticketId,
      conversationId,
      byAgentId: agentId,
      detail: { helpId },
    });
  });
}

/** Nobody else needs to look at it any more. */
async function callOff(hub: Hub, tx: Tx, helpId: string): Promise<void> {
  const read = await tx.all<{ id: string; agentId: string }>(sql`
    update notices set read_at = ${hub.clock.now()} where kind = 'help_asked' and detail ->> 'helpId' = ${helpId} and read_at is null returning id, agent_id`);
  for (const { id, agentId } of read)
    record(hub, tx, { name: 'notices.marked', actor: agentActor(agentId), agentId, data: { read: true, noticeIds: [id] } });
}
