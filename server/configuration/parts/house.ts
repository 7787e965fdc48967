import { checkDraft, problem } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { InstallationPart } from '../../contract/settings.ts';
import { json, sql } from '../../db/sql.ts';
import { definePart } from '../part.ts';

/** What the house is called, on whose clock it lives and which language it speaks where none is known. */
export const house = definePart<InstallationPart>({
  key: 'installation',
  title: both('Installation', '系统'),
  tables: sql`installations`,
  schema: InstallationPart,
  check: (given) =>
    checkDraft(InstallationPart, given, ({ timeZone }) =>
      isTimeZone(timeZone)
        ? []
        : [problem(['timeZone'], both('is no time zone, such as Asia/Shanghai', '不是时区名称，例如 Asia/Shanghai'))],
    ),
  async write({ tx }, { after: { name, timeZone, language } }) {
    tx.write(sql`
      insert into installations (id, name, time_zone, language) values (1, ${json(name)}, ${timeZone}, ${language})
      on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone, language = excluded.language`);
    return [];
  },
});

/** A name of the IANA database; a bare offset knows nothing of summer time. */
const isTimeZone = (name: string): boolean => /^[A-Za-z]/.test(name) && Intl.supportedValuesOf('timeZone').concat('UTC').includes(name);
