import { HubError } from '../../errors.ts';
import type { Workbook } from './open-workbook.ts';
import { readXml, type XmlReader } from './read-xml.ts';

/** What the cells of a sheet refer to (ECMA-376 part 1, 18). */
export interface WorkbookParts {
  readonly sheet: string;
  readonly strings: readonly string[];
  /** By number of cell style: whether it shows a date. */
  readonly dates: readonly boolean[];
  /** Days count from 1904 (workbooks that once came from a Macintosh). */
  readonly from1904: boolean;
}

/** Characters of texts that cells share: they are held while the sheet is read. */
const MOST_SHARED = 128 * 1024 * 1024;

export async function readParts(workbook: Workbook): Promise<WorkbookParts> {
  const { first, from1904 } = await readSheets(workbook);
  const targets = await readTargets(workbook);
  const sheet = `xl/${(targets.get(first) ?? 'worksheets/sheet1.xml').replace(/^\/?(xl\/)?/, '')}`;
  return { sheet, strings: await readStrings(workbook), dates: await readDateStyles(workbook), from1904 };
}

async function readSheets(workbook: Workbook): Promise<{ first: string; from1904: boolean }> {
  let [first, from1904] = ['', false];
  await walk(workbook, 'xl/workbook.xml', (name, attributes) => {
    if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
    if (name === 'sheet' && !first) first = attributes['r:id'] ?? '';
  });
  return { first, from1904 };
}

async function readTargets(workbook: Workbook): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await walk(workbook, 'xl/_rels/workbook.xml.rels', (name, { Id, Target }) => {
    if (name === 'Relationship' && Id && Target) targets.set(Id, Target);
  });
  return targets;
}

async function walk(workbook: Workbook, name: string, open: NonNullable<XmlReader<never>['open']>): Promise<void> {
  for await (const _ of readXml(await workbook.read(name), { open, found: () => [] }));
}

async function readStrings(workbook: Workbook): Promise<string[]> {
  const name = 'xl/sharedStrings.xml';
  if (!workbook.has(name)) return [];
  const strings: string[] = [];
  let size = 0;
  for await (const text of readXml(await workbook.read(name), texts())) {
    size += text.length;
    if (size > MOST_SHARED) throw new HubError('import_too_large', 'too many different texts for a workbook: save it as CSV');
    strings.push(text);
  }
  return strings;
}

/** `<si>` holds `<t>`, or runs of them; what is spoken (`<rPh>`) is no part of the text. */
function texts(): XmlReader<string> {
  let [found, text, isText, isSpoken]: [string[], string, boolean, boolean] = [[], '', false, false];
  return {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isSpoken = true;
      isText = name === 't' && !isSpoken;
    },
    text: (piece) => {
      if (isText) text += piece;
    },
    close: (name) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isSpoken = false;
      if (name === 'si') found.push(text);
    },
    found: () => found.splice(0),
  };
}

async function readDateStyles(workbook: Workbook): Promise<boolean[]> {
  const own = new Map<number, boolean>();
  const dates: boolean[] = [];
  let inCells = false;
  if (!workbook.has('xl/styles.xml')) return dates;
  await walk(workbook, 'xl/styles.xml', (name, attributes) => {
    if (name === 'numFmt') own.set(Number(attributes.numFmtId), showsDate(attributes.formatCode ?? ''));
    if (name.endsWith('Xfs')) inCells = name === 'cellXfs';
    if (name === 'xf' && inCells) dates.push(isDate(Number(attributes.numFmtId ?? 0), own));
  });
  return dates;
}

/** Formats that every program knows by number: 14–22 and 45–47 are dates and times, 27–36 and 50–58 East Asian ones. */
const isDate = (format: number, own: ReadonlyMap<number, boolean>): boolean =>
  own.get(format) ??
  ((format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) || (format >= 50 && format <= 58));

/** Outside of quotes and brackets. */
const showsDate = (format: string): boolean => /[ymdhs年月日]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
