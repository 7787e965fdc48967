import { type FileRow, problem } from './file-row.ts';

const LONGEST = 1_048_576;

/**
 * Rows of JSON Lines. Columns are the keys of the first rows, in the order they come up, and stand in the first row given; what
 * is no text stands in its cell as JSON writes it.
 */
export async function* parseJsonLines(text: AsyncIterable<string>): AsyncGenerator<FileRow> {
  const first: Line[] = [];
  let columns: readonly string[] | undefined;
  for await (const line of lines(text)) {
    if (columns) yield rowOf(line, columns);
    else if (first.push(line) === LOOKED_AT) {
      columns = columnsOf(first);
      yield { line: 0, cells: columns };
      for (const early of first) yield rowOf(early, columns);
    }
  }
  if (columns || first.length === 0) return;
  columns = columnsOf(first);
  yield { line: 0, cells: columns };
  for (const line of first) yield rowOf(line, columns);
}

const LOOKED_AT = 100;

interface Line {
  readonly number: number;
  /** Undefined when it is no object. */
  readonly object: Record<string, unknown> | undefined;
  readonly text: string;
}

async function* lines(text: AsyncIterable<string>): AsyncGenerator<Line> {
  let [rest, number] = ['', 0];
  for await (const piece of text) {
    const parts = (rest + piece).split('\n');
    rest = (parts.pop() ?? '').slice(0, LONGEST);
    for (const part of parts) {
      number += 1;
      if (part.trim()) yield parse(part, number);
    }
  }
  if (rest.trim()) yield parse(rest, number + 1);
}

function parse(text: string, number: number): Line {
  try {
    const value: unknown = JSON.parse(text);
    return { number, text, object: isObject(value) ? value : undefined };
  } catch {
    return { number, text, object: undefined };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const columnsOf = (first: readonly Line[]): string[] => [...new Set(first.flatMap(({ object }) => Object.keys(object ?? {})))];

function rowOf({ number, object, text }: Line, columns: readonly string[]): FileRow {
  if (!object) return { line: number, cells: [], problem: problem('not_json', null, text) };
  return { line: number, cells: columns.map((column) => written(object[column])) };
}

function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
