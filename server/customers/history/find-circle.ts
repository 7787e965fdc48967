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
  own: boolean;
}

/**
 * The records of a customer whom this person may see, with those of all standing members, members of members included,
 * whom they may see too. Companies that are part of each other in a circle are walked once (`union` drops what is known).
 */
export async function findCircle(db: Reader, viewer: Viewer, customerId: string): Promise<Circle> {
  const rows = await db.all<CircleRow>(sql`
    with recursive circle(id) as (
      select customer_family(${customerId})
      union select of_member from circle join memberships m on m.group_id = circle.id and m.ended_at is null, customer_family(m.member_id) of_member
    ), own as (select customer_family(${customerId}) as id),
    found as (select c.id, coalesce(c.merged_into_id, c.id) as head_id, c.id in (select id from own) as own from circle join customers c on c.id = circle.id)
    select f.id, f.head_id, head.name, f.own from found f join customers head on head.id = f.head_id
    where f.own or ${maySeeCustomer(viewer, sql`f.id`)} order by f.own desc, f.id`);
  const members = new Map(rows.flatMap(({ id, headId, name, own }) => (own ? [] : [[id, { id: headId, name }]])));
  return { records: rows.map(({ id }) => id), of: (record) => members.get(record) ?? null };
}
