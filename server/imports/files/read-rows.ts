import type { FileFormat, ImportSettings, SettingsGiven } from '../../contract/imports.ts';
import { HubError } from '../../errors.ts';
import type { ByteSource } from './byte-source.ts';
import { firstBytes } from './byte-source.ts';
import { decodeText } from './decode-text.ts';
import type { FileRow } from './file-row.ts';
import { findDelimiter } from './find-delimiter.ts';
import { findEncoding } from './find-encoding.ts';
import { parseCsv } from './parse-csv.ts';
import { parseJsonLines } from './parse-json-lines.ts';
import { readXlsx } from './read-xlsx.ts';

export type Writing = Pick<ImportSettings, 'encoding' | 'delimiter'>;

const LOOKED_AT = 262_144;

/** How a file is written, as far as nobody has said. Throws `import_empty`, or `import_format` for what its name does not say. */
export async function findWriting(source: ByteSource, format: FileFormat, given: SettingsGiven): Promise<Writing> {
  const bytes = await firstBytes(source, LOOKED_AT);
  if (bytes.length === 0) throw new HubError('import_empty');
  refuseDisguise(bytes, format);
  const encoding = given.encoding ?? findEncoding(bytes);
  return { encoding, delimiter: given.delimiter ?? findDelimiter(new TextDecoder(encoding).decode(bytes)) };
}

/** A ZIP (also XLSX), an old XLS, a PDF, a picture. */
const signatures = ['504b0304', 'd0cf11e0', '25504446', '89504e47', 'ffd8ff', '1f8b08'] as const;

function refuseDisguise(bytes: Uint8Array, format: FileFormat): void {
  const begins = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const known = signatures.find((signature) => begins.startsWith(signature));
  if (format === 'xlsx' ? known !== '504b0304' : known !== undefined) throw new HubError('import_format', format);
}

/** Every row of a file, the names of its columns first. */
export function readRows(source: ByteSource, format: FileFormat, { encoding, delimiter }: Writing): AsyncGenerator<FileRow> {
  if (format === 'xlsx') return readXlsx(source);
  const text = decodeText(source.stream(), encoding);
  return format === 'csv' ? parseCsv(text, delimiter) : parseJsonLines(text);
}

export interface OpenTable {
  readonly names: readonly string[];
  readonly rows: AsyncGenerator<FileRow>;
}

/** The names of the columns, and the rows below them. Throws `import_empty`. */
export async function openTable(source: ByteSource, format: FileFormat, writing: Writing): Promise<OpenTable> {
  const rows = readRows(source, format, writing);
  const head = await rows.next();
  if (head.done || head.value.problem || head.value.cells.every((cell) => cell.trim() === '')) {
    await rows.return(undefined);
    throw new HubError(head.done ? 'import_empty' : 'import_format', 'the first row must name the columns');
  }
  return { names: head.value.cells.map((name) => name.trim()), rows };
}
