import type { Snippet } from '../contract/history.ts';
import { fits, type Term } from './read-question.ts';
import { tokensOf } from './words-of-text.ts';

/** How much of a text is shown, and how much of it before the first hit (UTF-16 units). */
const LENGTH = 160;
const BEFORE = 40;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The part of a text where most of what was asked for stands together, in pieces; its beginning where nothing does. */
export function cutSnippet(text: string, terms: readonly Term[]): Snippet {
  const hits = hitsIn(text, terms);
  const first = hits[busiest(hits)]?.start ?? 0;
  const from = startOfWord(text, text.length <= LENGTH ? 0 : Math.max(0, first - BEFORE));
  const to = endOfCharacter(text, Math.min(text.length, from + LENGTH));
  const pieces = piecesOf(text, from, to, hits);
  return [...(from > 0 ? [{ text: '…', hit: false }] : []), ...pieces, ...(to < text.length ? [{ text: '…', hit: false }] : [])];
}

/** Hits that touch or overlap, as pairs of Chinese characters do, are one. */
function hitsIn(text: string, terms: readonly Term[]): Range[] {
  const hits: { start: number; end: number }[] = [];
  for (const { word, start, end } of tokensOf(text)) {
    const term = terms.find((one) => fits(one, word));
    if (!term) continue;
    const to = lengthOfHit(term, word, start, end);
    const last = hits.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, to);
    else hits.push({ start, end: to });
  }
  return hits;
}

/** Of a pair of which only the first character was asked for, only that one is marked. */
const lengthOfHit = (term: Term, word: string, start: number, end: number): number =>
  [...term.word].length === 1 && [...word].length === 2 ? start + ([...term.word][0]?.length ?? end - start) : end;

function busiest(hits: readonly Range[]): number {
  const counts = hits.map(({ start }) => hits.filter((other) => other.start >= start && other.end <= start + LENGTH - BEFORE).length);
  return Math.max(0, counts.indexOf(Math.max(...counts)));
}

function piecesOf(text: string, from: number, to: number, hits: readonly Range[]): Snippet {
  const pieces: Snippet = [];
  let at = from;
  for (const { start, end } of hits.filter((hit) => hit.start >= from && hit.end <= to)) {
    if (start > at) pieces.push({ text: text.slice(at, start), hit: false });
    pieces.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  return at < to ? [...pieces, { text: text.slice(at, to), hit: false }] : pieces;
}

/** Back to where a word begins, if that is near; never into the middle of a character. */
function startOfWord(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  return at > 0 && space > at - 15 ? space + 1 : at - (isLowHalf(text, at) ? 1 : 0);
}

const endOfCharacter = (text: string, at: number): number => at + (isLowHalf(text, at) ? 1 : 0);
const isLowHalf = (text: string, at: number): boolean => /[\uDC00-\uDFFF]/.test(text[at] ?? '');
