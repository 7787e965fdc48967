import { isDeepStrictEqual } from 'node:util';
import { v7 as uuid } from 'uuid';
import { refreshRoom } from '../agents/refresh-room.ts';
import { firstPassword } from '../auth/first-password.ts';
import type { Caller } from '../auth/identify-caller.ts';
import type { Catalog } from '../catalog/read-catalog.ts';
import type { PersonDraft, PersonView } from '../contract/people.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { checkPerson } from './check-person.ts';
import { holdPeople, powersOf, requireAdminLeft } from './hold-people.ts';
import { readPeople } from './read-people.ts';
import { requireWithin } from './require-within.ts';

/** Somebody begins to work here. Throws as `changePerson`. */
export async function addPerson(hub: Hub, caller: Caller, draft: PersonDraft): Promise<{ id: string; password: string }> {
  const catalog = await hub.catalog.current();
  const { password, digest } = await firstPassword();
  const id = await hub.db.transact(async (tx) => {
    holdPeople(tx);
    return insertPerson({ hub, tx, caller }, catalog, draft, { digest, how: 'added' });
  });
  return { id, password };
}

/** By whom, in which transaction; people are held in it. */
export interface Saving {
  readonly hub: Hub;
  readonly tx: Tx;
  readonly caller: Caller;
}

/** With an empty digest nobody signs in as them before they are handed a first password. Returns the id; throws as `changePerson`. */
export async function insertPerson(
  { hub, tx, caller }: Saving,
  catalog: Catalog,
  draft: PersonDraft,
  { digest, how }: { digest: string; how: 'added' | 'imported' },
): Promise<string> {
  const [id, now, powers] = [uuid(), hub.clock.now(), await powersOf(tx, draft)];
  requireWithin(caller, powers);
  await checkPerson(tx, catalog, draft, null);
  tx.write(sql`insert into agents (id, email, name, role, role_id, language, phone_address, password_hash, must_change_password, idle_since, status_since, created_at)
    values (${id}, ${draft.email}, ${draft.name}, ${powers.role}, ${draft.roleId}, ${draft.language}, ${draft.phoneAddress}, ${digest}, true, ${now}, ${now}, ${now})`);
  serve(tx, id, draft);
  record(hub, tx, { name: 'person.changed', actor: agentActor(caller.id), agentId: id, data: { how, fields: [] } });
  return id;
}

/**
 * Who somebody is and what they serve. Throws `not_found`, `changed_meanwhile`, `beyond_own_rights`, `last_admin`,
 * `unknown_role`, `unknown_queue`, `unknown_skill`, `email_taken` or `phone_taken`.
 */
export async function changePerson(hub: Hub, caller: Caller, id: string, revision: string, draft: PersonDraft): Promise<void> {
  const catalog = await hub.catalog.current();
  await hub.db.transact(async (tx) => {
    holdPeople(tx);
    const [before] = await readPeople({ db: tx, clock: hub.clock }, caller, sql`a.id = ${id}`);
    if (!before) throw new HubError('not_found');
    if (!before.mayChange) throw new HubError('beyond_own_rights', 'of this person');
    if (before.deactivatedAt) throw new HubError('person_deactivated');
    if (before.revision !== revision) throw new HubError('changed_meanwhile');
    await updatePerson({ hub, tx, caller }, catalog, before, draft, 'changed');
    await requireAdminLeft(tx);
  });
}

/** Nothing where nothing is other; who was laid aside is there again. */
export async function updatePerson(
  { hub, tx, caller }: Saving,
  catalog: Catalog,
  before: PersonView,
  draft: PersonDraft,
  how: 'changed' | 'imported',
): Promise<void> {
  const { id } = before;
  const powers = await powersOf(tx, draft);
  const after = { ...draft, role: powers.role, queueIds: [...draft.queueIds].sort() };
  const fields = fieldNames.filter((name) => !isDeepStrictEqual(after[name], before[name]));
  if (fields.length === 0 && !before.deactivatedAt) return;
  if (!before.mayChange) throw new HubError('beyond_own_rights', 'of this person');
  requireWithin(caller, powers);
  await checkPerson(tx, catalog, draft, id, before);
  tx.write(sql`update agents set email = ${draft.email}, name = ${draft.name}, role = ${powers.role}, role_id = ${draft.roleId},
    language = ${draft.language}, phone_address = ${draft.phoneAddress}, deactivated_at = null, left_queue_ids = '{}' where id = ${id}`);
  serve(tx, id, draft);
  record(hub, tx, { name: 'person.changed', actor: agentActor(caller.id), agentId: id, data: { how, fields } });
}

const fieldNames = ['name', 'email', 'language', 'role', 'roleId', 'phoneAddress', 'queueIds', 'skills', 'capacity'] as const;

/** Somebody whom a file brought and who never had a password is not to come after all. Throws `beyond_own_rights`. */
export function layAside({ hub, tx, caller }: Saving, { id, mayChange, queueIds }: PersonView): void {
  if (!mayChange) throw new HubError('beyond_own_rights', 'of this person');
  tx.write(sql`update agents set deactivated_at = ${hub.clock.now()}, left_queue_ids = ${queueIds}::uuid[] where id = ${id}`);
  tx.write(sql`delete from queue_members where agent_id = ${id}`);
  refreshRoom(tx, id);
  record(hub, tx, {
    name: 'person.changed',
    actor: agentActor(caller.id),
    agentId: id,
    data: { how: 'imported', fields: ['deactivatedAt'] },
  });
}

/** Queues, skills and capacity as given; what they may take changes with them. */
function serve(tx: Tx, id: string, { queueIds, skills, capacity }: PersonDraft): void {
  tx.write(sql`delete from queue_members where agent_id = ${id} and queue_id <> all(${queueIds}::uuid[])`);
  tx.write(sql`insert into queue_members (queue_id, agent_id) select q, ${id} from unnest(${queueIds}::uuid[]) q on conflict do nothing`);
  tx.write(sql`delete from agent_skills where agent_id = ${id}`);
  for (const [skill, level] of Object.entries(skills))
    tx.write(sql`insert into agent_skills (agent_id, skill, level) values (${id}, ${skill}, ${level})`);
  tx.write(sql`delete from agent_capacities where agent_id = ${id}`);
  for (const [channel, limit] of Object.entries(capacity))
    tx.write(sql`insert into agent_capacities (agent_id, channel, "limit") values (${id}, ${channel}, ${limit})`);
  refreshRoom(tx, id);
}
