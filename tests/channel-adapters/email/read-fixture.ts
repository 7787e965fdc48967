import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { InboundMail, InboundMessage } from '../../../channel-adapters/channel-adapter.ts';
import { parseMail } from '../../../channel-adapters/email/parse-mail.ts';

const folder = path.join(import.meta.dirname, '../../fixtures/mail');

/** All mails from the wild, by the name of their trouble. */
export const fixtureNames = readdirSync(folder)
  .filter((file) => file.endsWith('.eml'))
  .map((file) => file.slice(0, -'.eml'.length));

export function readFixture(name: string): Buffer {
  return readFileSync(path.join(folder, `${name}.eml`));
}

/** What a mail says, its mail part always there. */
export async function understand(source: Buffer | string): Promise<InboundMessage & { mail: InboundMail }> {
  const parsed = await parseMail(Buffer.from(source), 30_000_000);
  if (!parsed.ok) throw new Error(`${parsed.reason}: ${parsed.detail}`);
  if (!parsed.message.mail) throw new Error('a mail without what only a mail has');
  return { ...parsed.message, mail: parsed.message.mail };
}
