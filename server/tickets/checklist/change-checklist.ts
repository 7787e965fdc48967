import { v7 as uuid } from 'uuid';
import type { Caller } from '../../auth/identify-caller.ts';
import { requireTicket } from '../../auth/require-visible.ts';
import type { EventData } from '../../contract/events.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { type HeldMatter, holdMatter, subjectsOfMatter } from '../matter/hold-matter.ts';

/** The ticket of an item, if this person may see it. Throws `not_found`. */
export async function ticketOfItem(hub: Hub, caller: Caller, itemId: string): Promise<string> {
  const item = await hub.db.maybe<{ ticketId: string }>(sql`select ticket_id from checklist_items where id = ${itemId}`);
  if (!item) throw new HubError('not_found');
  await requireTicket(hub, caller, item.ticketId);
  return item.ticketId;
}

/** Put something on a ticket's checklist by hand; it stands last. */
export async function addItem(hub: Hub, agentId: string, ticketId: string, text: string): Promise<void> {
  const id = uuid();
  await hub.db.transact(async (tx) => {
    const ticket = await holdMatter(tx, ticketId);
    tx.write(sql`
      insert into checklist_items (id, ticket_id, rank, label, added_by_id, added_at)
      select ${id}, ${ticketId}, coalesce(max(rank), 0) + 1, ${json({ en: text, 'zh-CN': text })}::jsonb, ${agentId}::uuid, ${hub.clock.now()}::timestamptz
      from checklist_items where ticket_id = ${ticketId}`);
    tell(hub, tx, agentId, ticket, id, 'added');
  });
}

/** Tick an item off, or take the tick back; the same again changes nothing. Throws `not_found`. */
export async function tickItem(hub: Hub, agentId: string, ticketId: string, itemId: string, done: boolean): Promise<void> {
  const [at, by] = done ? [hub.clock.now(), agentId] : [null, null];
  await hub.db.transact(async (tx) => {
    const ticket = await holdMatter(tx, ticketId);
    const item = await tx.maybe<{ doneAt: Date | null }>(sql`select done_at from checklist_items where id = ${itemId}`);
    if (!item) throw new HubError('not_found');
    if ((item.doneAt !== null) === done) return;
    tx.write(sql`update checklist_items set done_at = ${at}, done_by_id = ${by} where id = ${itemId}`);
    tell(hub, tx, agentId, ticket, itemId, done ? 'ticked' : 'unticked');
  });
}

/** Take an item off the list. Throws `not_found`, or `checklist_item_done` for what somebody has done. */
export async function removeItem(hub: Hub, agentId: string, ticketId: string, itemId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ticket = await holdMatter(tx, ticketId);
    const item = await tx.maybe<{ doneAt: Date | null }>(sql`select done_at from checklist_items where id = ${itemId}`);
    if (!item) throw new HubError('not_found');
    if (item.doneAt) throw new HubError('checklist_item_done');
    tx.write(sql`delete from checklist_items where id = ${itemId}`);
    tell(hub, tx, agentId, ticket, itemId, 'removed');
  });
}

type How = EventData['checklist.changed']['how'];

const tell = (hub: Hub, tx: Tx, agentId: string, ticket: HeldMatter, itemId: string, how: How): void =>
  record(hub, tx, { name: 'checklist.changed', actor: agentActor(agentId), ...subjectsOfMatter(ticket), data: { itemId, how, count: 1 } });
