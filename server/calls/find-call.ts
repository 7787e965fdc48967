import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** The conversation of a call by the carrier's id: of its present leg, or of the call in which a callback was asked for. */
export async function findCall(db: Reader, externalId: string): Promise<string | undefined> {
  const call =
    (await db.maybe<{ conversationId: string }>(sql`select conversation_id from calls where external_id = ${externalId}`)) ??
    (await db.maybe<{ conversationId: string }>(sql`select conversation_id from callbacks where call_id = ${externalId}`));
  return call?.conversationId;
}
