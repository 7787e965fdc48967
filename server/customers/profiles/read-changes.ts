import type { FieldChangeView } from '../../contract/archive.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** Changes of all records that are this customer, newest first; `before` is the id of the last one seen, `hidden` are fields to leave out. */
export async function readChanges(
  db: Reader,
  customerId: string,
  { before, limit, hidden }: { before: number | undefined; limit: number; hidden: readonly string[] },
): Promise<FieldChangeView[]> {
  const rows = await db.all<{
    id: number;
    field: string;
    before: string | null;
    after: string | null;
    agentId: string;
    agentName: string;
    at: Date;
  }>(sql`
    select f.id, f.field, f.before, f.after, a.id as agent_id, a.name as agent_name, f.at
    from field_changes f join agents a on a.id = f.by_agent_id
    where f.customer_id in (select customer_family(${customerId})) and f.field <> all(${hidden}) ${before ? sql`and f.id < ${before}` : sql``} order by f.id desc limit ${limit}`);
  return rows.map(({ agentId, agentName, at, ...change }) => ({ ...change, by: { id: agentId, name: agentName }, at: at.toISOString() }));
}
