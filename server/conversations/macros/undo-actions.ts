import { statusBack } from '../../bulk/take-back-status.ts';
import type { TakenChange } from '../../contract/macros.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { type HeldTicket, holdTicket, subjectsOf } from '../../tickets/moves/hold-tickets.ts';

/**
 * What a macro changed of the ticket is as before: status (also where it was closed), kind, who answers for it; all of it, or
 * nothing. A note it left stays, as everything does that was said (decision 24). Throws `not_found`, or `changed_since` once any of it is otherwise.
 */
export async function undoActions(hub: Hub, agentId: string, conversationId: string, change: TakenChange): Promise<void> {
  await hub.catalog.current();
  await hub.db.transact(async (tx) => {
    const place = await tx.maybe<{ ticketId: string }>(sql`select ticket_id from conversations where id = ${conversationId}`);
    if (!place) throw new HubError('not_found');
    const ticket = await holdTicket(tx, place.ticketId);
    if (change.assigneeId) assignBack(hub, tx, agentId, ticket, change.assigneeId);
    if (change.kind) await kindBack(hub, tx, agentId, ticket, change.kind);
    if (!change.status) return;
    const { from: to, to: from } = change.status;
    await statusBack(hub, tx, agentId, ticket, { from, to, since: new Date(change.at) });
  });
}

function assignBack(hub: Hub, tx: Tx, byAgentId: string, ticket: HeldTicket, { from, to }: NonNullable<TakenChange['assigneeId']>): void {
  if (ticket.assigneeId !== to) throw new HubError('changed_since');
  tx.write(sql`update tickets set assignee_id = ${from}, updated_at = ${hub.clock.now()} where id = ${ticket.id}`);
  const data = { from: to, to: from };
  record(hub, tx, { name: 'ticket.assigned', actor: agentActor(byAgentId), ...subjectsOf(ticket), agentId: from ?? to, data });
}

async function kindBack(
  hub: Hub,
  tx: Tx,
  agentId: string,
  ticket: HeldTicket,
  { from, to }: NonNullable<TakenChange['kind']>,
): Promise<void> {
  const changed = await tx.maybe(
    sql`update tickets set kind = ${from}, updated_at = ${hub.clock.now()} where id = ${ticket.id} and kind = ${to} returning id`,
  );
  if (!changed) throw new HubError('changed_since');
  const data = { fields: ['kind'], from: { kind: to }, to: { kind: from } };
  record(hub, tx, { name: 'ticket.changed', actor: agentActor(agentId), ...subjectsOf(ticket), data });
}
