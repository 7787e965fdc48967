import { checkDraft } from '../../catalog/check-draft.ts';
import { both, counted } from '../../catalog/words.ts';
import { type Effect, SkillsPart } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { type Change, definePart } from '../part.ts';
import { repeated } from './repeated.ts';

/** What agents can be asked for, by name. */
export const skills = definePart<SkillsPart>({
  key: 'skills',
  title: both('Skills', '技能'),
  tables: sql`skills`,
  schema: SkillsPart,
  check: (given) => checkDraft(SkillsPart, given, (draft) => repeated(draft, 'key', ({ key }) => key)),
  async effects(db, change): Promise<Effect[]> {
    const usage = await readUsage(db);
    return gone(change).flatMap(({ key, label }) => {
      const { held = 0, asked = 0 } = usage.find(({ skill }) => skill === key) ?? {};
      if (held + asked === 0) return [];
      const words = both(
        `${label.en} stays: ${counted(held, 'agent holds', 'agents hold')} it, ${counted(asked, 'inbox asks', 'inboxes ask')} for it.`,
        `${label['zh-CN']}将保留：${held} 名坐席具备，${asked} 个收件渠道要求。`,
      );
      return [{ weight: 'warning', words }];
    });
  },
  async write({ tx }, { after }) {
    tx.write(sql`delete from skills`);
    tx.write(sql`
      insert into skills (key, label, rank) select s.item ->> 'key', s.item -> 'label', s.rank
      from jsonb_array_elements(${json(after)}::jsonb) with ordinality s (item, rank)`);
    return [];
  },
  facts: async (_, db) => ({ usage: await readUsage(db) }),
});

const gone = ({ before = [], after }: Change<SkillsPart>): SkillsPart => before.filter(({ key }) => !after.some((one) => one.key === key));

/** How many hold each skill, and how many inboxes ask for it. */
const readUsage = (db: Reader): Promise<{ skill: string; held: number; asked: number }[]> =>
  db.all(sql`
    select skill, count(*) filter (where held) as held, count(*) filter (where not held) as asked from (
      select skill, true as held from agent_skills union all select jsonb_object_keys(skills), false from inboxes) used
    group by skill order by skill`);
