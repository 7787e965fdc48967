import type { ChannelAdapter } from '../channel-adapter.ts';
import { listenForMail } from './listen-for-mail.ts';
import { parseMail } from './parse-mail.ts';
import { createSender } from './send-mail.ts';
import type { EmailSettings } from './settings.ts';

export type { EmailSettings, MailboxSettings, MailLog, SmtpListenerSettings } from './settings.ts';

const maxMailBytes = 30 * 1024 * 1024;

/** Mail: read over IMAP or accepted by SMTP, sent by SMTP; each inbox is one of its addresses. */
export function createEmailAdapter(settings: EmailSettings): ChannelAdapter {
  const maxBytes = settings.maxMailBytes ?? maxMailBytes;
  return {
    channel: 'email',
    textLimit: 100_000,
    // Base64 makes a third more of it, and many servers take 25 MB.
    files: { count: 50, bytes: 18_000_000 },
    parse: ({ content }) => parseMail(content, maxBytes),
    listen: (inboxes, intake) => listenForMail(settings, maxBytes, inboxes, intake),
    ...(settings.smtpUrl && { send: createSender(settings.smtpUrl, settings.fromNames) }),
  };
}
