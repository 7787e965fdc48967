import { checkField } from '../../archive/custom-fields/check-field.ts';
import { knownRoles } from '../../archive/custom-fields/field-roles.ts';
import { checkDraft } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { type Effect, TicketFieldsPart } from '../../contract/settings.ts';
import { type Taxonomy, TaxonomyDraft } from '../../contract/ticket-taxonomy.ts';
import { json, sql } from '../../db/sql.ts';
import { checkTaxonomy } from '../../tickets/taxonomy/check-taxonomy.ts';
import { definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/** Fields of tickets that this installation adds. A field is retired, never deleted. */
export const ticketFields = definePart<TicketFieldsPart>({
  key: 'ticket_fields',
  title: both('Ticket fields', '工单字段'),
  tables: sql`ticket_fields`,
  schema: TicketFieldsPart,
  check: (given, { catalog }) =>
    checkDraft(TicketFieldsPart, given, (draft) => [
      ...repeated(draft, 'key', ({ key }) => key),
      ...draft.flatMap(({ kinds: _, ...field }, i) => {
        const before = catalog.ticketFields.find(({ key }) => key === field.key);
        const { problems } = checkField({ ...field, searchable: false }, before);
        return problems.map(({ place, message }) => ({ place: `${i}.${place}`, message }));
      }),
    ]),
  effects: async (_, { before = [], after }): Promise<Effect[]> =>
    before
      .filter(({ key }) => !after.some((field) => field.key === key))
      .map(({ label }) => ({
        weight: 'notice',
        words: both(`${label.en} stays: a field is retired, never deleted.`, `“${label['zh-CN']}”将保留：字段只能停用，不能删除。`),
      })),
  async write({ hub, tx }, { after }) {
    for (const { key, label, type, options, rules, readRole, writeRole, readBy, writeBy, kinds, rank, retired } of after)
      tx.write(sql`
        insert into ticket_fields as f (key, label, type, options, rules, read_role, write_role, read_by, write_by, kinds, rank, retired_at)
        values (${key}, ${json(label)}, ${type}, ${json(options)}, ${json(rules)}, ${readRole}, ${writeRole}, ${knownRoles(sql`${readBy}::uuid[]`)}, ${knownRoles(sql`${writeBy}::uuid[]`)}, ${kinds}::ticket_kind[], ${rank}, ${retired ? hub.clock.now() : null})
        on conflict (key) do update set label = excluded.label, options = excluded.options, rules = excluded.rules, read_role = excluded.read_role,
          write_role = excluded.write_role, read_by = excluded.read_by, write_by = excluded.write_by, kinds = excluded.kinds, rank = excluded.rank,
          retired_at = case when excluded.retired_at is null then null else coalesce(f.retired_at, excluded.retired_at) end`);
    return [];
  },
});

/** Kinds, categories and root causes. What tickets may refer to is retired when it is not named any more. */
export const ticketTaxonomy = definePart<TaxonomyDraft>({
  key: 'ticket_taxonomy',
  title: both('Kinds and categories', '类型与分类'),
  tables: sql`ticket_taxonomies`,
  schema: TaxonomyDraft,
  check(given, { catalog }) {
    const parsed = TaxonomyDraft.safeParse(given);
    return checkTaxonomy(parsed.success ? withWhatStays(parsed.data, catalog.taxonomy) : given, catalog.taxonomy);
  },
  async write({ hub, tx, caller }, { after: { note, ...taxonomy } }) {
    tx.write(sql`
      insert into ticket_taxonomies (taxonomy, note, created_at, created_by_id) values (${json(taxonomy)}, ${note}, ${hub.clock.now()}, ${caller.id})`);
    return [];
  },
});

function withWhatStays(draft: TaxonomyDraft, before: Taxonomy): TaxonomyDraft {
  const left = <Item extends { readonly id: string }>(was: readonly Item[], is: readonly { readonly id: string }[]) =>
    was.filter(({ id }) => !is.some((one) => one.id === id)).map((one) => ({ ...one, retired: true }));
  return {
    ...draft,
    categories: [...draft.categories, ...left(before.categories, draft.categories)],
    rootCauses: [...draft.rootCauses, ...left(before.rootCauses, draft.rootCauses)],
  };
}
