import type { HandoverState, HandoverWay } from '../contract/statuses.ts';
import { type HeldConversation, lockConversation } from '../conversations/lock-conversation.ts';
import type { Reader, Tx } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

/** A handover that is not over. */
export interface OpenHandover {
  readonly id: string;
  readonly taskId: string;
  readonly conversationId: string;
  readonly way: HandoverWay;
  readonly state: HandoverState;
  readonly fromAgentId: string;
  readonly toAgentId: string;
  readonly queueId: string | null;
  readonly askedIds: readonly string[];
}

export interface HeldHandover {
  readonly held: HeldConversation;
  readonly handover: OpenHandover;
}

/** Open handovers `h` by a condition. */
export const findHandover = (db: Reader, condition: Sql): Promise<OpenHandover | undefined> =>
  db.maybe<OpenHandover>(sql`
    select id, task_id, conversation_id, way, state, from_agent_id, to_agent_id, queue_id, asked_ids from handovers h
    where ended_at is null and ${condition} limit 1`);

/** One with its conversation, held until the transaction ends; undefined once it is over. */
export async function holdHandover(tx: Tx, id: string): Promise<HeldHandover | undefined> {
  const place = await tx.maybe<{ conversationId: string }>(sql`select conversation_id from handovers where id = ${id}`);
  if (!place) return undefined;
  const held = await lockConversation(tx, place.conversationId);
  const handover = await findHandover(tx, sql`h.id = ${id}`);
  return handover && { held, handover };
}

/** The same for one of its two agents. Throws `not_found` for everybody else, `handover_over` once it is over. */
export async function holdOwn(tx: Tx, id: string, agentId: string, side: 'from' | 'to'): Promise<HeldHandover> {
  const column = side === 'from' ? sql`from_agent_id` : sql`${agentId}::uuid = any(asked_ids) and ${agentId}::uuid`;
  if (!(await tx.maybe(sql`select from handovers where id = ${id} and ${column} = ${agentId}`))) throw new HubError('not_found');
  const found = await holdHandover(tx, id);
  const isTheirs = side === 'from' || found?.handover.toAgentId === agentId;
  if (!found || !isTheirs || !isStillHeld(found)) throw new HubError('handover_over');
  return found;
}

/** Whoever hands it over has it in hand still. */
export const isStillHeld = ({ held, handover }: HeldHandover): boolean =>
  held.taskId === handover.taskId && held.taskAgentId === handover.fromAgentId && held.taskState === 'assigned';
