import type { FollowUpChange, FollowUpOutcome } from '../contract/follow-ups.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { requireAgent } from '../sales/require-agent.ts';

/** Put it off, hand it on, take it, or say it in other words. One that comes due again is told of again. Throws `not_found`, `follow_up_done`, `unknown_agent`. */
export async function changeFollowUp(hub: Hub, agentId: string, id: string, given: FollowUpChange): Promise<void> {
  await hub.db.transact(async (tx) => {
    const before = await hold(tx, id);
    if (before.doneAt) throw new HubError('follow_up_done');
    await requireAgent(tx, given.ownerId);
    const { dueAt, ownerId, text } = changed(before, given);
    const fields = (['dueAt', 'ownerId', 'text'] as const).filter(
      (field) => String({ dueAt, ownerId, text }[field]) !== String(before[field]),
    );
    if (fields.length === 0) return;
    tx.write(sql`
      update follow_ups set text = ${text}, due_at = ${dueAt}, owner_id = ${ownerId}, rule_id = case when ${fields.includes('text')} then null else rule_id end,
        reminded_at = case when ${fields.includes('dueAt') || fields.includes('ownerId')} then null else reminded_at end where id = ${id}`);
    const event = { actor: agentActor(agentId), customerId: before.customerId, agentId: ownerId };
    record(hub, tx, { name: 'follow_up.changed', ...event, data: { followUpId: id, fields } });
  });
}

const changed = (before: Kept, { dueAt, ownerId, text }: FollowUpChange): Pick<Kept, 'dueAt' | 'ownerId' | 'text'> => ({
  dueAt: dueAt ? new Date(dueAt) : before.dueAt,
  ownerId: ownerId === undefined ? before.ownerId : ownerId,
  text: text ?? before.text,
});

/** It is done: how it ended. Throws `not_found`, or `follow_up_done` when somebody else was quicker. */
export async function finishFollowUp(hub: Hub, agentId: string, id: string, outcome: FollowUpOutcome): Promise<void> {
  await hub.db.transact(async (tx) => {
    const before = await hold(tx, id);
    if (before.doneAt) throw new HubError('follow_up_done');
    tx.write(sql`update follow_ups set done_at = ${hub.clock.now()}, done_by_id = ${agentId}, outcome = ${outcome} where id = ${id}`);
    const event = { actor: agentActor(agentId), customerId: before.customerId, agentId: before.ownerId };
    record(hub, tx, { name: 'follow_up.done', ...event, data: { followUpId: id, outcome } });
  });
}

/** It was not done after all. One that is open stays as it is. Throws `not_found`. */
export async function reopenFollowUp(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const before = await hold(tx, id);
    if (!before.doneAt) return;
    tx.write(sql`update follow_ups set done_at = null, done_by_id = null, outcome = null where id = ${id}`);
    const event = { actor: agentActor(agentId), customerId: before.customerId, agentId: before.ownerId };
    record(hub, tx, { name: 'follow_up.reopened', ...event, data: { followUpId: id } });
  });
}

interface Kept {
  readonly customerId: string;
  readonly ownerId: string | null;
  readonly text: string;
  readonly dueAt: Date;
  readonly doneAt: Date | null;
}

async function hold(tx: Tx, id: string): Promise<Kept> {
  const kept = await tx.maybe<Kept>(sql`select customer_id, owner_id, text, due_at, done_at from follow_ups where id = ${id} for update`);
  if (!kept) throw new HubError('not_found');
  return kept;
}
