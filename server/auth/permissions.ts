import { allows, type Permission, type Reach, reachOf, readingOf } from '../contract/permissions.ts';
import type { Role } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Caller } from './identify-caller.ts';

/** What fields of the installation’s own ask for is a least role; a manager reads more than a supervisor. */
const rank: Record<Role, number> = { agent: 0, supervisor: 1, manager: 2, admin: 3 };

export const atLeast = (role: Role, least: Role): boolean => rank[role] >= rank[least];

/** Whether this person has a right at all; on which rows is a question of its reach. */
export const can = (caller: Pick<Caller, 'rights'>, permission: Permission): boolean => allows(caller.rights, permission);

/** What things have cost and what somebody is worth is told only to those who may read it. */
export const seesMoney = (caller: Pick<Caller, 'rights'>): boolean => can(caller, 'value.read');

/** Lists for everybody are made by those whose care reaches everybody. */
export const mayShare = (caller: Pick<Caller, 'rights'>): boolean => reachOf(caller.rights, 'care.write') === 'all';

/** The caller with the reach of this right, for everything done by it. Throws `not_allowed` for whoever lacks it. */
export function withRight<Person extends Caller>(caller: Person, permission: Permission): Person {
  requireRight(caller, permission);
  return { ...withReach(caller, permission), sight: reachOf(caller.rights, readingOf(permission)) };
}

/** Throws `not_allowed` for whoever lacks a right. */
export function requireRight(caller: Pick<Caller, 'rights'>, permission: Permission): void {
  if (!can(caller, permission)) throw new HubError('not_allowed', `needs ${permission}`);
}

/** The same for what only narrows what is seen: without the right, nothing is. */
export const withReach = <Person extends Pick<Caller, 'rights'>>(
  caller: Person,
  permission: Permission,
): Person & Pick<Caller, 'reach'> => ({
  ...caller,
  reach: reachOf(caller.rights, permission),
});

/** A console whose password is still the one it was given may only change it. */
export function requirePassword(caller: Caller): void {
  if (caller.mustChangePassword) throw new HubError('password_change_required');
}

/** Whose eyes something is read with. */
export type Viewer = Pick<Caller, 'id' | 'queueIds' | 'reach'> & Partial<Pick<Caller, 'sight' | 'masked'>>;

export const seesEverything = (viewer: Pick<Viewer, 'reach'>): boolean => viewer.reach === 'all';

/**
 * Customers somebody may see by the reach of the right they use. Their own: with a ticket assigned to them, or a task in
 * their hands or handed to them. Of their team: those too, with a ticket in one of their queues, and those who have no ticket at all. Whoever
 * may see a customer sees all of them: their tickets in every queue and what was said on every channel.
 */
export function maySeeCustomer(viewer: Viewer, customerId: Sql): Sql {
  const family = sql`select customer_family(${customerId})`;
  const ways: Record<Reach, () => Sql> = {
    none: () => sql`false`,
    own: () =>
      sql`(exists (select from tickets seen where seen.customer_id in (${family}) and seen.assignee_id = ${viewer.id}) or ${holds(viewer, family)})`,
    team: () => sql`(exists (select from tickets seen where seen.customer_id in (${family})
        and (seen.queue_id = any(${viewer.queueIds}::uuid[]) or seen.assignee_id = ${viewer.id}))
      or ${holds(viewer, family)} or not exists (select from tickets any_ticket where any_ticket.customer_id in (${family})))`,
    all: () => sql`true`,
  };
  return ways[viewer.reach]();
}

const holds = ({ id }: Viewer, family: Sql): Sql =>
  sql`(exists (select from tasks held where held.customer_id in (${family}) and held.agent_id = ${id} and held.state in ('assigned', 'wrapping'))
    or exists (select from handovers asked join tasks held on held.id = asked.task_id
      where asked.to_agent_id = ${id} and asked.ended_at is null and held.customer_id in (${family})))`;

/** Queues whose work somebody may see. */
export const maySeeQueue = ({ reach, queueIds }: Viewer, queueId: Sql): Sql =>
  reach === 'all' ? sql`true` : reach === 'team' ? sql`${queueId} = any(${queueIds}::uuid[])` : sql`false`;

/** Tickets that lists show, of the table or alias `ticket`: of their queues, or assigned to them. */
export function maySeeTicket(viewer: Viewer, ticket: Sql): Sql {
  if (viewer.reach === 'all') return sql`true`;
  if (viewer.reach === 'none') return sql`false`;
  const mine = sql`${ticket}.assignee_id = ${viewer.id}`;
  return viewer.reach === 'own' ? mine : sql`(${mine} or ${ticket}.queue_id = any(${viewer.queueIds}::uuid[]))`;
}
