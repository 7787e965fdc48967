import path from 'node:path';

/** Text as it may be stored: no NUL or other control characters but line ends and tabs, no half surrogate pairs. */
export function cleanText(text: string): string {
  // UTF-8 has no half surrogate pairs: encoding replaces them.
  return Buffer.from(text.replaceAll('\u0000', '').replace(/\r\n?/g, '\n').replace(control, '')).toString();
}

/** A header value on one line, without the invisible characters that turn the direction of writing to deceive the reader. */
export function cleanLine(text: string, limit = 1000): string {
  return [...cleanText(text).replace(bidi, '').replace(/\s+/g, ' ').trim()].slice(0, limit).join('');
}

/** A file name that is only a name: no folders, no characters a file system forbids, the extension kept when it is long. */
export function cleanFileName(name: string): string {
  const base = cleanLine(name).split(/[/\\]/).at(-1) ?? '';
  const safe = base.replace(/[<>:"|?*]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  const extension = path.extname(safe).slice(0, 20);
  return [...safe.slice(0, safe.length - extension.length)].slice(0, 150).join('') + extension;
}

const control = /[^\P{Cc}\t\n]/gu;
const bidi = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
