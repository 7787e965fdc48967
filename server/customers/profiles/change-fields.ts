import type { ProfileField, ProfileFields } from '../../contract/archive.ts';
import type { Tx } from '../../db/database.ts';
import { json, type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { followTier } from '../follow-tier.ts';

export type FieldsGiven = { readonly [Field in ProfileField]?: ProfileFields[Field] | undefined };

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
};
const isField = (name: string): name is ProfileField => name in columns;

/**
 * Set the given fields of a record that differ, and keep what they were. Answers whether anything changed.
 * Throws `unknown_tier`.
 */
export async function changeFields(hub: Hub, tx: Tx, agentId: string, recordId: string, given: FieldsGiven): Promise<boolean> {
  if (given.tier !== undefined && !hub.catalog.known().tiers.some(({ key }) => key === given.tier))
    throw new HubError('unknown_tier', given.tier);
  const before = await tx.one<Record<ProfileField, string | null>>(sql`
    select name, language, tier, company, occupation, city, to_char(birthday, 'YYYY-MM-DD') as birthday, manner
    from customers where id = ${recordId} for update`);
  const changed = Object.keys(columns)
    .filter(isField)
    .filter((field) => given[field] !== undefined && given[field] !== before[field]);
  if (changed.length === 0) return false;
  for (const field of changed) tx.write(sql`update customers set ${columns[field]} = ${given[field] ?? null} where id = ${recordId}`);
  const rows = changed.map((field) => ({ field, before: before[field], after: given[field] ?? null }));
  tx.write(sql`
    insert into field_changes (customer_id, field, before, after, by_agent_id, at)
    select ${recordId}, field, before, after, ${agentId}, ${hub.clock.now()} from json_to_recordset(${json(rows)}) as (field text, before text, after text)`);
  if (changed.includes('tier')) followTier(tx, recordId);
  record(hub, tx, { name: 'customer.changed', actor: agentActor(agentId), customerId: recordId, data: { fields: changed } });
  return true;
}
