import type { Label } from '../../contract/entities.ts';
import type { MacroView } from '../../contract/macros.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';

/** Macros `m` by a condition, in their order; a name that is missing in a language is lent by the other. */
export async function readMacros(db: Reader, condition: Sql): Promise<MacroView[]> {
  const rows = await db.all<MacroView>(sql`
    select m.id, m.name, m.text, m.actions, m.channels, m.roles, m.revision, m.retired_at is not null as retired
    from macros m where ${condition} order by m.retired_at is not null, m.position, m.id`);
  return rows;
}

/** In force, and meant for this role. */
export const usableBy = (role: string): Sql => sql`m.retired_at is null and (m.roles = '{}' or ${role} = any(m.roles))`;

/** The words for a language, else those of the other one. */
export const inLanguage = (text: Label, language: 'en' | 'zh-CN'): { text: string; language: 'en' | 'zh-CN' } => {
  const other = language === 'en' ? 'zh-CN' : 'en';
  return text[language].trim() !== '' || text[other].trim() === ''
    ? { text: text[language], language }
    : { text: text[other], language: other };
};
