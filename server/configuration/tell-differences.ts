import { both } from '../catalog/words.ts';
import type { Label } from '../contract/entities.ts';
import type { Difference, PartKey } from '../contract/settings.ts';
import { fieldWords } from './field-words.ts';
import type { Names } from './names.ts';
import { wordsOf } from './words-of-values.ts';

interface Place {
  readonly path: readonly string[];
  readonly trail: readonly Label[];
  readonly names: Names;
}

/** What is different between two states of a part, place by place, in words. */
export const tellDifferences = (part: PartKey, before: unknown, after: unknown, names: Names): Difference[] =>
  compare(before ?? undefined, after ?? undefined, { path: [part], trail: [], names });

function compare(before: unknown, after: unknown, place: Place): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [was, is] = [listOf(before), listOf(after)];
  if (was && is) return compareLists(was, is, place);
  if (isBranch(before) || isBranch(after)) return compareObjects(isBranch(before) ? before : {}, isBranch(after) ? after : {}, place);
  return tell(before, after, place);
}

/** Things with a name of their own; of all other lists only the whole says something. */
type Named = Readonly<Record<string, unknown>>;

function listOf(value: unknown): readonly Named[] | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
  return Array.isArray(value) && value.every((item) => isBranch(item)) ? value : undefined;
}

const identities = ['id', 'code', 'address', 'key', 'field', 'tier', 'email'];
const identityOf = (item: Named, i: number): string => {
  const field = identities.find((name) => typeof item[name] === 'string');
  return field === undefined ? String(i + 1) : `${item.channel ?? ''}${item[field]}`;
};

function compareLists(before: readonly Named[], after: readonly Named[], place: Place): Difference[] {
  const [was, is] = [keyed(before), keyed(after)];
  const common = [...is.keys()].filter((key) => was.has(key));
  const moved = common.join() !== [...was.keys()].filter((key) => is.has(key)).join();
  return [
    ...[...was].filter(([key]) => !is.has(key)).map(([key, item]) => entry(item, key, place, 'from')),
    ...[...is].flatMap(([key, item]) =>
      was.has(key)
        ? compare(was.get(key), item, inside(place, key, titleOf(was.get(key) ?? item, key, place)))
        : [entry(item, key, place, 'to')],
    ),
    ...(moved ? [order(was, is, common, place)] : []),
  ];
}

const keyed = (items: readonly Named[]) => new Map(items.map((item, i) => [identityOf(item, i), item]));

const entry = (item: Named, key: string, place: Place, side: 'from' | 'to'): Difference => ({
  place: [...place.path, key].join('.'),
  what: trailWords(place, side === 'to' ? both('New', '新增') : both('Gone', '移除')),
  from: null,
  to: null,
  [side]: titleOf(item, key, place),
});

function order(was: ReadonlyMap<string, Named>, is: ReadonlyMap<string, Named>, common: readonly string[], place: Place): Difference {
  const inOrder = (items: ReadonlyMap<string, Named>) => {
    const titles = [...items].filter(([key]) => common.includes(key)).map(([key, item]) => titleOf(item, key, place));
    return both(titles.map(({ en }) => en).join(', '), titles.map((title) => title['zh-CN']).join('、'));
  };
  return { place: place.path.join('.'), what: trailWords(place, both('Order', '顺序')), from: inOrder(was), to: inOrder(is) };
}

function compareObjects(before: Named, after: Named, place: Place): Difference[] {
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return keys.flatMap((key) => compare(before[key], after[key], inside(place, key, wordsOfKey(key, place.names))));
}

const inside = ({ path, trail, names }: Place, key: string, words: Label): Place => ({
  path: [...path, key],
  trail: [...trail, words],
  names,
});

const wordsOfKey = (key: string, names: Names): Label => fieldWords[key] ?? names.get(key) ?? both(key, key);

function tell(before: unknown, after: unknown, { path, trail, names }: Place): Difference[] {
  const says = (value: unknown) => (value === undefined ? null : wordsOf(value, path, names));
  const [from, to] = [says(before), says(after)];
  return from?.en === to?.en && from?.['zh-CN'] === to?.['zh-CN']
    ? []
    : [{ place: path.join('.'), what: trailWords({ path, trail, names }), from, to }];
}

function trailWords({ trail }: Place, last?: Label): Label {
  const words = last ? [...trail, last] : trail;
  return both(words.map(({ en }) => en).join(' · '), words.map((word) => word['zh-CN']).join(' · '));
}

function titleOf(item: Named, key: string, { names }: Place): Label {
  for (const name of [item.label, item.name]) if (isLabel(name)) return name;
  return wordsOfKey(key, names);
}

const isLabel = (value: unknown): value is Label =>
  typeof value === 'object' &&
  value !== null &&
  'en' in value &&
  'zh-CN' in value &&
  typeof value.en === 'string' &&
  typeof value['zh-CN'] === 'string';

/** Has parts that can differ by themselves; a text in both languages is one thing. */
const isBranch = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLabel(value);
