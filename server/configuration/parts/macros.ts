import { checkDraft, problem } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';
import { brokenPlaces, fieldsIn, macroFields, ownFieldPrefix } from '../../contract/macro-fields.ts';
import { type MacrosPart, MacrosPart as MacrosSchema } from '../../contract/settings.ts';
import { json, sql } from '../../db/sql.ts';
import { definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/** Texts and acts that agents use again and again, in the order they are offered. One that is not named any more is retired. */
export const macros = definePart<MacrosPart>({
  key: 'macros',
  title: both('Macros', '快捷语'),
  tables: sql`macros`,
  schema: MacrosSchema,
  check: (given, { catalog }) =>
    checkDraft(MacrosSchema, given, (draft) => {
      const known = new Set<string>([...macroFields, ...catalog.customFields.map(({ key }) => `${ownFieldPrefix}${key}`)]);
      return [...repeated(draft, 'id', ({ id }) => id), ...draft.flatMap((macro, i) => problemsOf(macro, i, known))];
    }),
  async write({ hub, tx }, { after }) {
    const now = hub.clock.now();
    tx.write(sql`
      update macros set retired_at = ${now}, revision = revision + 1 where id <> all(${after.map(({ id }) => id)}::uuid[]) and retired_at is null`);
    for (const [i, { id, name, text, actions, channels, roles, retired }] of after.entries())
      tx.write(sql`
        insert into macros as m (id, name, text, actions, channels, roles, position, updated_at, retired_at)
        values (${id}, ${json(name)}, ${json(text)}, ${json(actions)}, ${channels}, ${roles}, ${i + 1}, ${now}, ${retired ? now : null})
        on conflict (id) do update set name = excluded.name, text = excluded.text, actions = excluded.actions, channels = excluded.channels,
          roles = excluded.roles, position = excluded.position, updated_at = excluded.updated_at, revision = m.revision + 1,
          retired_at = case when excluded.retired_at is null then null else coalesce(m.retired_at, excluded.retired_at) end`);
    return [];
  },
});

function problemsOf({ name, text, actions }: MacrosPart[number], i: number, known: ReadonlySet<string>): Problem[] {
  const words = `${text.en}\n${text['zh-CN']}`;
  const strange = [...fieldsIn(words).filter((field) => !known.has(field)), ...brokenPlaces(words)];
  return [
    ...((name.en || name['zh-CN']) === '' ? [problem([i, 'name'], both('is missing', '缺失'))] : []),
    ...(words.trim() === '' && actions.length === 0 ? [problem([i, 'text'], both('says and does nothing', '既无内容也无操作'))] : []),
    ...strange.map((field) => problem([i, 'text'], both(`names an unknown field: ${field}`, `包含未知字段：${field}`))),
  ];
}
