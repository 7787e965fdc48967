import { type FileRow, problem } from './file-row.ts';

/** Characters; a quote that is not closed within them was never meant to be one. */
const LONGEST = 131_072;

/**
 * Rows of a CSV (RFC 4180, any delimiter). Broken quotes spoil the line they stand on and nothing else: the next line is read
 * as if nothing had been. Empty lines are passed over.
 */
export async function* parseCsv(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<FileRow> {
  let [rest, line] = ['', 1];
  const take = function* (isLast: boolean): Generator<FileRow> {
    let at = 0;
    for (let cut = cutRow(rest, at, delimiter, isLast); cut; cut = cutRow(rest, at, delimiter, isLast)) {
      if (cut.problem) yield { line, cells: [], problem: problem(cut.problem, null, rest.slice(at, at + 200).split('\n')[0]) };
      else if (cut.cells.length > 1 || cut.cells[0] !== '') yield { line, cells: cut.cells };
      line += cut.lines;
      at = cut.next;
    }
    rest = rest.slice(at);
  };
  for await (const piece of text) {
    rest += piece;
    yield* take(false);
  }
  yield* take(true);
}

interface Cut {
  readonly cells: readonly string[];
  /** Where the next row begins. */
  readonly next: number;
  /** Lines it takes. */
  readonly lines: number;
  readonly problem?: 'broken_quotes' | 'row_too_long';
}

/** The row that begins here; undefined when its end has not come yet. */
function cutRow(text: string, from: number, delimiter: string, isLast: boolean): Cut | undefined {
  if (from >= text.length) return undefined;
  const found = text.indexOf('\n', from);
  const end = found === -1 ? text.length : found;
  const isWaiting = !isLast && text.length - from <= LONGEST;
  if (found === -1 && !isLast) return isWaiting ? undefined : spoiled(text, end, 'row_too_long');
  const line = text.slice(from, end);
  if (!line.includes('"')) return { cells: line.split(delimiter), next: end + 1, lines: 1 };
  const quoted = cutQuoted(text, from, delimiter);
  // A quote at the very end of what has come may be the first half of a doubled one.
  const isUnsure = quoted === 'open' || (quoted !== 'broken' && quoted.next > text.length);
  if (isUnsure && isWaiting) return undefined;
  return quoted === 'open' || quoted === 'broken' ? spoiled(text, end, 'broken_quotes') : quoted;
}

/** A line of which nothing can be made; reading goes on with the next one. */
const spoiled = (text: string, end: number, problem: NonNullable<Cut['problem']>): Cut => ({
  cells: [],
  next: Math.min(end + 1, text.length),
  lines: 1,
  problem,
});

/** `open`: a quote is not closed; `broken`: something stands between a closing quote and the delimiter. */
function cutQuoted(text: string, from: number, delimiter: string): Cut | 'open' | 'broken' {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at + 1) : plainCell(text, at, delimiter);
    if (!cell) return 'open';
    cells.push(cell.value);
    const after = text[cell.end];
    if (after === undefined || after === '\n') return { cells, next: cell.end + 1, lines: linesIn(text, from, cell.end) };
    if (after !== delimiter) return 'broken';
    at = cell.end + 1;
  }
}

interface Cell {
  readonly value: string;
  /** Where what follows it stands. */
  readonly end: number;
}

function quotedCell(text: string, from: number): Cell | undefined {
  let [value, start] = ['', from];
  for (;;) {
    const close = text.indexOf('"', start);
    if (close === -1 || close - from > LONGEST) return undefined;
    if (text[close + 1] !== '"') return { value: value + text.slice(start, close), end: close + 1 };
    value += text.slice(start, close + 1);
    start = close + 2;
  }
}

function plainCell(text: string, from: number, delimiter: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++;
  return { value: text.slice(from, end), end };
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 1;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
