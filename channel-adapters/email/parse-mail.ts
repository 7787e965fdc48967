import { createHash } from 'node:crypto';
import type { FileContent } from '../addresses.ts';
import type { InboundMail, InboundMessage, Parsed } from '../channel-adapter.ts';
import { chooseBody, type MailBody } from './choose-body.ts';
import { classifyAutomatic } from './classify-automatic.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import { cutQuote } from './cut-quote.ts';
import { refuseNotice } from './leave-notice.ts';
import { addressesIn, type Headers, headerValues } from './read-headers.ts';
import { type MailPart, splitParts } from './split-parts.ts';
import { UnreadableMail } from './unreadable-mail.ts';

/** Longer than a reader reads; the whole then comes along as a file. */
const longestText = 200_000;

/** Understand a mail. Never throws: what cannot be understood is answered with its reason. */
export async function parseMail(source: Buffer, maxBytes: number): Promise<Parsed> {
  try {
    return { ok: true, message: await readMail(source, maxBytes) };
  } catch (problem) {
    if (problem instanceof UnreadableMail) return { ok: false, reason: problem.reason, detail: problem.detail };
    return { ok: false, reason: 'unparsable_mail', detail: problem instanceof Error ? problem.message : 'unknown' };
  }
}

/** The key of a mail as it came: the same source, the same key. */
export function sourceKey(source: Buffer): string {
  return `sha256:${createHash('sha256').update(source).digest('hex')}`;
}

async function readMail(source: Buffer, maxBytes: number): Promise<InboundMessage> {
  if (source.length > maxBytes) throw new UnreadableMail('mail_too_large', `${source.length} bytes`);
  if (source.length === 0) throw new UnreadableMail('mail_empty', 'no byte');
  const mail = await splitParts(source);
  refuseNotice(mail.headers);
  const subject = cleanLine(mail.headers.subject ?? '');
  const body = chooseBody(mail);
  const { text, quoted } = cutQuote(shorten(body.text), subject);
  const sentAt = readDate(mail.headers);
  return {
    kind: 'message',
    externalId: messageId(mail.headers) ?? sourceKey(source),
    from: readSender(mail.headers),
    ...(sentAt && { sentAt }),
    text,
    files: withWholeText(body),
    mail: { ...describeMail(mail, subject), ...(body.html !== undefined && { html: body.html }), ...(quoted && { quoted }) },
  };
}

// RFC 5322 3.6.2: From says who wrote it; Sender, who pressed the button, stands in for a From that is missing.
function readSender(headers: Headers): InboundMessage['from'] {
  const author = addressesIn(headers.from)[0] ?? addressesIn(asAddresses(headers.headers.get('sender')))[0];
  if (!author) throw new UnreadableMail('mail_without_sender', 'neither From nor Sender holds an address');
  const name = cleanLine(author.name, 200);
  return { kind: 'email', value: author.address, ...(name && name.toLowerCase() !== author.address && { name }) };
}

function asAddresses(header: ReturnType<Headers['headers']['get']>) {
  return typeof header === 'object' && 'html' in header ? header : undefined;
}

function describeMail({ headers }: MailPart, subject: string): InboundMail {
  const sender = readSender(headers).value ?? '';
  const replyTo = addressesIn(headers.replyTo)[0]?.address;
  const automatic = classifyAutomatic(headers, sender, subject);
  return {
    subject,
    to: addressesIn(headers.to).map(({ address }) => address),
    cc: addressesIn(headers.cc).map(({ address }) => address),
    ...(replyTo && replyTo !== sender && { replyTo }),
    references: readReferences(headers),
    ...(automatic && { automatic }),
  };
}

function messageId(headers: Headers): string | undefined {
  return idsIn(headerValues(headers, 'message-id')[0] ?? '')[0];
}

function readReferences(headers: Headers): string[] {
  const replied = headerValues(headers, 'in-reply-to').flatMap(idsIn);
  const thread = headerValues(headers, 'references').flatMap(idsIn).reverse();
  return [...new Set([...replied, ...thread])].slice(0, 100);
}

// RFC 5322 3.6.4. Real ids break its grammar in every way; they hold no space, and some come without their brackets.
function idsIn(value: string): string[] {
  const bracketed = [...value.matchAll(/<([^<>\s]{1,500})>/g)].map(([, id = '']) => id);
  const ids = bracketed.length > 0 ? bracketed : value.split(' ').filter((word) => /^[^<>\s]{1,250}@[^<>\s]{1,250}$/.test(word));
  return ids.map(cleanText).filter(Boolean);
}

function readDate(headers: Headers): Date | undefined {
  const date = new Date(headerValues(headers, 'date')[0] ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function shorten(text: string): string {
  return text.length <= longestText ? text : cleanText(`${text.slice(0, longestText)}\n…`);
}

function withWholeText({ text, files }: MailBody): readonly FileContent[] {
  if (text.length <= longestText) return files;
  return [{ name: 'message.txt', contentType: 'text/plain; charset=utf-8', content: Buffer.from(text) }, ...files];
}
