export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

export class XmlError extends Error {}

/**
 * A strict reader of the XML that TwiML uses: elements, attributes, text, comments, CDATA, the five named and the
 * numeric entities. Document types are refused (they are how XML attacks begin). Throws `XmlError`.
 */
export function parseXml(source: string): XmlElement {
  const root: Open = { name: '', attributes: {}, children: [] };
  const open = [root];
  let at = 0;
  for (const token of source.matchAll(tokens)) {
    if (token.index !== at) throw new XmlError(`not well-formed at character ${at}`);
    at += token[0].length;
    take(token.groups ?? {}, open);
  }
  if (at !== source.length) throw new XmlError(`not well-formed at character ${at}`);
  if (open.length > 1) throw new XmlError(`<${open.at(-1)?.name}> is not closed`);
  return onlyElement(root);
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

const name = '[A-Za-z_][\\w.:-]*';
const attribute = `\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
const tokens = new RegExp(
  `(?<skip><\\?[^]*?\\?>|<!--[^]*?-->)|<!\\[CDATA\\[(?<cdata>[^]*?)\\]\\]>|</(?<close>${name})\\s*>` +
    `|<(?<begin>${name})(?<attributes>(?:${attribute})*)\\s*(?<empty>/?)>|(?<text>[^<]+)`,
  'gy',
);

function take(token: Record<string, string | undefined>, open: Open[]): void {
  const parent = open.at(-1);
  if (!parent) throw new XmlError('more is closed than was opened');
  if (token.begin !== undefined) begin(token, parent, open);
  else if (token.close !== undefined) close(token.close, parent, open);
  else if (token.cdata !== undefined) parent.children.push(token.cdata);
  else if (token.text !== undefined) parent.children.push(decode(token.text));
}

function begin(token: Record<string, string | undefined>, parent: Open, open: Open[]): void {
  const element: Open = { name: token.begin ?? '', attributes: attributesOf(token.attributes ?? ''), children: [] };
  parent.children.push(element);
  if (!token.empty) open.push(element);
}

function close(closed: string, parent: Open, open: Open[]): void {
  if (parent.name !== closed) throw new XmlError(`</${closed}> closes <${parent.name}>`);
  open.pop();
}

function attributesOf(source: string): Record<string, string> {
  const found = new Map<string, string>();
  for (const [, key = '', quoted = ''] of source.matchAll(new RegExp(`(${name})\\s*=\\s*("[^"]*"|'[^']*')`, 'g'))) {
    if (found.has(key)) throw new XmlError(`attribute ${key} is given twice`);
    found.set(key, decode(quoted.slice(1, -1)));
  }
  return Object.fromEntries(found);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&([^;&\s]*);?/g, (whole, entity: string) => {
    const number = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(entity);
    const point = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10) : undefined;
    const character = point === undefined ? entities[entity] : point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
    if (character === undefined || !whole.endsWith(';')) throw new XmlError(`${whole} is no entity`);
    return character;
  });
}

function onlyElement(root: Open): XmlElement {
  const elements = root.children.filter((child) => typeof child !== 'string');
  const stray = root.children.some((child) => typeof child === 'string' && child.trim() !== '');
  const [element] = elements;
  if (!element || elements.length > 1 || stray) throw new XmlError('a document is exactly one element');
  return element;
}
