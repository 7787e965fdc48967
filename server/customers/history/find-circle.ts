import { maySeeCustomer, type Viewer } from '../../auth/permissions.ts';
import type { TimelineItem } from '../../contract/entities.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** Whose history it is: their own records, and of a company or household those of its people. */
export interface Circle {
  readonly records: readonly string[];
  /** Whose a record is, to be said beside it; null for what is their own. */
  of(record: string): TimelineItem['of'];
}

interface CircleRow {
  id: string;
  headId: string;
  name: string | null;
}

/**
 * The records of a customer whom this person may see, with those of all standing members, members of members included,
 * whom they may see too. Companies that are part of each other in a circle are walked once (`union` drops what is known).
 * In two steps: PostgreSQL cannot guess how many a company has, and would read all customers to be safe.
 */
export async function findCircle(db: Reader, viewer: Viewer, customerId: string): Promise<Circle> {
  const all = await db.all<{ id: string; own: boolean }>(sql`
    with recursive circle(id, own) as (
      select customer_family(${customerId}), true
      union select of_member, false from circle join memberships m on m.group_id = circle.id and m.ended_at is null, customer_family(m.member_id) of_member
    ) select id, bool_or(own) as own from circle group by id`);
  const ids = all.map(({ id }) => id).sort();
  if (all.every((one) => one.own)) return { records: ids, of: () => null };
  const own = new Set(all.flatMap((one) => (one.own ? [one.id] : [])));
  const rows = await db.all<CircleRow>(sql`
    select c.id, head.id as head_id, head.name from customers c join customers head on head.id = coalesce(c.merged_into_id, c.id)
    where c.id = any(${ids}::uuid[]) and (c.id = any(${[...own]}::uuid[]) or ${maySeeCustomer(viewer, sql`c.id`)})
    order by c.id = any(${[...own]}::uuid[]) desc, c.id`);
  const members = new Map(rows.flatMap(({ id, headId, name }) => (own.has(id) ? [] : [[id, { id: headId, name }]])));
  return { records: rows.map(({ id }) => id), of: (record) => members.get(record) ?? null };
}
