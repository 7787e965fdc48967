/** A word as it is compared: one form for what looks the same (Unicode NFKC), no capitals. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

const han = /\p{Script=Han}+/gu;
/** Longer runs are no names: their later characters are found by their first ones. */
const LONGEST_RUN = 8;

/** How Chinese is spelled: syllables without tones. */
export type Spell = (characters: string) => readonly string[];

/**
 * Every word a name is found by: as it is written, without accents, each Chinese run from each of its characters on, and
 * the run in pinyin, in full and by initials, with and without its first character (the family name).
 */
export function wordsOfName(name: string, spell: Spell): string[] {
  const written = fold(name).split(/\s+/u).filter(Boolean);
  const plain = written.map((word) => word.normalize('NFD').replace(/\p{M}/gu, ''));
  const runs = [...fold(name).matchAll(han)].map(([run]) => run);
  return [...new Set([...written, ...plain, ...runs.flatMap(suffixes), ...runs.flatMap((run) => spelled(spell(run)))])];
}

const suffixes = (run: string): string[] => [...run].slice(0, LONGEST_RUN).map((_, from) => [...run].slice(from).join(''));

function spelled(syllables: readonly string[]): string[] {
  const initials = syllables.map((syllable) => syllable[0] ?? '');
  return [syllables, syllables.slice(1), initials, initials.slice(1)].map((parts) => parts.join('')).filter((word) => word.length > 1);
}

/** The words of a record side by side, each with a space before and behind it: where a word begins can be asked for. */
export const searchText = (words: readonly string[]): string => ` ${[...new Set(words)].join(' ')} `;

/** What a search asks for: words as they are compared, or the digits of a number in whatever writing. */
export function wordsAsked(search: string): string[] {
  // Without the zeros that people dial before a number at home (0…) or abroad (00…): E.164 has none.
  const digits = search.replace(/\D/g, '').replace(/^0+/, '');
  if (digits.length >= 4 && /^[\d\s()+./-]+$/.test(search)) return [digits];
  return fold(search).split(/\s+/u).filter(Boolean);
}
