import type { HeldConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** Whether news of an agent's leg is about who has the call now: news of one who handed it on may come late. */
export async function isAgentOf(tx: Tx, held: HeldConversation, address: string | undefined): Promise<boolean> {
  if (address === undefined) return true;
  const agent = await tx.maybe<{ phoneAddress: string | null }>(sql`select phone_address from agents where id = ${held.taskAgentId}`);
  return agent?.phoneAddress === address;
}
