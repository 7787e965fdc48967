import type { Label } from '../contract/entities.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** What an id or key is called, where something is told of it. */
export type Names = ReadonlyMap<string, Label>;

/** Names of everything that parts speak of by id or key. */
export async function namesIn(db: Reader): Promise<Names> {
  const rows = await db.all<{ id: string; label: Label }>(sql`
    select id::text, label from queues
    union all select id::text, label from calendars
    union all select key, label from tiers
    union all select key, label from skills
    union all select id::text, label from roles`);
  return new Map(rows.map(({ id, label }) => [id, label]));
}
