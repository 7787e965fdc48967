import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import type { Caller } from './identify-caller.ts';
import { maySeeCustomer } from './permissions.ts';

/** Each throws `not_found` for what is not there as for what this person may not see: the two cannot be told apart. */
export async function requireCustomer(hub: Hub, caller: Caller, id: string): Promise<void> {
  await require(hub, sql`select from customers c where c.id = ${id} and ${maySeeCustomer(caller, sql`c.id`)}`);
}

export async function requireConversation(hub: Hub, caller: Caller, id: string): Promise<void> {
  await require(hub, sql`select from conversations c where c.id = ${id} and ${maySeeCustomer(caller, sql`c.customer_id`)}`);
}

export async function requireTicket(hub: Hub, caller: Caller, id: string): Promise<void> {
  await require(hub, sql`select from tickets t where t.id = ${id} and ${maySeeCustomer(caller, sql`t.customer_id`)}`);
}

export async function requireTask(hub: Hub, caller: Caller, id: string): Promise<void> {
  await require(hub, sql`select from tasks t where t.id = ${id} and ${maySeeCustomer(caller, sql`t.customer_id`)}`);
}

export async function requireEntry(hub: Hub, caller: Caller, id: string): Promise<void> {
  await require(hub, sql`select from entries e where e.id = ${id} and ${maySeeCustomer(caller, sql`e.customer_id`)}`);
}

async function require(hub: Hub, statement: Sql): Promise<void> {
  if (!(await hub.db.maybe(statement))) throw new HubError('not_found');
}
