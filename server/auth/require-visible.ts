import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { maySeeCustomer, type Viewer } from './permissions.ts';

/**
 * Each throws `not_found` for what is not there as for what this person may not see: the two cannot be told apart. What
 * they see and may not change throws `not_allowed`.
 */
export async function requireCustomer(hub: Hub, viewer: Viewer, id: string): Promise<void> {
  await require(hub, viewer, (by) => sql`select from customers c where c.id = ${id} and ${maySeeCustomer(by, sql`c.id`)}`);
}

export async function requireConversation(hub: Hub, viewer: Viewer, id: string): Promise<void> {
  await require(hub, viewer, (by) => sql`select from conversations c where c.id = ${id} and ${maySeeCustomer(by, sql`c.customer_id`)}`);
}

export async function requireTicket(hub: Hub, viewer: Viewer, id: string): Promise<void> {
  await require(hub, viewer, (by) => sql`select from tickets t where t.id = ${id} and ${maySeeCustomer(by, sql`t.customer_id`)}`);
}

export async function requireTask(hub: Hub, viewer: Viewer, id: string): Promise<void> {
  await require(hub, viewer, (by) => sql`select from tasks t where t.id = ${id} and ${maySeeCustomer(by, sql`t.customer_id`)}`);
}

export async function requireEntry(hub: Hub, viewer: Viewer, id: string): Promise<void> {
  await require(hub, viewer, (by) => sql`select from entries e where e.id = ${id} and ${maySeeCustomer(by, sql`e.customer_id`)}`);
}

async function require(hub: Hub, viewer: Viewer, statement: (by: Viewer) => Sql): Promise<void> {
  if (await hub.db.maybe(statement(viewer))) return;
  const { sight = viewer.reach } = viewer;
  const isSeen = sight !== viewer.reach && (await hub.db.maybe(statement({ ...viewer, reach: sight })));
  throw isSeen ? new HubError('not_allowed', 'you may read this, and change less') : new HubError('not_found');
}
