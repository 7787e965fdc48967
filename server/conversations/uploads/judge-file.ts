import { HubError } from '../../errors.ts';

/** By their first bytes: what a browser may show. A name or a header proves nothing. */
const beginnings: readonly (readonly [type: string, bytes: string, at?: number])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF8'],
  ['image/webp', 'WEBP', 8],
  ['application/pdf', '%PDF-'],
];

/** Windows and Unix programs begin so. */
const programs = ['MZ', '\x7fELF'];
/** What the large mail services refuse. */
const programNames = /\.(exe|com|scr|pif|bat|cmd|msi|msp|hta|cpl|jar|js|jse|vbs|vbe|wsf|ps1|lnk|reg|dll|apk)\s*$/i;

/** How many bytes of a file are looked at. */
export const HEAD = 16;

/** The content type a file really has, as far as it matters. Throws `file_refused` for programs. */
export function judgeFile(name: string, declared: string, head: Uint8Array): string {
  const start = Buffer.from(head).toString('latin1');
  if (programNames.test(name) || programs.some((bytes) => start.startsWith(bytes))) throw new HubError('file_refused', name);
  const known = beginnings.find(([, bytes, at = 0]) => start.startsWith(bytes, at));
  if (known) return known[0];
  const claimsToBe = beginnings.some(([type]) => type === declared);
  return claimsToBe || !/^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(declared) ? 'application/octet-stream' : declared.toLowerCase();
}
