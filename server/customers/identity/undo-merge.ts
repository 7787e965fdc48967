import { v7 as uuid } from 'uuid';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { followTier } from '../follow-tier.ts';
import { valuesDue } from '../value/value-due.ts';

/**
 * They were two after all: each record is a customer again, with what came through its own addresses before and since.
 * Returns the id of the customer that is one again. Throws `not_found`, `merge_undone` or `merge_by_signature`.
 */
export async function undoMerge(hub: Hub, agentId: string, mergeId: string, reason: string): Promise<string> {
  return hub.db.transact(async (tx) => {
    const { mergedId, keptId, undoneAt, byAgentId } = await hold(tx, mergeId);
    if (undoneAt) throw new HubError('merge_undone');
    if (!byAgentId) throw new HubError('merge_by_signature');
    const { headId } = await tx.one<{ headId: string }>(
      sql`select coalesce(merged_into_id, id) as head_id from customers where id = ${keptId}`,
    );
    tx.write(
      sql`update merges set undone_at = ${hub.clock.now()}, undone_by_id = ${agentId}, undo_reason = ${reason} where id = ${mergeId}`,
    );
    leaveFamily(tx, mergedId);
    await partTickets(hub, tx, [headId, mergedId]);
    followTier(tx, headId);
    followTier(tx, mergedId);
    valuesDue(tx, [headId, mergedId], hub.clock.now());
    record(hub, tx, { name: 'customer.parted', actor: agentActor(agentId), customerId: mergedId, data: { mergeId, keptId, reason } });
    return mergedId;
  });
}

interface Standing {
  readonly mergedId: string;
  readonly keptId: string;
  readonly undoneAt: Date | null;
  readonly byAgentId: string | null;
}

async function hold(tx: Tx, mergeId: string): Promise<Standing> {
  const merge = await tx.maybe<Standing>(
    sql`select merged_id, kept_id, undone_at, by_agent_id from merges where id = ${mergeId} for update`,
  );
  if (!merge) throw new HubError('not_found');
  tx.write(sql`select 1 from customers where id in (select customer_family(${merge.keptId})) order by id for update`);
  return merge;
}

/** The record, and all that had joined it before, are a family of their own. */
function leaveFamily(tx: Tx, mergedId: string): void {
  tx.write(sql`
    with recursive own as (
      select ${mergedId}::uuid as id
      union select m.merged_id from merges m join own on m.kept_id = own.id where m.undone_at is null
    )
    update customers c set merged_into_id = nullif(${mergedId}::uuid, c.id) from own where c.id = own.id`);
}

/**
 * A conversation that had joined the other's ticket meanwhile gets one of its own, as that one stands: what the other
 * customer says there is none of theirs.
 */
async function partTickets(hub: Hub, tx: Tx, heads: readonly string[]): Promise<void> {
  const strays = await tx.all<{ ticketId: string; recordId: string; conversationIds: string[] }>(sql`
    select c.ticket_id, (array_agg(c.customer_id order by c.created_at))[1] as record_id, array_agg(c.id::text) as conversation_ids
    from conversations c join customers speaker on speaker.id = c.customer_id
    join tickets t on t.id = c.ticket_id join customers owner on owner.id = t.customer_id
    where coalesce(speaker.merged_into_id, speaker.id) = any(${heads}::uuid[])
      and coalesce(speaker.merged_into_id, speaker.id) <> coalesce(owner.merged_into_id, owner.id)
      and c.customer_id in (select customer_family(head) from unnest(${heads}::uuid[]) head)
    group by c.ticket_id, coalesce(speaker.merged_into_id, speaker.id)`);
  for (const { ticketId, recordId, conversationIds } of strays) {
    const id = uuid();
    tx.write(sql`
      insert into tickets (id, customer_id, queue_id, kind, status, subject, assignee_id, created_at, updated_at)
      select ${id}, ${recordId}, queue_id, kind, status, subject, assignee_id, created_at, ${hub.clock.now()} from tickets where id = ${ticketId}`);
    tx.write(sql`update conversations set ticket_id = ${id} where id = any(${conversationIds}::uuid[])`);
    tx.write(sql`update entries set ticket_id = ${id} where conversation_id = any(${conversationIds}::uuid[]) and ticket_id = ${ticketId}`);
    tx.write(sql`update tasks set ticket_id = ${id} where conversation_id = any(${conversationIds}::uuid[]) and ticket_id = ${ticketId}`);
  }
}
