import { refreshRoom } from '../agents/refresh-room.ts';
import { changeStatus } from '../agents/set-status.ts';
import { firstPassword } from '../auth/first-password.ts';
import type { Caller } from '../auth/identify-caller.ts';
import type { EventData } from '../contract/events.ts';
import type { PersonView } from '../contract/people.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { holdPeople, requireAdminLeft } from './hold-people.ts';
import { readPeople } from './read-people.ts';

/**
 * Somebody leaves: nobody signs in as them from now on, their sessions and tokens end, and what they hold goes back. What
 * they did keeps their name. Doing it twice changes nothing. Throws `not_found`, `beyond_own_rights` or `last_admin`.
 */
export async function deactivatePerson(hub: Hub, caller: Caller, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const person = await holdPerson(hub, tx, caller, id);
    if (person.deactivatedAt) return;
    await changeStatus(hub, tx, id, 'offline', 'deactivated', agentActor(caller.id));
    tx.write(sql`update agents set deactivated_at = ${hub.clock.now()},
      left_queue_ids = array(select queue_id from queue_members where agent_id = ${id} order by queue_id) where id = ${id}`);
    tx.write(sql`delete from queue_members where agent_id = ${id}`);
    refreshRoom(tx, id);
    endSessions(tx, id);
    await requireAdminLeft(tx);
    tell(hub, tx, caller, id, 'deactivated');
  });
}

/** Somebody is back, with a new first password and the queues they had. Throws `not_found`, `beyond_own_rights` or `person_active`. */
export async function reactivatePerson(hub: Hub, caller: Caller, id: string): Promise<string> {
  const { password, digest } = await firstPassword();
  await hub.db.transact(async (tx) => {
    const person = await holdPerson(hub, tx, caller, id);
    if (!person.deactivatedAt) throw new HubError('person_active');
    tx.write(
      sql`insert into queue_members (queue_id, agent_id) select q.id, ${id} from queues q where q.id = any(${person.queueIds}::uuid[]) on conflict do nothing`,
    );
    refreshRoom(tx, id);
    tx.write(
      sql`update agents set deactivated_at = null, left_queue_ids = '{}', password_hash = ${digest}, must_change_password = true where id = ${id}`,
    );
    endSessions(tx, id);
    tell(hub, tx, caller, id, 'reactivated');
  });
  return password;
}

/** A new first password; whoever is signed in as this person is not any more. Throws `not_found`, `beyond_own_rights` or `person_deactivated`. */
export async function resetPassword(hub: Hub, caller: Caller, id: string): Promise<string> {
  const { password, digest } = await firstPassword();
  await hub.db.transact(async (tx) => {
    const person = await holdPerson(hub, tx, caller, id);
    if (person.deactivatedAt) throw new HubError('person_deactivated');
    tx.write(sql`update agents set password_hash = ${digest}, must_change_password = true where id = ${id}`);
    endSessions(tx, id);
    tell(hub, tx, caller, id, 'password_reset');
  });
  return password;
}

async function holdPerson(hub: Hub, tx: Tx, caller: Caller, id: string): Promise<PersonView> {
  holdPeople(tx);
  const [person] = await readPeople({ db: tx, clock: hub.clock }, caller, sql`a.id = ${id}`);
  if (!person) throw new HubError('not_found');
  if (!person.mayChange) throw new HubError('beyond_own_rights', 'of this person');
  return person;
}

function endSessions(tx: Tx, id: string): void {
  tx.write(sql`delete from sessions where agent_id = ${id}`);
  tx.write(sql`delete from api_tokens where agent_id = ${id}`);
  tx.write(sql`delete from presences where agent_id = ${id} and node_id is null`);
}

function tell(hub: Hub, tx: Tx, caller: Caller, id: string, how: EventData['person.changed']['how']): void {
  record(hub, tx, { name: 'person.changed', actor: agentActor(caller.id), agentId: id, data: { how, fields: [] } });
}
