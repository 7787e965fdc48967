import { createReadStream } from 'node:fs';
import path from 'node:path';
import { CsvError, parse } from 'csv-parse';
import { InputError } from './input-error.ts';

/** A row by its columns, and how to refuse it. */
export interface Row {
  text(column: string): string;
  /** Finite and not negative. */
  amount(column: string): number;
  refuse(column: string, problem: string): never;
}

/**
 * The rows of a CSV in UTF-8 (RFC 4180, any line ends) whose header has these columns, and perhaps the optional ones.
 * Throws `InputError` with the line where a refused row ends.
 */
export async function readRows(
  file: string,
  columns: readonly string[],
  optional: readonly string[],
  take: (row: Row, header: readonly string[]) => void,
): Promise<void> {
  const name = path.basename(file);
  let header: readonly string[] | undefined;
  try {
    for await (const { record, info } of rowsOf(file)) {
      const place = `${name} line ${info.lines}`;
      if (!header) header = checkHeader(record, columns, optional, place);
      else take(rowOf(record, header, place), header);
    }
  } catch (error) {
    throw placed(error, name);
  }
  if (!header) throw new InputError(name, `is empty; it must begin with ${columns.join()}`);
}

async function* rowsOf(file: string): AsyncGenerator<{ record: string[]; info: { lines: number } }> {
  const source = createReadStream(file);
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] });
  source.on('error', (error) => void parser.destroy(error)).pipe(parser);
  try {
    yield* parser;
  } finally {
    source.destroy();
  }
}

function checkHeader(fields: readonly string[], columns: readonly string[], optional: readonly string[], place: string): readonly string[] {
  const strange = fields.filter((field) => !columns.includes(field) && !optional.includes(field));
  const missing = columns.filter((column) => !fields.includes(column));
  if (strange.length + missing.length === 0 && new Set(fields).size === fields.length) return fields;
  throw new InputError(place, `must be ${columns.join()}${optional.length > 0 ? ` and perhaps ${optional.join()}` : ''}`);
}

function rowOf(fields: readonly string[], header: readonly string[], place: string): Row {
  if (fields.length !== header.length) throw new InputError(place, `has ${fields.length} fields, must have ${header.length}`);
  if (fields.some((field) => field.includes('\uFFFD'))) throw new InputError(place, 'is not UTF-8');
  const text = (column: string) => fields[header.indexOf(column)] ?? '';
  const refuse = (column: string, problem: string): never => {
    throw new InputError(place, `${column}: ${problem}`);
  };
  return {
    text,
    refuse,
    amount(column) {
      const field = text(column).trim();
      if (!/^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(field) || !Number.isFinite(Number(field)))
        return refuse(column, `${JSON.stringify(field)} is not a number of at least 0`);
      return Number(field);
    },
  };
}

function placed(error: unknown, name: string): unknown {
  if (error instanceof CsvError) return new InputError(`${name} line ${Number(error.lines)}`, error.message);
  if (error instanceof Error && 'syscall' in error) return new InputError(name, `cannot be read (${error.message})`);
  return error;
}
