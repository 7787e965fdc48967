import { checkDraft, problem, unknownWords } from '../../catalog/check-draft.ts';
import { readCatalog } from '../../catalog/read-catalog.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';
import type { PersonView } from '../../contract/people.ts';
import { type Effect, PeoplePart } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { holdPeople, requireAdminLeft } from '../../people/hold-people.ts';
import { readPeople } from '../../people/read-people.ts';
import { insertPerson, layAside, updatePerson } from '../../people/save-person.ts';
import { type Change, definePart, type World, type Writing } from '../part.ts';
import { repeated } from './repeated.ts';

/**
 * Who works here, by mail address and without passwords. Whoever is new signs in once somebody has handed them a first
 * password. Nobody leaves by not being named, but for those who were never handed one. Their language is their own choice
 * and no setting. Changes come one after the other by the lock of `holdPeople`: claims go on, so `agents` is never locked.
 */
export const people = definePart<PeoplePart>({
  key: 'people',
  title: both('People', '人员'),
  area: 'people',
  tables: sql`roles`,
  schema: PeoplePart,
  check: (given, world) =>
    checkDraft(PeoplePart, given, (draft) => [
      ...repeated(draft, 'email', ({ email }) => email),
      ...draft.flatMap((person, i) => problemsOf(person, i, world)),
    ]),
  async effects(db, change) {
    const [known, uninvited] = [await standing(db), await namedNoMore(db, change)];
    const fresh = change.after.filter(({ email }) => !known.some((one) => one.email === email && (!one.gone || !one.hasPassword)));
    const gone = fresh.filter(({ email }) => known.some((one) => one.email === email));
    return [
      ...(fresh.length > gone.length ? [invited(fresh.length - gone.length)] : []),
      ...gone.map(({ name }) => staysGone(name)),
      ...uninvited.map(({ name }) => notAwaited(name)),
    ];
  },
  async write(writing, change) {
    const { hub, tx, caller } = writing;
    holdPeople(tx);
    const catalog = await readCatalog(tx);
    const all = await readPeople({ db: tx, clock: hub.clock }, caller);
    for (const given of change.after) {
      const before = all.find(({ email }) => email === given.email);
      const draft = { ...given, role: given.role ?? 'agent', language: before?.language ?? catalog.installation.language };
      if (!before) await insertPerson(writing, catalog, draft, { digest: '', how: 'imported' });
      else if (!before.deactivatedAt || !before.hasPassword) await updatePerson(writing, catalog, before, draft, 'imported');
    }
    await leaveAside(writing, change, all);
    await requireAdminLeft(tx);
    return [];
  },
});

function problemsOf({ queueIds, skills: held, roleId, role }: PeoplePart[number], i: number, { catalog, skills, roles }: World): Problem[] {
  const strangers = [
    ...queueIds.filter((id) => !catalog.queues.some((queue) => queue.id === id)).map((id) => ['queueIds', id]),
    ...Object.keys(held)
      .filter((key) => !skills.has(key))
      .map((key) => ['skills', key]),
    ...(roleId && !roles.has(roleId) ? [['roleId']] : []),
  ];
  return [
    ...strangers.map((place) => problem([i, ...place], unknownWords)),
    ...(role || roleId ? [] : [problem([i, 'role'], both('is missing', '缺失'))]),
  ];
}

interface Known {
  readonly email: string;
  readonly name: string;
  readonly gone: boolean;
  readonly hasPassword: boolean;
}

const standing = (db: Reader): Promise<Known[]> =>
  db.all<Known>(
    sql`select email, name, deactivated_at is not null as gone, password_hash <> '' as has_password from agents order by email`,
  );

/** Brought by a file once, handed no password since, and not named any more. */
const namedNoMore = async (db: Reader, { after }: Change<PeoplePart>): Promise<Known[]> =>
  (await standing(db)).filter(({ email, gone, hasPassword }) => !gone && !hasPassword && !after.some((person) => person.email === email));

async function leaveAside(writing: Writing, change: Change<PeoplePart>, all: readonly PersonView[]): Promise<void> {
  for (const { email } of await namedNoMore(writing.tx, change)) {
    const person = all.find((one) => one.email === email);
    if (person) layAside(writing, person);
  }
}

const invited = (count: number): Effect => ({
  weight: 'notice',
  words: both(
    `${count === 1 ? 'One person is' : `${count} people are`} added without a password: hand each a first password under People.`,
    `新增 ${count} 名人员，尚无密码：请在“人员”中为其发放初始密码。`,
  ),
});

const staysGone = (name: string): Effect => ({
  weight: 'notice',
  words: both(`${name} has left and is not brought back by a file.`, `${name} 已离职，不会因文件而恢复。`),
});

const notAwaited = (name: string): Effect => ({
  weight: 'notice',
  words: both(
    `${name}, whom a file brought and who was handed no password, is taken away again.`,
    `${name} 由文件添加且尚未发放密码，将被移除。`,
  ),
});
