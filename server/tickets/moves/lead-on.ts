import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** More than this in a row was never a merge. */
const FURTHEST = 20;

/** Where the matter of a ticket is now: a merged one leads to the other, one whose split was undone back to where it came from. */
export async function leadOn(db: Reader, ticketId: string): Promise<string> {
  const { id } = await db.one<{ id: string }>(sql`
    with recursive way (id, step) as (
      select ${ticketId}::uuid, 0
      union all
      select next.id, way.step + 1 from way cross join lateral (
        select to_id as id from ticket_moves where from_id = way.id and kind = 'merge' and undone_at is null
        union all select from_id from ticket_moves where to_id = way.id and kind = 'split' and undone_at is not null
        limit 1) next
      where way.step < ${FURTHEST})
    select id from way order by step desc limit 1`);
  return id;
}
