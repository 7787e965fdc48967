import { forgetRoles } from '../../archive/custom-fields/field-roles.ts';
import { checkDraft } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { type Effect, RolesPart } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { holdPeople } from '../../people/hold-people.ts';
import { requireWithin } from '../../people/require-within.ts';
import { checkRights } from '../../people/roles/check-role.ts';
import { type Change, definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/** Roles of one's own. One that people have stays; nobody gives rights that they do not have. */
export const roles = definePart<RolesPart>({
  key: 'roles',
  title: both('Roles', '角色'),
  area: 'people',
  tables: sql`roles`,
  schema: RolesPart,
  check: (given) => checkDraft(RolesPart, given, (draft) => repeated(draft, 'id', ({ id }) => id)),
  effects: async (db, change): Promise<Effect[]> =>
    (await inUse(db, change)).map(({ label }) => ({
      weight: 'warning',
      words: both(`${label.en} stays: people have it.`, `“${label['zh-CN']}”将保留：仍有人员使用。`),
    })),
  async write({ hub, tx, caller }, change) {
    const stays = [...change.after, ...(await inUse(tx, change))].map(({ id }) => id);
    holdPeople(tx);
    // Who may not have given these rights may neither change nor take them away.
    for (const role of changedBefore(change)) requireWithin(caller, { ...role, role: role.base });
    tx.write(sql`delete from roles where id <> all(${stays}::uuid[]) and not exists (select from agents a where a.role_id = roles.id)`);
    for (const [i, role] of changed(change).entries()) {
      checkRights(role);
      requireWithin(caller, { ...role, role: role.base });
      const { id, label, base, rights, masked } = role;
      tx.write(sql`
        insert into roles (id, label, base, rights, masked, created_at)
        values (${id}, ${json(label)}, ${base}, ${json(rights)}, ${masked}, ${new Date(hub.clock.now().getTime() + i)})
        on conflict (id) do update set label = excluded.label, base = excluded.base, rights = excluded.rights, masked = excluded.masked`);
      tx.write(sql`update agents set role = ${base} where role_id = ${id}`);
    }
    return forgetRoles(tx);
  },
});

const changed = ({ before = [], after }: Change<RolesPart>): RolesPart =>
  after.filter((role) => JSON.stringify(role) !== JSON.stringify(before.find(({ id }) => id === role.id)));

const changedBefore = ({ before = [], after }: Change<RolesPart>): RolesPart =>
  before.filter((role) => JSON.stringify(role) !== JSON.stringify(after.find(({ id }) => id === role.id)));

async function inUse(db: Reader, { before = [], after }: Change<RolesPart>): Promise<RolesPart> {
  const gone = before.filter(({ id }) => !after.some((role) => role.id === id));
  const rows = await db.all<{ id: string }>(
    sql`select distinct role_id as id from agents where role_id = any(${gone.map(({ id }) => id)}::uuid[])`,
  );
  return gone.filter(({ id }) => rows.some((row) => row.id === id));
}
