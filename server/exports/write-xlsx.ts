import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Cell } from './table.ts';

/** What one sheet can hold (Excel specifications). */
const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;
/** Characters handed to the packer at once. */
const PIECE = 32_768;

/**
 * Rows as an XLSX with one sheet, made while it is read. Texts are texts (ECMA-376 part 1, 18.3.1.53): nothing in it is a formula.
 * The first row stays in sight.
 */
export function writeXlsx(rows: AsyncIterable<readonly Cell[]>, sheetName: string): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, xml] of Object.entries(frame(sheetName))) zip.addBuffer(Buffer.from(xml), name);
  const sheet = Readable.from(sheetXml(rows), { objectMode: false, highWaterMark: 2 * PIECE });
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', { compressionLevel: 5 });
  zip.end();
  return readAll(zip, sheet);
}

/** Whoever stops reading ends the making; a failure in making ends the reading. */
async function* readAll(zip: ZipFile, sheet: Readable): AsyncGenerator<Uint8Array> {
  const { outputStream: packed } = zip;
  if (!(packed instanceof Readable)) throw new Error('yazl gives a stream of bytes');
  const fail = (error: Error) => void packed.destroy(error);
  zip.on('error', fail);
  sheet.on('error', fail);
  try {
    for await (const piece of packed) yield piece;
  } finally {
    sheet.destroy();
    packed.destroy();
  }
}

async function* sheetXml(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<string> {
  let text = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  let line = 0;
  for await (const row of rows) {
    line += 1;
    if (line > MOST_ROWS) throw new Error('more rows than a sheet can hold');
    text += `<row r="${line}">${row.map((cell, column) => cellXml(cell, `${columnName(column)}${line}`, line === 1)).join('')}</row>`;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  yield `${text}</sheetData></worksheet>`;
}

function cellXml(cell: Cell, place: string, isHead: boolean): string {
  if (cell === null || cell === undefined || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  return `<c r="${place}" t="inlineStr"${isHead ? ' s="1"' : ''}><is><t xml:space="preserve">${escaped(cell.slice(0, MOST_CHARACTERS))}</t></is></c>`;
}

const columnName = (column: number): string =>
  `${column >= 26 ? columnName(Math.floor(column / 26) - 1) : ''}${String.fromCharCode(65 + (column % 26))}`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
/** XML 1.0 holds no control characters but tab and line ends. */
const escaped = (text: string): string =>
  text.replace(/(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]|\p{Cs}/gu, '').replace(/[&<>"\r]/g, (sign) => entities[sign] ?? '');

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Everything around the sheet. */
const frame = (sheetName: string): Record<string, string> => ({
  '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contentType}.worksheet+xml"/></Types>`,
  '_rels/.rels': `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(sheetName.slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
});
