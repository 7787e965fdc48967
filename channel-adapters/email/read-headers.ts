import { domainToASCII } from 'node:url';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { decodeText, guessCharset, isKnownCharset, widerCharset } from './decode-text.ts';

/** Headers of a mail or of one of its parts. */
export type Headers = ParsedMail;

/** Read a header block, also one with raw 8-bit text or encoded words of charsets that nobody knows. */
export async function readHeaders(block: Buffer): Promise<Headers> {
  const repaired = Buffer.from(`${repairHeaders(block).trimEnd()}\r\n\r\n`);
  return simpleParser(repaired, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
}

/** All values of a header as they were written, unfolded. */
export function headerValues(headers: Headers, name: string): string[] {
  const lines = headers.headerLines.filter(({ key }) => key === name);
  return lines.map(({ line }) =>
    line
      .slice(line.indexOf(':') + 1)
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

/** A structured header such as Content-Type: its lower-cased value and its parameters. */
export function structuredHeader(headers: Headers, name: 'content-type' | 'content-disposition') {
  const header = headers.headers.get(name);
  const none: Record<string, string | undefined> = {};
  if (typeof header !== 'object' || !('params' in header)) return { value: '', params: none };
  return { value: header.value.trim().toLowerCase(), params: { ...none, ...header.params } };
}

/** Addresses with their display names, groups unfolded; what is no address is left out. */
export function addressesIn(header: AddressObject | AddressObject[] | undefined): { address: string; name: string }[] {
  const entries = [header ?? []].flat().flatMap(({ value }) => value);
  return entries
    .flatMap((entry) => entry.group ?? [entry])
    .flatMap(({ address = '', name }) => (isAddress(address) ? [{ address: normalAddress(address), name }] : []))
    .slice(0, 500);
}

/** One spelling for one address: lower case, and the domain in ASCII so that look-alike letters show. */
export function normalAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  return (address.slice(0, at) + (domainToASCII(domain) || domain)).toLowerCase();
}

/** RFC 5321 4.5.3.1 limits, and nothing in it that could end a header or begin another address. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"(),:;\\\p{C}]{1,64}@[^\s@<>"(),:;\\\p{C}]+$/u.test(text);
}

function repairHeaders(block: Buffer): string {
  const raw = block.toString('latin1');
  const declared = /charset="?([\w.:-]+)/i.exec(raw)?.[1];
  const lines = raw.split('\n').map((line) => decodeLine(Buffer.from(line, 'latin1'), declared));
  return lines
    .join('\n')
    .replaceAll('\u0000', '')
    .replace(/=\?([^?*\s]{1,60})(\*[^?\s]{0,20})?\?([bq])\?([^?\s]*)\?=/gi, relabel);
}

// The charset of the text is the best clue to that of a raw 8-bit header, unless the bytes are plainly UTF-8.
function decodeLine(bytes: Buffer, declared: string | undefined): string {
  return decodeText(bytes, guessCharset(bytes) === 'utf-8' ? 'utf-8' : declared);
}

// RFC 2231 5 allows a language after the charset.
function relabel(_word: string, charset: string, _language: string | undefined, encoding: string, data: string): string {
  const label = widerCharset(charset);
  return `=?${isKnownCharset(label) ? label : guessCharset(encodedBytes(encoding, data))}?${encoding}?${data}?=`;
}

function encodedBytes(encoding: string, data: string): Buffer {
  if (/b/i.test(encoding)) return Buffer.from(data, 'base64');
  return Buffer.from(
    data.replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
