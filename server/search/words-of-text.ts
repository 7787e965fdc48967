/** A word as it is compared, and where it stands in the text. */
export interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** Written without spaces between words. */
const dense = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\u30FC`;
const runs = new RegExp(`(?<dense>[${dense}]+)|(?:(?![${dense}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
/** Longer ones are no words but keys and pictures; their beginning is enough to find them. */
const LONGEST_WORD = 64;

/**
 * What a text is found by, with places: words without capitals and accents; of Chinese, Japanese, Korean and Thai each
 * pair of neighbouring characters, and the last character of a run, so that every character begins one of them.
 */
export function* tokensOf(text: string): Generator<Token> {
  for (const { 0: run, index, groups } of text.matchAll(runs)) {
    if (groups?.dense) yield* pairs(run, index);
    else yield { word: plain(run), start: index, end: index + run.length };
  }
}

function* pairs(run: string, from: number): Generator<Token> {
  const characters = [...run];
  let start = from;
  for (const [i, character] of characters.entries()) {
    const next = characters[i + 1] ?? '';
    yield { word: `${character}${next}`.normalize('NFKC'), start, end: start + character.length + next.length };
    start += character.length;
  }
}

const plain = (word: string): string => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().slice(0, LONGEST_WORD);

/** Of one text; a tsvector ends at 1 MB. */
const MOST_WORDS = 8000;

/** Every word of it once. Words hold letters and digits only. */
export function wordsOfText(text: string): string[] {
  const words = new Set<string>();
  for (const { word } of tokensOf(text)) {
    if (word !== '') words.add(word);
    if (words.size === MOST_WORDS) break;
  }
  return [...words];
}
