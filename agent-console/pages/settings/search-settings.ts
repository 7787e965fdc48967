import { isSaid } from '../../commands/spelling.ts';
import type { SettingsPage } from './settings-pages.ts';

export interface Match {
  readonly page: SettingsPage;
  /** Texts of its fields in which the words stand, in the reader's language where there is one. */
  readonly fields: readonly string[];
}

/** The reader’s language, and the texts of each that is at hand. */
export interface Known {
  readonly language: string;
  readonly texts: Readonly<Record<string, unknown>>;
}

/** Sentences are no names of fields. */
const LONGEST = 60;
const MOST_FIELDS = 3;

/** Pages on which all words stand, in either language: in their names first, then in the names of their fields. */
export function searchSettings(pages: readonly SettingsPage[], words: string, known: Known): Match[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const has = (text: string) => wanted.every((word) => isSaid(word, text));
  const found = pages.flatMap((page): (Match & { rank: number })[] => {
    const says = (places: readonly string[]) => textsOf(places, known).some(({ texts }) => texts.some(has));
    const fields = textsOf(page.texts, known).filter(({ texts }) => texts.some((text) => text.length <= LONGEST && has(text)));
    const rank = says([page.title]) ? 2 : says(page.hint ? [page.hint] : []) ? 1 : 0;
    return rank > 0 || fields.length > 0
      ? [{ page, rank, fields: [...new Set(fields.map(({ shown }) => shown))].slice(0, MOST_FIELDS) }]
      : [];
  });
  return found.sort((a, b) => b.rank - a.rank);
}

interface Text {
  readonly shown: string;
  readonly texts: readonly string[];
}

/** Every text below these places, as it is shown and in all languages. */
function textsOf(places: readonly string[], { language: current, texts: trees }: Known): Text[] {
  return places.flatMap((place) => {
    const byKey = new Map<string, Map<string, string>>();
    for (const [language, tree] of Object.entries(trees))
      for (const [key, text] of leaves(at(tree, place), place)) byKey.set(key, (byKey.get(key) ?? new Map()).set(language, text));
    return [...byKey.values()].map((texts) => ({ shown: tidy(texts.get(current) ?? ''), texts: [...texts.values()].map(tidy) }));
  });
}

/** Of a text with singular and plural the singular, without what is filled in. */
const tidy = (text: string): string => (text.split(' | ')[0] ?? '').replace(/[:：]?\s*\{\w+\}/g, '').trim();

const at = (tree: unknown, place: string): unknown =>
  place.split('.').reduce((inner: unknown, key) => (isTree(inner) ? inner[key] : undefined), tree);

function leaves(tree: unknown, place: string): [string, string][] {
  if (typeof tree === 'string') return [[place, tree]];
  return isTree(tree) ? Object.entries(tree).flatMap(([key, inner]) => leaves(inner, `${place}.${key}`)) : [];
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
