import { readable, readableKeys } from '../../archive/custom-fields/field-rights.ts';
import type { Caller } from '../../auth/identify-caller.ts';
import type { Label } from '../../contract/entities.ts';
import type { ChecklistItemView, TicketMatter } from '../../contract/ticket-matter.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';

/** What a ticket is about, as this person may read it. Throws `not_found`. */
export async function readMatter(hub: Hub, caller: Pick<Caller, 'role' | 'ownRole'>, ticketId: string): Promise<TicketMatter> {
  const { ticketFields } = await hub.catalog.current();
  const [matter, items] = await Promise.all([
    hub.db.maybe<Omit<TicketMatter, 'checklist'>>(sql`
      select id as ticket_id, subject, kind::text, category_id, root_cause_id, root_cause_note, fields from tickets where id = ${ticketId}`),
    hub.db.all<ItemRow>(sql`
      select i.id, i.label, i.category_id, i.done_at, i.done_by_id, a.name as done_by_name
      from checklist_items i left join agents a on a.id = i.done_by_id where i.ticket_id = ${ticketId} order by i.rank, i.id`),
  ]);
  if (!matter) throw new HubError('not_found');
  const fields = readable(readableKeys({ customFields: ticketFields }, caller), matter.fields);
  return { ...matter, fields, checklist: items.map(presentItem) };
}

interface ItemRow {
  readonly id: string;
  readonly label: Label;
  readonly categoryId: string | null;
  readonly doneAt: Date | null;
  readonly doneById: string | null;
  readonly doneByName: string | null;
}

const presentItem = ({ id, label, categoryId, doneAt, doneById, doneByName }: ItemRow): ChecklistItemView => ({
  id,
  label,
  categoryId,
  done: doneAt && { at: doneAt.toISOString(), by: doneById ? { id: doneById, name: doneByName ?? '' } : null },
});
