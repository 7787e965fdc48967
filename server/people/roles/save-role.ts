import { v7 as uuid } from 'uuid';
import { forgetRoles } from '../../archive/custom-fields/field-roles.ts';
import type { Caller } from '../../auth/identify-caller.ts';
import type { RoleDraft } from '../../contract/people.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { holdPeople } from '../hold-people.ts';
import { requireWithin } from '../require-within.ts';
import { checkRights } from './check-role.ts';
import { readOwnRole } from './read-roles.ts';

/** Make a role of one's own. Throws `bad_request` or `beyond_own_rights`. */
export async function createRole(hub: Hub, caller: Caller, draft: RoleDraft): Promise<string> {
  check(caller, draft);
  const id = uuid();
  await hub.db.transact(async (tx) => {
    tx.write(sql`insert into roles (id, label, base, rights, masked, created_at)
      values (${id}, ${json(draft.label)}, ${draft.base}, ${json(draft.rights)}, ${draft.masked}, ${hub.clock.now()})`);
    tell(hub, tx, caller, id, 'created');
  });
  return id;
}

/** Everybody who has it feels it at once. Throws as `createRole`, `not_found` and `changed_meanwhile`. */
export async function changeRole(hub: Hub, caller: Caller, id: string, revision: string, draft: RoleDraft): Promise<void> {
  check(caller, draft);
  await hub.db.transact(async (tx) => {
    holdPeople(tx);
    const before = await readOwnRole(tx, id);
    requireWithin(caller, { ...before, role: before.base });
    if (before.revision !== revision) throw new HubError('changed_meanwhile');
    tx.write(
      sql`update roles set label = ${json(draft.label)}, base = ${draft.base}, rights = ${json(draft.rights)}, masked = ${draft.masked} where id = ${id}`,
    );
    tx.write(sql`update agents set role = ${draft.base} where role_id = ${id}`);
    tell(hub, tx, caller, id, 'changed');
  });
}

/** Throws `not_found`, or `role_in_use` while anybody has it, those who have left included. */
export async function deleteRole(hub: Hub, caller: Caller, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    holdPeople(tx);
    const before = await readOwnRole(tx, id);
    requireWithin(caller, { ...before, role: before.base });
    if (before.people > 0) throw new HubError('role_in_use');
    // Who has left and comes back is an agent, until somebody gives them another role.
    tx.write(sql`update agents set role_id = null, role = 'agent' where role_id = ${id}`);
    tx.write(sql`delete from roles where id = ${id}`);
    for (const part of await forgetRoles(tx))
      record(hub, tx, { name: 'configuration.changed', actor: agentActor(caller.id), data: { part, cause: 'saved', batchId: null } });
    tx.afterCommit(() => hub.catalog.forget());
    tell(hub, tx, caller, id, 'deleted');
  });
}

function check(caller: Caller, draft: RoleDraft): void {
  checkRights(draft);
  requireWithin(caller, { ...draft, role: draft.base });
}

function tell(hub: Hub, tx: Tx, caller: Caller, roleId: string, how: 'created' | 'changed' | 'deleted'): void {
  record(hub, tx, { name: 'role.changed', actor: agentActor(caller.id), data: { roleId, how } });
}
