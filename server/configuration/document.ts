import { v7 as uuid } from 'uuid';
import type { Caller } from '../auth/identify-caller.ts';
import { allows } from '../contract/permissions.ts';
import { type ConfigurationDocument, type PartKey, partKeys } from '../contract/settings.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { parts } from './parts.ts';
import { readContents } from './read-content.ts';

/** Raised when what a part looks like changes; older files are understood as long as there is a way up. */
export const documentVersion = 1;

/** The whole configuration as one file: queues by their keys, inboxes by their addresses, everything in a fixed order; people only when asked for. */
export async function writeDocument(db: Reader, caller: Pick<Caller, 'rights'>, withPeople = false): Promise<ConfigurationDocument> {
  const keys = new Map((await queueKeys(db)).map(({ id, key }) => [id, `queue:${key}`]));
  const contents = await readContents(db);
  const readable = [...contents].filter(([key]) => allows(caller.rights, `${parts[key].area}.read`) && (withPeople || key !== 'people'));
  const written = readable.map(([key, content]) => [key, inOrder(renamed(mapItems(key, content, withoutId), keys))]);
  return { format: 'touchline-configuration', version: documentVersion, parts: Object.fromEntries(written) };
}

/** What a file wants, in the ids of this installation; what it names that is not here yet gets ids of its own. */
export async function readDocument(db: Reader, { parts: given }: ConfigurationDocument): Promise<ReadonlyMap<PartKey, unknown>> {
  const ids = new Map((await queueKeys(db)).map(({ id, key }) => [`queue:${key}`, id]));
  const inboxes = await db.all<{ id: string; channel: string; address: string }>(sql`select id, channel::text, address from inboxes`);
  const queueId = ({ key }: Item): string => known(ids, `queue:${key}`);
  const inboxId = (item: Item): string =>
    inboxes.find(({ channel, address }) => channel === item.channel && address === item.address)?.id ?? uuid();
  const wanted = partKeys
    .filter((key) => given[key] !== undefined && given[key] !== null)
    .map((key) => [key, mapItems(key, given[key], (item) => ({ ...item, id: key === 'queues' ? queueId(item) : inboxId(item) }))] as const);
  return new Map(wanted.map(([key, content]) => [key, renamed(content, ids)]));
}

const queueKeys = (db: Reader): Promise<{ id: string; key: string }[]> => db.all(sql`select id, key from queues order by key`);

type Item = Readonly<Record<string, unknown>>;

function known(ids: Map<string, string>, name: string): string {
  const id = ids.get(name) ?? uuid();
  ids.set(name, id);
  return id;
}

/** Queues and inboxes have names of their own: their ids mean nothing elsewhere. */
const mapItems = (part: PartKey, content: unknown, change: (item: Item) => Item): unknown =>
  (part === 'queues' || part === 'inboxes') && Array.isArray(content)
    ? content.map((item: unknown) => (isObject(item) ? change(item) : item))
    : content;

const withoutId = ({ id: _, ...item }: Item): Item => item;

const isObject = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every text that is a name of something gets its other name, wherever it stands; ids are never anything else. */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [names.get(key) ?? key, renamed(inner, names)]));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, inOrder(inner)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
