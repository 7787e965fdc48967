import type { Caller } from '../auth/identify-caller.ts';
import { shippedRights } from '../auth/shipped-rights.ts';
import { revisionOf } from '../catalog/revision.ts';
import type { PersonDraft, PersonView } from '../contract/people.ts';
import type { Rights } from '../contract/permissions.ts';
import type { Database } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { beyond } from './require-within.ts';

interface Row extends PersonDraft, Pick<PersonView, 'id' | 'status' | 'present' | 'mustChangePassword' | 'hasPassword' | 'holding'> {
  rights: Rights | null;
  masked: boolean;
  lastSignIn: Date | null;
  deactivatedAt: Date | null;
}

/** People `a` by a condition, those who work here first, by name. */
export async function readPeople(
  hub: Pick<Hub, 'clock'> & { readonly db: Pick<Database, 'all'> },
  caller: Caller,
  condition: Sql = sql`true`,
): Promise<PersonView[]> {
  const rows = await hub.db.all<Row>(sql`
    select a.id, a.name, a.email, a.language, a.role::text, a.role_id, a.phone_address, a.status::text, a.must_change_password, a.password_hash <> '' as has_password, a.deactivated_at, r.rights, coalesce(r.masked, false) as masked,
      exists (select from presences p where p.agent_id = a.id and (p.expires_at is null or p.expires_at > ${hub.clock.now()})) as present,
      (select max(created_at) from sessions s where s.agent_id = a.id) as last_sign_in,
      case when a.deactivated_at is null then array(select queue_id::text from queue_members where agent_id = a.id order by queue_id)
        else a.left_queue_ids::text[] end as queue_ids,
      coalesce((select jsonb_object_agg(skill, level) from agent_skills where agent_id = a.id), '{}') as skills,
      coalesce((select jsonb_object_agg(channel, "limit") from agent_capacities where agent_id = a.id), '{}') as capacity,
      jsonb_build_object(
        'tasks', (select count(*) from tasks t where t.agent_id = a.id and t.state in ('reserved', 'assigned', 'wrapping')),
        'tickets', (select count(*) from tickets t where t.assignee_id = a.id and t.status in ('new', 'open', 'pending', 'on_hold'))) as holding
    from agents a left join roles r on r.id = a.role_id
    where ${condition} order by a.deactivated_at is not null, lower(a.name), a.id`);
  return rows.map((row) => present(row, caller));
}

/** Throws `not_found`. */
export async function readPerson(hub: Hub, caller: Caller, id: string): Promise<PersonView> {
  const [person] = await readPeople(hub, caller, sql`a.id = ${id}`);
  if (!person) throw new HubError('not_found');
  return person;
}

function present({ rights, masked, lastSignIn, deactivatedAt, ...row }: Row, caller: Caller): PersonView {
  const { name, email, language, role, roleId, phoneAddress, queueIds, skills, capacity } = row;
  return {
    ...row,
    lastSignIn: lastSignIn?.toISOString() ?? null,
    deactivatedAt: deactivatedAt?.toISOString() ?? null,
    mayChange: beyond(caller, { role, rights: rights ?? shippedRights[role], masked }).length === 0,
    revision: revisionOf({ name, email, language, role, roleId, phoneAddress, queueIds, skills, capacity, deactivatedAt }),
  };
}
