import type { SendMailOptions } from 'nodemailer';
import { DeliveryError, type OutboundMail, type OutboundMessage } from '../channel-adapter.ts';
import { cleanFileName, cleanLine, cleanText } from './clean-text.ts';
import { isAddress } from './read-headers.ts';
import { wrapHtml, writeHtml } from './write-html.ts';

/** Ids in References: the beginning of the thread and its end say enough (RFC 5322 limits only the line). */
const longestThread = 30;

/** A mail as nodemailer takes it. No value can begin a header of its own: all are cut to one line and checked. */
export function composeMail(message: OutboundMessage, mail: OutboundMail, fromName = ''): SendMailOptions {
  const { inbox, to } = message;
  const cc = mail.cc.filter((address) => isAddress(address) && address !== to);
  const text = cleanText(message.text);
  return {
    from: { name: cleanLine(fromName, 200), address: inbox.address },
    to: { name: '', address: to },
    cc: cc.map((address) => ({ name: '', address })),
    envelope: { from: inbox.address, to: [to, ...cc] },
    subject: cleanLine(mail.subject),
    messageId: ownId(mail.messageId),
    date: message.at,
    ...writeThread(mail),
    // RFC 3834 5: a program never answers what says that a program wrote it.
    headers: { 'Auto-Submitted': mail.automatic ? 'auto-replied' : 'no' },
    xMailer: false,
    text,
    html: mail.html ? wrapHtml(mail.html) : writeHtml(text),
    attachments: message.files.map(({ name, contentType, contentId, content }) => ({
      filename: cleanFileName(name) || 'attachment.bin',
      contentType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream',
      ...(contentId && /^[^\s<>]+$/.test(contentId) && { cid: contentId }),
      content,
    })),
  };
}

// RFC 5322 3.6.4: References goes from the oldest to the mail replied to. The hub may give it the other way round. An id that
// a sender wrote against all rules is left out: the answer must go out all the same.
function writeThread({ inReplyTo, references }: OutboundMail): { inReplyTo?: string; references?: string[] } {
  const oldestFirst = references[0] === inReplyTo ? [...references].reverse() : [...references];
  const ids = [...new Set([...oldestFirst.filter((id) => id !== inReplyTo), ...(inReplyTo ? [inReplyTo] : [])])].filter(isId);
  const kept = ids.length > longestThread ? [...ids.slice(0, 1), ...ids.slice(1 - longestThread)] : ids;
  return {
    ...(inReplyTo && isId(inReplyTo) && { inReplyTo: `<${inReplyTo}>` }),
    ...(kept.length > 0 && { references: kept.map((id) => `<${id}>`) }),
  };
}

function ownId(id: string): string {
  if (!isId(id)) throw new DeliveryError('invalid_message_id', true, 'A Message-ID holds more than printable ASCII.');
  return `<${id}>`;
}

// Printable ASCII without angle brackets.
function isId(id: string): boolean {
  return /^[!-;=?-~]{1,900}$/.test(id);
}
