import type { Caller } from '../../auth/identify-caller.ts';
import { maySeeCustomer } from '../../auth/permissions.ts';
import type { MembershipView } from '../../contract/record.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';

const MOST = 100;

/** What a customer belongs to, past memberships too. */
export const readGroups = (db: Reader, caller: Caller, customerId: string): Promise<MembershipView[]> =>
  read(db, caller, sql`m.member_id in (select customer_family(${customerId}))`, sql`m.group_id`);

/** Who belongs to a customer, past memberships too. */
export const readMembers = (db: Reader, caller: Caller, customerId: string): Promise<MembershipView[]> =>
  read(db, caller, sql`m.group_id in (select customer_family(${customerId}))`, sql`m.member_id`);

export async function countMembers(db: Reader, customerId: string): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`
    select count(distinct coalesce(c.merged_into_id, c.id)) from memberships m join customers c on c.id = m.member_id
    where m.group_id in (select customer_family(${customerId})) and m.ended_at is null`);
  return count;
}

type Row = Omit<MembershipView, 'customer' | 'since' | 'until'> &
  MembershipView['customer'] & { membershipId: string; since: Date; until: Date | null };

async function read(db: Reader, caller: Caller, condition: Sql, other: Sql): Promise<MembershipView[]> {
  const rows = await db.all<Row>(sql`
    select m.id as membership_id, m.role, m.since, m.ended_at as until, c.id, c.name, c.kind::text, c.tier
    from memberships m join customers record on record.id = ${other} join customers c on c.id = coalesce(record.merged_into_id, record.id)
    where ${condition} and ${maySeeCustomer(caller, sql`c.id`)}
    order by m.ended_at desc nulls first, m.since, m.id limit ${MOST}`);
  return rows.map(({ membershipId, role, since, until, id, name, kind, tier }) => ({
    id: membershipId,
    customer: { id, name, kind, tier },
    role,
    since: since.toISOString(),
    until: until?.toISOString() ?? null,
  }));
}
