import type { PartKey } from '../../contract/settings.ts';
import type { Reader, Tx } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';

/** Throws `unknown_role` when a field names a role that is not here. */
export async function requireRoles(db: Reader, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await db.all<{ id: string }>(sql`select id from roles where id = any(${ids}::uuid[])`);
  const strange = ids.find((id) => !known.some((role) => role.id === id));
  if (strange) throw new HubError('unknown_role', strange);
}

/** Of roles that a field names, those that are here, in the order in which they were made. */
export const knownRoles = (ids: Sql): Sql => sql`array(select r.id from roles r where r.id = any(${ids}) order by r.created_at, r.id)`;

/** Roles are gone: no field names them any more. Returns the parts of the configuration that are other now. */
export async function forgetRoles(tx: Tx): Promise<PartKey[]> {
  const parts = [
    ['customer_fields', sql`custom_fields`],
    ['ticket_fields', sql`ticket_fields`],
  ] as const;
  const changed: PartKey[] = [];
  for (const [part, table] of parts) {
    const [one] = await tx.all(sql`
      update ${table} set read_by = ${knownRoles(sql`read_by`)}, write_by = ${knownRoles(sql`write_by`)}
      where exists (select from unnest(read_by || write_by) named (id) where named.id not in (select id from roles)) returning 1`);
    if (one) changed.push(part);
  }
  return changed;
}
