import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { InputError, oneLine } from './input-error.ts';

/** What is wrong with a row; the reader adds the place. */
export class RowError extends Error {}

/** Where a CSV comes from: the path of a file, or its text with a name for it. */
export type CsvSource = string | { readonly name: string; readonly text: string };

/** Columns in this order; of those named optional each may stand among them or not. */
export interface Header {
  readonly columns: readonly string[];
  readonly optional?: readonly string[];
}

/** Rows of text in UTF-8 under this header. Throws `InputError` with the line where a row that is refused ends. */
export async function readCsv(
  from: CsvSource,
  header: Header,
  take: (fields: readonly string[], columns: readonly string[]) => void,
): Promise<void> {
  let line = 1;
  let columns: readonly string[] | undefined;
  try {
    for await (const { record, info } of rowsOf(from)) {
      line = info.lines;
      if (columns) take(checked(record, columns), columns);
      else columns = checkHeader(record, header);
    }
    if (!columns) checkHeader([], header);
  } catch (error) {
    throw placed(error, typeof from === 'string' ? path.basename(from) : from.name, line);
  }
}

function placed(error: unknown, name: string, line: number): unknown {
  if (error instanceof RowError) return new InputError(`${name} line ${line}`, error.message);
  if (error instanceof CsvError) return new InputError(`${name} line ${Number(error.lines)}`, oneLine(error.message));
  if (error instanceof Error && 'syscall' in error) return new InputError(name, `cannot be read (${oneLine(error.message)})`);
  return error;
}

async function* rowsOf(from: CsvSource): AsyncGenerator<{ record: string[]; info: { lines: number } }> {
  const source: Readable = typeof from === 'string' ? createReadStream(from) : Readable.from(piecesOf(from.text));
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] });
  source.on('error', (error) => void parser.destroy(error)).pipe(parser);
  try {
    yield* parser;
  } finally {
    source.destroy();
  }
}

const PIECE = 65_536;

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}

function checkHeader(fields: readonly string[], { columns, optional = [] }: Header): readonly string[] {
  const isKnown = fields.every((field) => columns.includes(field) || optional.includes(field)) && new Set(fields).size === fields.length;
  if (isKnown && fields.filter((field) => columns.includes(field)).join() === columns.join()) return fields;
  throw new RowError(`must be ${columns.join()}${optional.length > 0 ? ` and perhaps ${optional.join()}` : ''}`);
}

function checked(fields: readonly string[], header: readonly string[]): readonly string[] {
  if (fields.length !== header.length) throw new RowError(`has ${fields.length} fields, must have ${header.length}`);
  if (fields.some((field) => field.includes('\uFFFD'))) throw new RowError('is not UTF-8');
  return fields;
}

/** A number as it may stand in a file. */
export function numberIn(field: string, column: string): number {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(field.trim()) ? Number(field) : Number.NaN;
  if (!Number.isFinite(number)) throw new RowError(`${column}: ${JSON.stringify(field)} is not a number`);
  return number;
}

/** A length of time as it may stand in a file. */
export function secondsIn(field: string, column: string): number {
  const seconds = numberIn(field, column);
  if (seconds < 0) throw new RowError(`${column}: must not be negative`);
  return seconds;
}
