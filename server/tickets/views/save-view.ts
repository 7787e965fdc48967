import { v7 as uuid } from 'uuid';
import type { Caller } from '../../auth/identify-caller.ts';
import type { TicketViewBody } from '../../contract/ticket-list.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { mayShareViews, readView } from './read-views.ts';

/** Keep a question about tickets under a name; returns its id. Throws `not_allowed` for whoever may not share it. */
export async function createView(hub: Hub, caller: Caller, body: TicketViewBody): Promise<string> {
  requireSharing(caller, body);
  const id = uuid();
  const now = hub.clock.now();
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      insert into ticket_views (id, name, filter, sort, owner_id, shared_at, rank, created_at, updated_at)
      values (${id}, ${body.name}, ${json(body.filter)}, ${body.sort}, ${caller.id}, ${body.shared ? now : null}, ${body.rank}, ${now}, ${now})`);
    tell(hub, tx, caller, id, 'created');
  });
  return id;
}

/** Throws as `createView`, and `not_found` for one that is not one's own, nor shared and one's to steer. */
export async function changeView(hub: Hub, caller: Caller, id: string, body: TicketViewBody): Promise<void> {
  requireSharing(caller, body);
  const now = hub.clock.now();
  await hub.db.transact(async (tx) => {
    await requireOwn(tx, caller, id);
    tx.write(sql`
      update ticket_views set name = ${body.name}, filter = ${json(body.filter)}, sort = ${body.sort}, rank = ${body.rank}, updated_at = ${now},
        shared_at = case when ${body.shared} then coalesce(shared_at, ${now}) end where id = ${id}`);
    tell(hub, tx, caller, id, 'changed');
  });
}

/** The view goes; no ticket does. Throws `not_found`. */
export async function removeView(hub: Hub, caller: Caller, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    await requireOwn(tx, caller, id);
    tx.write(sql`delete from ticket_views where id = ${id}`);
    tell(hub, tx, caller, id, 'removed');
  });
}

/** Which columns a person's lists have from now on; null: as shipped. */
export async function chooseColumns(hub: Hub, agentId: string, columns: readonly string[] | null): Promise<void> {
  await hub.db.transact(async (tx) => {
    if (columns)
      tx.write(sql`
        insert into ticket_columns (agent_id, columns) values (${agentId}, ${columns}) on conflict (agent_id) do update set columns = excluded.columns`);
    else tx.write(sql`delete from ticket_columns where agent_id = ${agentId}`);
    record(hub, tx, { name: 'ticket_columns.chosen', actor: agentActor(agentId), agentId, data: { count: columns?.length ?? 0 } });
  });
}

function requireSharing(caller: Caller, { shared }: TicketViewBody): void {
  if (shared && !mayShareViews(caller)) throw new HubError('not_allowed', 'sharing a view needs queues.write');
}

async function requireOwn(tx: Tx, caller: Caller, id: string): Promise<void> {
  tx.write(sql`select 1 from ticket_views where id = ${id} for update`);
  if (!(await readView(tx, caller, id)).mayChange) throw new HubError('not_found');
}

const tell = (hub: Hub, tx: Tx, caller: Caller, viewId: string, how: 'created' | 'changed' | 'removed'): void =>
  record(hub, tx, { name: 'ticket_view.saved', actor: agentActor(caller.id), agentId: caller.id, data: { viewId, how } });
