import type { Role } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Caller } from './identify-caller.ts';

/** Who may do what, one readable line each. */
const rank: Record<Role, number> = { agent: 0, supervisor: 1, admin: 2 };

export const atLeast = (role: Role, least: Role): boolean => rank[role] >= rank[least];

export const seesEverything = (caller: Pick<Caller, 'role'>): boolean => atLeast(caller.role, 'supervisor');

/** A console whose password is still the one it was given may only change it. */
export function requirePassword(caller: Caller): void {
  if (caller.mustChangePassword) throw new HubError('password_change_required');
}

/**
 * Customers an agent may see: those with a ticket in one of the agent's queues or a task in the agent's hands, and those
 * who have no ticket at all. Whoever may see a customer sees all of them: their tickets in every queue and what was said
 * on every channel.
 */
export function maySeeCustomer(caller: Pick<Caller, 'id' | 'role' | 'queueIds'>, customerId: Sql): Sql {
  if (seesEverything(caller)) return sql`true`;
  return sql`(exists (select from tickets seen where seen.customer_id in (select customer_family(${customerId})) and seen.queue_id = any(${caller.queueIds}::uuid[]))
    or exists (select from tasks held where held.customer_id in (select customer_family(${customerId})) and held.agent_id = ${caller.id} and held.state in ('assigned', 'wrapping'))
    or not exists (select from tickets any_ticket where any_ticket.customer_id in (select customer_family(${customerId}))))`;
}

/** Queues whose work an agent may see. */
export const maySeeQueue = (caller: Pick<Caller, 'role' | 'queueIds'>, queueId: Sql): Sql =>
  seesEverything(caller) ? sql`true` : sql`${queueId} = any(${caller.queueIds}::uuid[])`;
