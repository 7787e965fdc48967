import type { ByteSource } from './byte-source.ts';
import { type FileRow, problem } from './file-row.ts';
import { notReadable, openWorkbook } from './open-workbook.ts';
import { readXml, type XmlReader } from './read-xml.ts';
import { readParts, type WorkbookParts } from './workbook-parts.ts';

/** Columns beyond this are not looked at. */
const MOST_COLUMNS = 200;

/**
 * Rows of the first sheet of an XLSX, one after the other as they are asked for. Of a formula the value that was last computed
 * is read; nothing is ever computed here. Dates come as ISO 8601.
 */
export async function* readXlsx(source: ByteSource): AsyncGenerator<FileRow> {
  const workbook = await openWorkbook(source);
  try {
    const parts = await readParts(workbook);
    yield* readXml(await workbook.read(parts.sheet), sheetRows(parts));
  } catch (error) {
    notReadable(error);
  } finally {
    workbook.close();
  }
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  text: string;
  isFormula: boolean;
}

function sheetRows(parts: WorkbookParts): XmlReader<FileRow> {
  const found: FileRow[] = [];
  let line = 0;
  let cells: string[] = [];
  let cell: OpenCell | undefined;
  let isValue = false;
  let wrong: FileRow['problem'];
  const finish = (open: OpenCell) => {
    const value = readCell(open, parts);
    if (open.column < MOST_COLUMNS) cells[open.column] = value;
    if (open.type === 'e' || (open.isFormula && open.text === '')) wrong ??= problem('formula_error', columnName(open.column), value);
  };
  return {
    open(name, attributes) {
      if (name === 'row') {
        line = Number(attributes.r) || line + 1;
        cells = [];
        wrong = undefined;
      } else if (name === 'c') {
        const column = attributes.r ? columnOf(attributes.r) : (cell?.column ?? -1) + 1;
        cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), text: '', isFormula: false };
      } else if (name === 'f' && cell) cell.isFormula = true;
      isValue = name === 'v' || name === 't';
    },
    text(piece) {
      if (isValue && cell) cell.text += piece;
    },
    close(name) {
      isValue = false;
      if (name === 'c' && cell) finish(cell);
      if (name !== 'row') return;
      cell = undefined;
      const full = Array.from(cells, (value) => value ?? '');
      if (full.some((value) => value !== '')) found.push(wrong ? { line, cells: full, problem: wrong } : { line, cells: full });
    },
    found: () => found.splice(0),
  };
}

/** `B7` → 1 */
function columnOf(place: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(place)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return `${rest > 0 ? columnName(rest - 1) : ''}${String.fromCharCode(65 + (column % 26))}`;
}

function readCell({ type, style, text }: OpenCell, { strings, dates, from1904 }: WorkbookParts): string {
  if (type === 's') return strings[Number(text)] ?? '';
  if (type === 'b') return text === '1' ? 'true' : 'false';
  if (type !== 'n' || text === '') return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  return dates[style] ? dateOf(number, from1904) : plainNumber(number);
}

/** Without an exponent: a long number is a phone number or a key. */
const plainNumber = (number: number): string =>
  Number.isInteger(number) && Math.abs(number) < 1e21 ? BigInt(number).toString() : String(number);

const DAY = 86_400_000;

/** Days since 1899-12-30 (which makes up for the 29 February 1900 that there never was), or since 1904-01-01. */
function dateOf(serial: number, from1904: boolean): string {
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const time = new Date(start + Math.round((serial * DAY) / 1000) * 1000);
  if (Number.isNaN(time.getTime())) return String(serial);
  const text = time.toISOString().slice(0, 19);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}
