import { changedValues, valueText } from '../../archive/custom-fields/change-values.ts';
import { quietText, requireQuietHours } from '../../archive/preferences/quiet-hours.ts';
import type { ProfileField, ProfileFields, ProfileMore } from '../../contract/archive.ts';
import type { FieldValue, QuietHours } from '../../contract/archive-fields.ts';
import type { Tx } from '../../db/database.ts';
import { json, type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { setTier } from '../tiers/set-tier.ts';
import { valueDue } from '../value/value-due.ts';

export type FieldsGiven = { readonly [Field in ProfileField]?: ProfileFields[Field] | undefined } & {
  readonly [More in keyof ProfileMore]?: ProfileMore[More] | undefined;
};

interface Before extends Record<ProfileField, string | null> {
  erasedAt: Date | null;
  quietHours: QuietHours | null;
  fields: Record<string, FieldValue>;
}

interface Change {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A column for each field; the list is what may be changed at all. */
const columns: Record<ProfileField, Sql> = {
  name: sql`name`,
  language: sql`language`,
  tier: sql`tier`,
  company: sql`company`,
  occupation: sql`occupation`,
  city: sql`city`,
  birthday: sql`birthday`,
  manner: sql`manner`,
  preferredChannel: sql`preferred_channel`,
};
const isField = (name: string): name is ProfileField => name in columns;

/**
 * Set the given fields of a record that differ, and keep what they were. Answers whether anything changed.
 * Throws `customer_erased`, `unknown_tier`, `unknown_field`, `bad_field_value` or `bad_time_zone`.
 */
export async function changeFields(hub: Hub, tx: Tx, agentId: string, recordId: string, given: FieldsGiven): Promise<boolean> {
  if (given.tier !== undefined && !hub.catalog.known().tiers.some(({ key }) => key === given.tier))
    throw new HubError('unknown_tier', given.tier);
  const before = await tx.one<Before>(sql`
    select name, language, tier, company, occupation, city, to_char(birthday, 'YYYY-MM-DD') as birthday, manner,
      preferred_channel::text, quiet_hours, fields, erased_at
    from customers where id = ${recordId} for update`);
  if (before.erasedAt) throw new HubError('customer_erased');
  const changed = Object.keys(columns)
    .filter(isField)
    .filter((field) => given[field] !== undefined && given[field] !== before[field]);
  const [first, ...others] = changed.filter((name) => name !== 'tier').map((field) => sql`${columns[field]} = ${given[field] ?? null}`);
  if (first) tx.write(sql`update customers set ${others.reduce((all, one) => sql`${all}, ${one}`, first)} where id = ${recordId}`);
  const rows: Change[] = [
    ...changed.map((field) => ({ field, before: before[field], after: given[field] ?? null })),
    ...changeQuietHours(tx, recordId, before.quietHours, given.quietHours),
    ...changeOwnFields(hub, tx, recordId, before.fields, given.fields),
  ];
  if (rows.length === 0) return false;
  tx.write(sql`
    insert into field_changes (customer_id, field, before, after, by_agent_id, at)
    select ${recordId}, field, before, after, ${agentId}, ${hub.clock.now()} from json_to_recordset(${json(rows)}) as (field text, before text, after text)`);
  if (changed.includes('tier') && given.tier)
    await setTier(hub, tx, { customerId: recordId, tier: given.tier, cause: 'by_hand', byAgentId: agentId });
  valueDue(tx, recordId, hub.clock.now());
  record(hub, tx, {
    name: 'customer.changed',
    actor: agentActor(agentId),
    customerId: recordId,
    data: { fields: rows.map(({ field }) => field) },
  });
  return true;
}

function changeQuietHours(tx: Tx, recordId: string, before: QuietHours | null, after: QuietHours | null | undefined): Change[] {
  if (after === undefined || quietText(before) === quietText(after)) return [];
  requireQuietHours(after);
  tx.write(sql`update customers set quiet_hours = ${after && json(after)} where id = ${recordId}`);
  return [{ field: 'quietHours', before: quietText(before), after: quietText(after) }];
}

/** Only the keys that change are written, so that nothing else of the record can get lost. */
function changeOwnFields(hub: Hub, tx: Tx, recordId: string, known: Before['fields'], given: FieldsGiven['fields']): Change[] {
  const changes = changedValues(hub.catalog.known(), known, given);
  if (changes.length === 0) return [];
  const values = Object.fromEntries(changes.map(({ key, after }) => [key, after]));
  tx.write(sql`update customers set fields = jsonb_strip_nulls(fields || ${json(values)}::jsonb) where id = ${recordId}`);
  return changes.map(({ key, before, after }) => ({ field: `fields.${key}`, before: valueText(before), after: valueText(after) }));
}
