import { shippedRights } from '../../auth/shipped-rights.ts';
import { revisionOf } from '../../catalog/revision.ts';
import type { RoleDraft, RoleView, ShippedRoleView } from '../../contract/people.ts';
import { type Role, roles } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';

type Row = RoleDraft & { id: string; people: number };

/** Roles of this installation's own, in the order in which they were made. */
export async function readOwnRoles(db: Reader, condition: Sql = sql`true`): Promise<RoleView[]> {
  const rows = await db.all<Row>(sql`
    select r.id, r.label, r.base::text, r.rights, r.masked,
      (select count(*)::int from agents a where a.role_id = r.id and a.deactivated_at is null) as people
    from roles r where ${condition} order by r.created_at, r.id`);
  return rows.map(({ id, people, ...draft }) => ({ ...draft, id, people, revision: revisionOf(draft) }));
}

/** Throws `not_found`. */
export async function readOwnRole(db: Reader, id: string): Promise<RoleView> {
  const [role] = await readOwnRoles(db, sql`r.id = ${id}`);
  if (!role) throw new HubError('not_found');
  return role;
}

export async function readShippedRoles(db: Reader): Promise<ShippedRoleView[]> {
  const counts = await db.all<{ role: Role; people: number }>(
    sql`select role::text, count(*)::int as people from agents where role_id is null and deactivated_at is null group by role`,
  );
  return roles.map((role) => ({ role, rights: shippedRights[role], people: counts.find((count) => count.role === role)?.people ?? 0 }));
}
