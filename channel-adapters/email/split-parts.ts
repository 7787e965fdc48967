import { type Headers, headerValues, readHeaders, structuredHeader } from './read-headers.ts';
import { UnreadableMail } from './unreadable-mail.ts';

/** A mail or a part of one (RFC 2045): either it has children or it has content, its transfer encoding undone. */
export interface MailPart {
  readonly headers: Headers;
  /** Media type, lower-cased. */
  readonly type: string;
  readonly charset?: string;
  readonly format: { readonly flowed: boolean; readonly deleteSpace: boolean };
  readonly attached: boolean;
  readonly fileName?: string;
  readonly contentId?: string;
  readonly children: readonly MailPart[];
  readonly content: Buffer;
}

/** Far above what people send, low enough that no mail can be built to exhaust us. */
const maxParts = 300;
const maxDepth = 20;
const maxHeaderBytes = 256 * 1024;

/** Split a mail into its parts. Broken structure yields what can be saved of it. */
export async function splitParts(source: Buffer): Promise<MailPart> {
  return readPart(source, { left: maxParts }, 0);
}

async function readPart(source: Buffer, budget: { left: number }, depth: number): Promise<MailPart> {
  if (depth > maxDepth || budget.left-- <= 0)
    throw new UnreadableMail('mail_too_complex', `more than ${maxParts} parts or ${maxDepth} levels`);
  const { head, body } = cutHead(source);
  if (head.length > maxHeaderBytes) throw new UnreadableMail('mail_too_complex', `a header of ${head.length} bytes`);
  const headers = await readHeaders(head);
  const described = describe(headers);
  const { boundary } = structuredHeader(headers, 'content-type').params;
  const sections = described.type.startsWith('multipart/') ? splitSections(body, boundary, budget.left) : [];
  const children: MailPart[] = [];
  for (const section of sections) children.push(await readPart(section, budget, depth + 1));
  if (children.length > 0) return { ...described, headers, children, content: Buffer.alloc(0) };
  const type = described.type.startsWith('multipart/') ? 'text/plain' : described.type;
  return { ...described, type, headers, children, content: undoTransfer(body, headers) };
}

// The first empty line ends the header; a mailbox file's "From " line and empty lines before it are no part of the mail.
function cutHead(source: Buffer): { head: Buffer; body: Buffer } {
  const start = /^(?:\s*\n)?(?:From [^\n]*\n)?/.exec(source.toString('latin1', 0, 1000))?.[0].length ?? 0;
  const mail = source.subarray(start);
  if (/^\r?\n/.test(mail.toString('latin1', 0, 2))) return { head: Buffer.alloc(0), body: mail };
  const ends = ['\r\n\r\n', '\n\n'].map((gap) => ({ at: mail.indexOf(gap), gap })).filter(({ at }) => at >= 0);
  const end = ends.sort((a, b) => a.at - b.at)[0];
  if (!end) return { head: mail, body: Buffer.alloc(0) };
  return { head: mail.subarray(0, end.at), body: mail.subarray(end.at + end.gap.length) };
}

function describe(headers: Headers): Omit<MailPart, 'headers' | 'children' | 'content'> {
  const { value: type, params } = structuredHeader(headers, 'content-type');
  const disposition = structuredHeader(headers, 'content-disposition');
  const fileName = disposition.params.filename || params.name;
  const contentId = headerValues(headers, 'content-id')[0]?.replace(/^<|>$/g, '');
  return {
    type: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : type ? 'application/octet-stream' : 'text/plain',
    ...(params.charset && { charset: params.charset }),
    format: { flowed: /^flowed$/i.test(params.format ?? ''), deleteSpace: /^yes$/i.test(params.delsp ?? '') },
    // RFC 2183 2.8: a disposition nobody knows means attachment.
    attached: disposition.value === 'inline' ? Boolean(disposition.params.filename) : disposition.value !== '',
    ...(fileName && { fileName }),
    ...(contentId && { contentId }),
  };
}

function splitSections(body: Buffer, declared: string | undefined, limit: number): Buffer[] {
  const sections = declared ? sectionsBetween(body, declared, limit) : [];
  if (sections.length > 0) return sections;
  const seen = /^--([^\r\n]{1,200}?)[ \t]*\r?\nContent-/im.exec(body.toString('latin1', 0, 64 * 1024))?.[1];
  return seen ? sectionsBetween(body, seen, limit) : [];
}

// RFC 2046 5.1.1: the line end before a delimiter belongs to the delimiter. A mail cut short has no closing one.
function sectionsBetween(body: Buffer, boundary: string, limit: number): Buffer[] {
  const sections: Buffer[] = [];
  let open: number | undefined;
  for (const { start, end, closing } of delimiters(body, Buffer.from(`--${boundary}`))) {
    if (open !== undefined) sections.push(body.subarray(open, Math.max(open, beforeLineEnd(body, start))));
    open = closing ? undefined : end;
    if (closing || sections.length > limit) return sections;
  }
  if (open !== undefined) sections.push(body.subarray(open));
  return sections;
}

function* delimiters(body: Buffer, delimiter: Buffer): Generator<{ start: number; end: number; closing: boolean }> {
  for (let start = body.indexOf(delimiter); start >= 0; start = body.indexOf(delimiter, start + 1)) {
    if (start > 0 && body[start - 1] !== 0x0a) continue;
    const after = start + delimiter.length;
    const rest = /^(--)?[ \t]*(\r?\n|$)/.exec(body.toString('latin1', after, after + 100));
    if (rest) yield { start, end: after + rest[0].length, closing: rest[1] !== undefined };
  }
}

function beforeLineEnd(body: Buffer, at: number): number {
  if (body[at - 1] !== 0x0a) return at;
  return body[at - 2] === 0x0d ? at - 2 : at - 1;
}

function undoTransfer(body: Buffer, headers: Headers): Buffer {
  const encoding = headerValues(headers, 'content-transfer-encoding')[0]
    ?.split(/[\s;(]/)[0]
    ?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return body;
  const joined = body.toString('latin1').replace(/=[ \t]*\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
