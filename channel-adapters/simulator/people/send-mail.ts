import { createTransport } from 'nodemailer';
import type { Carrier } from '../carrier/carrier.ts';
import type { LogEntry } from '../carrier/carrier-log.ts';
import type { Mail, Mailboxes } from './mailbox.ts';

export interface MailFromPerson {
  readonly from: { readonly name: string; readonly address: string };
  /** Address of one of the hub's mailboxes. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The mail being answered: its thread goes on and its text is quoted. */
  readonly replyTo?: Mail | undefined;
  readonly language?: string;
  readonly files?: readonly { readonly name: string; readonly contentType: string; readonly content: Buffer }[];
}

/** Write to the hub by SMTP, as a mail program and its server do: with a thread, and again while the hub cannot take it. */
export async function sendMail(carrier: Carrier, mailboxes: Mailboxes, draft: MailFromPerson): Promise<Mail> {
  const mail = compose(carrier.settings.mailDomain, draft);
  mailboxes.file(draft.from.address, mail);
  const entry = carrier.log.add({
    kind: 'mail',
    title: `SMTP ${mail.from} → ${mail.to}`,
    params: { subject: mail.subject, messageId: mail.messageId },
  });
  for (let left = carrier.options.retries; ; left--) {
    const mayRetry = await attempt(carrier, entry, mail, draft, left);
    mailboxes.file(draft.from.address, mail);
    if (!mayRetry || left <= 0) return mail;
    await carrier.wait(carrier.options.retryDelayMs);
  }
}

function compose(domain: string, { from, to, subject, text, replyTo, language = 'en', files = [] }: MailFromPerson): Mail {
  return {
    direction: 'sent',
    messageId: `${crypto.randomUUID()}@${domain}`,
    // RFC 5322 3.6.4: the references of the mail answered, then its own id.
    references: replyTo ? [...replyTo.references, replyTo.messageId] : [],
    from: from.address,
    to,
    subject: replyTo ? answerSubject(replyTo.subject, language) : subject,
    text: replyTo ? `${text}\n\n${quote(replyTo, language)}` : text,
    files: files.map(({ name }) => name),
    at: new Date(),
    state: 'sending',
  };
}

async function attempt(
  carrier: Carrier,
  entry: LogEntry,
  mail: Mail,
  { from, files = [] }: MailFromPerson,
  left: number,
): Promise<boolean> {
  const { host, port } = carrier.settings.smtp;
  const transport = createTransport({
    host,
    port,
    secure: false,
    ignoreTLS: true,
    name: carrier.settings.mailDomain,
    connectionTimeout: 5_000,
  });
  const at = new Date();
  const conclude = (problem: string | undefined, done: boolean) =>
    carrier.log.attempted(entry, { at, ms: Date.now() - at.getTime(), ...(problem ? { problem } : { status: 250 }) }, done);
  try {
    await transport.sendMail({
      from,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.messageId}>`,
      references: mail.references.map((id) => `<${id}>`),
      ...(mail.references.length > 0 && { inReplyTo: `<${mail.references.at(-1)}>` }),
      attachments: files.map(({ name, contentType, content }) => ({ filename: name, contentType, content })),
    });
    mail.state = 'sent';
    conclude(undefined, true);
    return false;
  } catch (failure) {
    const isFinal = isRefusal(failure) || left <= 0;
    mail.problem = failure instanceof Error ? failure.message : String(failure);
    if (isFinal) mail.state = 'refused';
    conclude(mail.problem, isFinal);
    return !isFinal;
  }
}

/** 5xx: the hub will not take it, ever (RFC 5321 4.2.1). */
function isRefusal(failure: unknown): boolean {
  return failure instanceof Error && 'responseCode' in failure && Number(failure.responseCode) >= 500;
}

const answerSubject = (subject: string, language: string) =>
  /^(re|回复|答复)\s*[:：]/i.test(subject) ? subject : `${language.startsWith('zh') ? '回复：' : 'Re: '}${subject}`;

function quote({ from, at, text }: Mail, language: string): string {
  const lines = text.split('\n').map((line) => `> ${line}`);
  const isChinese = language.startsWith('zh');
  const when = new Intl.DateTimeFormat(isChinese ? 'zh-CN' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(
    at,
  );
  return [isChinese ? `在 ${when}，${from} 写道：` : `On ${when}, ${from} wrote:`, ...lines].join('\n');
}
