import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';

/** Whoever makes one company part of another waits here for all others who do: two of them could close a circle together. */
export function lockCompanies(tx: Tx): void {
  tx.write(sql`select pg_advisory_xact_lock(hashtext('companies that are part of companies'))`);
}

/** Throws `group_cycle` when the group is the member, or part of it, however many companies stand between. */
export async function refuseCycle(tx: Tx, groupId: string, memberId: string): Promise<void> {
  const circle = await tx.maybe(sql`
    with recursive above as (
      select family.id from customer_family(${groupId}) as family(id)
      union
      select family.id from above join memberships m on m.member_id = above.id and m.ended_at is null cross join lateral customer_family(m.group_id) as family(id)
    )
    select 1 from above where id in (select customer_family(${memberId})) limit 1`);
  if (circle) throw new HubError('group_cycle');
}
