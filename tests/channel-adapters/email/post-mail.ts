import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import type { InboxAddress } from '../../../channel-adapters/addresses.ts';

export const support: InboxAddress = { id: 'inbox-support', channel: 'email', address: 'support@example.com', language: 'en' };
export const sales: InboxAddress = { id: 'inbox-sales', channel: 'email', address: 'Sales@Example.com', language: 'en' };

/** What an SMTP server answered in the end: 250, or the code and text of its refusal. */
export interface PostAnswer {
  readonly code: number;
  readonly text: string;
}

/** Hand a mail to the listener on `port` as another mail server would. */
export async function postMail(
  port: number,
  to: string | readonly string[],
  source: Buffer | string,
  from = 'outside@example.org',
): Promise<PostAnswer> {
  const smtp: SMTPTransportOptions = { host: '127.0.0.1', port, ignoreTLS: true };
  try {
    const info = await createTransport(smtp).sendMail({ envelope: { from, to: [to].flat() }, raw: source });
    return { code: Number(info.response.slice(0, 3)), text: info.response };
  } catch (refusal) {
    if (refusal instanceof Error && 'responseCode' in refusal && typeof refusal.responseCode === 'number')
      return { code: refusal.responseCode, text: refusal.message };
    throw refusal;
  }
}

/** A plain mail, byte for byte the same for the same arguments. */
export function writeMail({
  id,
  text = 'Hello',
  from = 'Zhang Wei <Zhang.Wei@Example.ORG>',
  more = [],
}: {
  id: string;
  text?: string;
  from?: string;
  more?: string[];
}): Buffer {
  const head = [
    `From: ${from}`,
    'To: support@example.com',
    'Subject: Where is my order?',
    'Date: Fri, 20 Nov 2026 15:15:00 +0800',
    `Message-ID: <${id}@example.org>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    ...more,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`);
}
