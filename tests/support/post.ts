import { createTransport, type SendMailOptions } from 'nodemailer';
import { sql } from '../../server/db/sql.ts';
import { eventually, type TestHub } from './hub.ts';

/** A mail arrives at the hub's own door, and is taken in. */
export async function postMail(test: TestHub, mail: SendMailOptions): Promise<void> {
  const post = createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true });
  await post.sendMail(mail);
  post.close();
  await eventually(async () => {
    const waiting = await test.hub.db.maybe(sql`select from raw_items where state = 'received' limit 1`);
    if (waiting) throw new Error('a mail is still waiting');
  });
}
