import { v7 as uuid } from 'uuid';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { type HeldMatter, subjectsOfMatter } from '../matter/hold-matter.ts';

/**
 * A ticket got a category: what that one asks to be done stands on its checklist now. Of the category before, what nobody has
 * ticked goes; what is done or was added by hand stays.
 */
export async function takeOverTemplate(hub: Hub, tx: Tx, agentId: string, ticket: HeldMatter, categoryId: string): Promise<void> {
  const template = hub.catalog.known().taxonomy.categories.find(({ id }) => id === categoryId)?.checklist ?? [];
  tx.write(sql`
    delete from checklist_items where ticket_id = ${ticket.id} and category_id is not null and category_id <> ${categoryId} and done_at is null`);
  if (template.length === 0) return;
  const items = template.map((label, i) => ({ id: uuid(), rank: i, label }));
  const added = await tx.all<{ id: string }>(sql`
    insert into checklist_items (id, ticket_id, rank, label, category_id, added_by_id, added_at)
    select id, ${ticket.id}, rank, label, ${categoryId}, ${agentId}::uuid, ${hub.clock.now()}::timestamptz
    from json_to_recordset(${json(items)}) as given(id uuid, rank int, label jsonb)
    where not exists (select from checklist_items i where i.ticket_id = ${ticket.id} and i.category_id = ${categoryId} and i.label = given.label)
    returning id`);
  const first = added[0];
  if (!first) return;
  record(hub, tx, {
    name: 'checklist.changed',
    actor: agentActor(agentId),
    ...subjectsOfMatter(ticket),
    data: { itemId: first.id, how: 'taken_over', count: added.length },
  });
}
