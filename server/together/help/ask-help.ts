import { v7 as uuid } from 'uuid';
import { type HeldConversation, lockConversation, subjectsOf } from '../../conversations/lock-conversation.ts';
import { type Tx, violatedConstraint } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { notify } from '../../notices/notify.ts';

/**
 * An agent asks the supervisors of the queue to look at a conversation; where it has none of its own, every supervisor.
 * Returns the request's id. Throws `not_found` or `help_asked_already`.
 */
export async function askHelp(hub: Hub, agentId: string, conversationId: string, question: string): Promise<string> {
  const id = uuid();
  try {
    await hub.db.transact(async (tx) => {
      const held = await lockConversation(tx, conversationId);
      tx.write(sql`
        insert into help_requests (id, conversation_id, ticket_id, queue_id, asked_by_id, question, asked_at)
        values (${id}, ${conversationId}, ${held.ticketId}, ${held.queueId}, ${agentId}, ${question}, ${hub.clock.now()})`);
      record(hub, tx, { name: 'help.asked', actor: agentActor(agentId), ...subjectsOf(held), agentId, data: { helpId: id } });
      for (const helper of await helpersOf(tx, held, agentId))
        notify(hub, tx, {
          agentId: helper.id,
          kind: 'help_asked',
          ticketId: held.ticketId,
          conversationId,
          byAgentId: agentId,
          detail: { text: question, helpId: id },
        });
    });
  } catch (error) {
    if (violatedConstraint(error) === 'help_requests_one_open') throw new HubError('help_asked_already');
    throw error;
  }
  return id;
}

/** Supervisors who serve the queue, else all of them, else the admins. */
function helpersOf(tx: Tx, held: HeldConversation, askedById: string): Promise<{ id: string }[]> {
  return tx.all<{ id: string }>(sql`
    with able as (
      select a.id, case when a.role = 'admin' then 3 when exists (select from queue_members m where m.agent_id = a.id and m.queue_id = ${held.queueId}) then 1 else 2 end as rank
      from agents a where a.role in ('supervisor', 'admin') and a.deactivated_at is null and a.id <> ${askedById})
    select id from able where rank = (select min(rank) from able)`);
}
