import { checkField } from '../../archive/custom-fields/check-field.ts';
import { knownRoles } from '../../archive/custom-fields/field-roles.ts';
import { checkDraft, problem, unknownWords } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { CustomerFieldsPart, type Effect } from '../../contract/settings.ts';
import { agingFields } from '../../contract/statuses.ts';
import { json, sql } from '../../db/sql.ts';
import { type Change, definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/** Fields of the record that this installation adds, and how long fields are trusted. A field is retired, never deleted. */
export const customerFields = definePart<CustomerFieldsPart>({
  key: 'customer_fields',
  title: both('Customer fields', '客户字段'),
  tables: sql`custom_fields, field_freshness`,
  schema: CustomerFieldsPart,
  check: (given, { catalog }) =>
    checkDraft(CustomerFieldsPart, given, ({ fields, freshness }) => [
      ...repeated(fields, 'key', ({ key }) => key),
      ...fields.flatMap((field, i) =>
        checkField(
          field,
          catalog.customFields.find(({ key }) => key === field.key),
        ).problems.map(({ place, message }) => ({
          place: `fields.${i}.${place}`,
          message,
        })),
      ),
      ...freshness
        .filter(({ field }) => !agingFields.some((known) => known === field) && !fields.some(({ key }) => field === `fields.${key}`))
        .map(({ field }) => problem(['freshness', field], unknownWords)),
    ]),
  effects: async (_, change): Promise<Effect[]> =>
    left(change).map(({ label }) => ({
      weight: 'notice',
      words: both(`${label.en} stays: a field is retired, never deleted.`, `“${label['zh-CN']}”将保留：字段只能停用，不能删除。`),
    })),
  async write({ hub, tx }, { after: { fields, freshness } }) {
    for (const { key, label, type, options, rules, readRole, writeRole, readBy, writeBy, searchable, rank, retired } of fields) {
      tx.write(sql`
        update customer_search s set words = null from customers c, custom_fields f
        where c.id = s.record_id and jsonb_exists(c.fields, ${key}) and s.words is not null and f.key = ${key} and f.searchable <> ${searchable}`);
      tx.write(sql`
        insert into custom_fields as f (key, label, type, options, rules, read_role, write_role, read_by, write_by, searchable, rank, retired_at)
        values (${key}, ${json(label)}, ${type}, ${json(options)}, ${json(rules)}, ${readRole}, ${writeRole}, ${knownRoles(sql`${readBy}::uuid[]`)}, ${knownRoles(sql`${writeBy}::uuid[]`)}, ${searchable}, ${rank}, ${retired ? hub.clock.now() : null})
        on conflict (key) do update set label = excluded.label, options = excluded.options, rules = excluded.rules, read_role = excluded.read_role,
          write_role = excluded.write_role, read_by = excluded.read_by, write_by = excluded.write_by, searchable = excluded.searchable, rank = excluded.rank,
          retired_at = case when excluded.retired_at is null then null else coalesce(f.retired_at, excluded.retired_at) end`);
    }
    tx.write(sql`delete from field_freshness`);
    tx.write(sql`
      insert into field_freshness (field, stale_days, refresh_by)
      select field, stale_days, refresh_by from json_to_recordset(${json(freshness.map(({ field, staleDays, refreshBy }) => ({ field, stale_days: staleDays, refresh_by: refreshBy })))})
        as f (field text, stale_days int, refresh_by text)`);
    return [];
  },
});

const left = ({ before, after }: Change<CustomerFieldsPart>) =>
  (before?.fields ?? []).filter(({ key }) => !after.fields.some((field) => field.key === key));
