import { tokensOf } from './words-of-text.ts';

/** One thing that must stand in the text: a whole word, or the beginning of one. */
export interface Term {
  readonly word: string;
  readonly begins: boolean;
}

/** Short words are asked for whole: of their beginnings there are too many. */
const SHORTEST_BEGINNING = 3;
const MOST_TERMS = 16;

/** What a search asks for; nothing, where it holds no word at all. */
export function readQuestion(search: string): Term[] {
  const tokens = [...tokensOf(search)].filter(({ word }) => word !== '');
  const terms = tokens.flatMap((token, i) => termOf(token.word, tokens[i - 1]?.end === token.end && token.end > token.start));
  return [...new Map(terms.map((term) => [term.word, term])).values()].slice(0, MOST_TERMS);
}

/** Who sees numbers in part only could find out the rest digit by digit, by whether something is found. */
export const triesNumber = (search: string | undefined): boolean => /\p{Nd}{4,}/u.test(search ?? '');

/** The last character of a run is in the pair before it already; one that stands alone begins a pair. */
function termOf(word: string, inPairBefore: boolean): Term[] {
  if (inPairBefore) return [];
  const begins = isDense(word) ? [...word].length === 1 : word.length >= SHORTEST_BEGINNING;
  return [{ word, begins }];
}

const isDense = (word: string): boolean =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(word);

/** As PostgreSQL's tsquery: every term. Words hold letters and digits only, so that nothing in them is syntax. */
export const tsqueryOf = (terms: readonly Term[]): string => terms.map(({ word, begins }) => `'${word}'${begins ? ':*' : ''}`).join(' & ');

export const fits = (term: Term, word: string): boolean => (term.begins ? word.startsWith(term.word) : word === term.word);
