import { type Headers, headerValues } from './read-headers.ts';
import { UnreadableMail } from './unreadable-mail.ts';

const mark = 'x-touchline-notice';

const reasons = { too_large: 'mail_too_large', unreadable: 'mail_unreadable_on_server' } as const;

/** What is kept in place of a mail that cannot be had: it is found in quarantine, with what is known of it, and not lost. */
export function leaveNotice(why: keyof typeof reasons, detail: string, header: Buffer = Buffer.from('\r\n')): Buffer {
  return Buffer.concat([Buffer.from(`${mark}: ${why} ${detail}\r\n`), header]);
}

/** A notice is no mail. Throws its reason. */
export function refuseNotice(headers: Headers): void {
  const [, why, detail = ''] = /^(\w+) (.*)$/.exec(headerValues(headers, mark)[0] ?? '') ?? [];
  if (why === 'too_large' || why === 'unreadable') throw new UnreadableMail(reasons[why], detail);
}
