import type { FileContent } from '../addresses.ts';
import { cleanFileName, cleanText } from './clean-text.ts';
import { decodeText } from './decode-text.ts';
import { plainOfHtml } from './plain-of-html.ts';
import type { MailPart } from './split-parts.ts';
import { unflowText } from './unflow-text.ts';

/** What a mail says and what hangs on it. */
export interface MailBody {
  readonly text: string;
  readonly html?: string;
  readonly files: readonly FileContent[];
}

/** A stretch of the body in the forms it came in. */
interface Stretch {
  readonly plain?: string;
  readonly html?: string;
}

/** Choose among alternatives, join what stands one after the other, and keep everything else as files. */
export function chooseBody(mail: MailPart): MailBody {
  const files: FileContent[] = [];
  const stretches = readStretches(mail, files);
  const html = stretches.some((stretch) => stretch.html !== undefined) ? stretches.map(asHtml).join('\n') : undefined;
  return { text: stretches.map(asPlain).join('\n'), ...(html !== undefined && { html }), files };
}

function readStretches(part: MailPart, files: FileContent[]): Stretch[] {
  if (part.type === 'multipart/alternative') return [bestOf(part.children.flatMap((child) => readStretches(child, files)))];
  if (part.children.length > 0) return part.children.flatMap((child) => readStretches(child, files));
  if (part.attached || !/^text\/(plain|html)$/.test(part.type)) {
    if (part.content.length > 0 || part.fileName) files.push(asFile(part));
    return [];
  }
  const text = cleanText(decodeText(part.content, part.charset));
  return [part.type === 'text/html' ? { html: text } : { plain: part.format.flowed ? unflowText(text, part.format.deleteSpace) : text }];
}

// RFC 2046 5.1.4: the forms are the same message. A plain form left empty says nothing: then the HTML speaks.
function bestOf(forms: readonly Stretch[]): Stretch {
  const plain = forms.find((form) => form.plain?.trim())?.plain;
  const html = forms
    .filter((form) => form.html !== undefined)
    .map((form) => form.html)
    .join('\n');
  return { ...(plain !== undefined && { plain }), ...(html && { html }) };
}

function asPlain({ plain, html }: Stretch): string {
  return plain ?? (html === undefined ? '' : cleanText(plainOfHtml(html)));
}

function asHtml({ plain = '', html }: Stretch): string {
  return html ?? `<pre>${plain.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</pre>`;
}

function asFile(part: MailPart): FileContent {
  return {
    name: cleanFileName(part.fileName ?? '') || nameFor(part.type),
    contentType: part.type,
    ...(part.contentId && { contentId: cleanText(part.contentId).slice(0, 500) }),
    content: part.content,
  };
}

function nameFor(type: string): string {
  const known: Record<string, string> = {
    'message/rfc822': 'message.eml',
    'message/delivery-status': 'delivery-status.txt',
    'message/disposition-notification': 'read-receipt.txt',
    'text/rfc822-headers': 'headers.txt',
    'text/calendar': 'invite.ics',
    'text/plain': 'text.txt',
  };
  const [kind, subtype = ''] = type.split('/');
  return known[type] ?? (/^(image|audio|video|text)$/.test(kind ?? '') ? `${kind}.${subtype.replace(/^x-/, '')}` : 'attachment.bin');
}
