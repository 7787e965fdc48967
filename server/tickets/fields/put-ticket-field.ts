import { checkField } from '../../archive/custom-fields/check-field.ts';
import { requireRoles } from '../../archive/custom-fields/field-roles.ts';
import { fieldContent } from '../../archive/custom-fields/present-field.ts';
import { accepted, type Checked, checkDraft } from '../../catalog/check-draft.ts';
import { requireRevision } from '../../catalog/revision.ts';
import { FieldKey } from '../../contract/archive-fields.ts';
import { TicketFieldDraft } from '../../contract/ticket-taxonomy.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import type { TicketFieldDefinition } from './ticket-field-definition.ts';

/**
 * Make a field of tickets, or change it; returns its key. Nothing known is ever lost: fields and options are retired.
 * Throws `invalid_settings`, `unknown_role`, or `changed_meanwhile` when it is not as `revision` says.
 */
export async function putTicketField(
  hub: Hub,
  authorId: string,
  { revision, draft: given }: { revision: string | null; draft: unknown },
): Promise<string> {
  return hub.db.transact(async (tx) => {
    tx.write(sql`lock table ticket_fields in share row exclusive mode`);
    const before = await standing(tx, given);
    if ((revision === null) !== (before === undefined)) throw new HubError('changed_meanwhile');
    if (before && revision !== null) requireRevision(ticketFieldContent(before), revision);
    const { key, label, type, options, rules, readRole, writeRole, readBy, writeBy, kinds, rank, retired } = accepted(
      checkTicketField(given, before),
    );
    await requireRoles(tx, [...readBy, ...writeBy]);
    const retiredAt = retired ? (before?.retiredAt ?? hub.clock.now()) : null;
    tx.write(sql`
      insert into ticket_fields (key, label, type, options, rules, read_role, write_role, read_by, write_by, kinds, rank, retired_at)
      values (${key}, ${json(label)}, ${type}, ${json(options)}, ${json(rules)}, ${readRole}, ${writeRole}, ${readBy}::uuid[], ${writeBy}::uuid[], ${kinds}::ticket_kind[], ${rank}, ${retiredAt})
      on conflict (key) do update set label = excluded.label, options = excluded.options, rules = excluded.rules, read_role = excluded.read_role,
        write_role = excluded.write_role, read_by = excluded.read_by, write_by = excluded.write_by, kinds = excluded.kinds, rank = excluded.rank, retired_at = excluded.retired_at`);
    record(hub, tx, { name: 'ticket_field.changed', actor: agentActor(authorId), data: { key, how: how(before, retired) } });
    tx.afterCommit(() => hub.catalog.forget());
    return key;
  });
}

/** What of a field can be changed, as its revision names it. */
export const ticketFieldContent = (field: TicketFieldDefinition) => ({ ...fieldContent(field), kinds: [...field.kinds] });

/** Its own form first, then the sense that every field of this installation must have. */
function checkTicketField(given: unknown, before: TicketFieldDefinition | undefined): Checked<TicketFieldDraft> {
  return checkDraft(TicketFieldDraft, given, ({ kinds, ...field }) => checkField({ ...field, searchable: false }, before).problems);
}

async function standing(tx: Tx, given: unknown): Promise<TicketFieldDefinition | undefined> {
  const key = FieldKey.safeParse(typeof given === 'object' && given && 'key' in given ? given.key : undefined);
  if (!key.success) return undefined;
  return tx.maybe<TicketFieldDefinition>(sql`
    select key, label, type, options, rules, read_role::text, write_role::text, read_by::text[] as read_by, write_by::text[] as write_by, false as searchable, kinds::text[] as kinds, rank, retired_at
    from ticket_fields where key = ${key.data}`);
}

function how(before: TicketFieldDefinition | undefined, retired: boolean): 'created' | 'changed' | 'retired' | 'restored' {
  if (!before) return 'created';
  if (retired === (before.retiredAt !== null)) return 'changed';
  return retired ? 'retired' : 'restored';
}
