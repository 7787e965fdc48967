import { type HeldConversation, lockConversation } from '../../conversations/lock-conversation.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

export interface CallbackRow {
  readonly taskId: string;
  readonly conversationId: string;
  readonly callId: string;
  readonly number: string;
  readonly attempts: number;
  readonly diallingSince: Date | null;
  readonly legId: string | null;
}

/** A callback with its conversation, held until the transaction ends; undefined when there is none (any more). */
export async function holdCallback(tx: Tx, conversationId: string): Promise<{ held: HeldConversation; callback: CallbackRow } | undefined> {
  const held = await lockConversation(tx, conversationId);
  const callback = await tx.maybe<CallbackRow>(
    sql`select task_id, conversation_id, call_id, number, attempts, dialling_since, leg_id from callbacks where conversation_id = ${conversationId}`,
  );
  return callback && { held, callback };
}

/** The attempt that news of this moment must name: the one being dialled, or the next while its agent is being rung. */
export const attemptOf = ({ attempts, diallingSince }: CallbackRow): number => (diallingSince ? attempts : attempts + 1);

/** An agent has accepted it and customer and agent are being brought together. */
export const isUnderWay = ({ taskId, taskState, callState }: HeldConversation, callback: CallbackRow): boolean =>
  taskId === callback.taskId && taskState === 'assigned' && callState === 'connecting';
