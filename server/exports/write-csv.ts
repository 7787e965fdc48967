import type { Cell } from './table.ts';

/** Gathered until this long (characters), so that a row is no packet of its own. */
const PIECE = 32_768;
/** Spreadsheets know by it that a CSV is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Rows as CSV (RFC 4180) in UTF-8, safe to open in a spreadsheet: nothing in it is computed. */
export async function* writeCsv(rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>): AsyncGenerator<string> {
  let text = BYTE_ORDER_MARK;
  for await (const row of rows) {
    text += `${row.map(written).join(',')}\r\n`;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** A text that begins like a formula gets an apostrophe (OWASP, CSV Injection); imports take it off again. */
function written(cell: Cell): string {
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell ?? '');
  return /[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
