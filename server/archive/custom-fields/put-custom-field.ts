import { accepted } from '../../catalog/check-draft.ts';
import { requireRevision } from '../../catalog/revision.ts';
import { FieldKey } from '../../contract/archive-fields.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { checkField } from './check-field.ts';
import type { FieldDefinition } from './field-definition.ts';
import { requireRoles } from './field-roles.ts';
import { fieldContent } from './present-field.ts';

/**
 * Make a field of the record, or change it; returns its key. Nothing known is ever lost: fields and options are retired.
 * Throws `invalid_settings`, `unknown_role`, or `changed_meanwhile` when it is not as `revision` says.
 */
export async function putCustomField(
  hub: Hub,
  authorId: string,
  { revision, draft: given }: { revision: string | null; draft: unknown },
): Promise<string> {
  return hub.db.transact(async (tx) => {
    tx.write(sql`lock table custom_fields in share row exclusive mode`);
    const before = await standing(tx, given);
    if ((revision === null) !== (before === undefined)) throw new HubError('changed_meanwhile');
    if (before && revision !== null) requireRevision(fieldContent(before), revision);
    const { key, label, type, options, rules, readRole, writeRole, readBy, writeBy, searchable, rank, retired } = accepted(
      checkField(given, before),
    );
    await requireRoles(tx, [...readBy, ...writeBy]);
    const retiredAt = retired ? (before?.retiredAt ?? hub.clock.now()) : null;
    tx.write(sql`
      insert into custom_fields (key, label, type, options, rules, read_role, write_role, read_by, write_by, searchable, rank, retired_at)
      values (${key}, ${json(label)}, ${type}, ${json(options)}, ${json(rules)}, ${readRole}, ${writeRole}, ${readBy}::uuid[], ${writeBy}::uuid[], ${searchable}, ${rank}, ${retiredAt})
      on conflict (key) do update set label = excluded.label, options = excluded.options, rules = excluded.rules, read_role = excluded.read_role,
        write_role = excluded.write_role, read_by = excluded.read_by, write_by = excluded.write_by, searchable = excluded.searchable, rank = excluded.rank, retired_at = excluded.retired_at`);
    if (before && before.searchable !== searchable) forgetWords(tx, key);
    record(hub, tx, { name: 'custom_field.changed', actor: agentActor(authorId), data: { key, how: how(before, retired) } });
    tx.afterCommit(() => hub.catalog.forget());
    return key;
  });
}

async function standing(tx: Tx, given: unknown): Promise<FieldDefinition | undefined> {
  const key = FieldKey.safeParse(typeof given === 'object' && given && 'key' in given ? given.key : undefined);
  if (!key.success) return undefined;
  return tx.maybe<FieldDefinition>(sql`
    select key, label, type, options, rules, read_role::text, write_role::text, read_by::text[] as read_by, write_by::text[] as write_by, searchable, rank, retired_at from custom_fields where key = ${key.data}`);
}

/** Whoever has it is found by it from now on, or no more. */
function forgetWords(tx: Tx, key: string): void {
  tx.write(sql`
    update customer_search s set words = null from customers c where c.id = s.record_id and jsonb_exists(c.fields, ${key}) and s.words is not null`);
}

function how(before: FieldDefinition | undefined, retired: boolean): 'created' | 'changed' | 'retired' | 'restored' {
  if (!before) return 'created';
  if (retired === (before.retiredAt !== null)) return 'changed';
  return retired ? 'retired' : 'restored';
}
