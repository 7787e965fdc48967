import type { HandoverState } from '../contract/statuses.ts';
import { subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { HeldHandover } from './held-handover.ts';

/** A step further; both agents see it. */
export function progress(hub: Hub, tx: Tx, { held, handover }: HeldHandover, state: HandoverState): void {
  const { id, fromAgentId, toAgentId } = handover;
  tx.write(sql`update handovers set state = ${state} where id = ${id}`);
  const data = { handoverId: id, fromAgentId, state };
  record(hub, tx, { name: 'handover.progressed', actor: agentActor(toAgentId), ...subjectsOf(held), agentId: toAgentId, data });
}
