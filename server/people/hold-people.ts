import { shippedRights } from '../auth/shipped-rights.ts';
import type { Rights } from '../contract/permissions.ts';
import type { Role } from '../contract/statuses.ts';
import type { Reader, Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Powers } from './require-within.ts';

const LOCK = 7_283_402;

/** Changes of people and roles come one after the other, on all nodes: whether an admin is left stays true until it is acted upon. */
export const holdPeople = (tx: Tx): void => tx.write(sql`select pg_advisory_xact_lock(${LOCK})`);

/** Throws `last_admin` when nobody is left who may do everything. Comes after the change, in its transaction. */
export async function requireAdminLeft(tx: Tx): Promise<void> {
  const admin = await tx.maybe(sql`select from agents where role = 'admin' and role_id is null and deactivated_at is null limit 1`);
  if (!admin) throw new HubError('last_admin');
}

/** What a role of one's own, or a shipped one, lets somebody do. Throws `unknown_role`. */
export async function powersOf(db: Reader, { role, roleId }: { role: Role; roleId: string | null }): Promise<Powers> {
  if (!roleId) return { role, rights: shippedRights[role], masked: false };
  const own = await db.maybe<{ base: Role; rights: Rights; masked: boolean }>(
    sql`select base::text, rights, masked from roles where id = ${roleId}`,
  );
  if (!own) throw new HubError('unknown_role');
  return { role: own.base, rights: own.rights, masked: own.masked };
}
