import type { InboxAddress } from '../addresses.ts';
import type { Intake } from '../channel-adapter.ts';
import { acceptMail } from './accept-mail.ts';
import { normalAddress } from './read-headers.ts';
import { readMailboxAccess } from './read-mailbox-access.ts';
import { type EmailSettings, silentLog } from './settings.ts';
import { watchMailbox } from './watch-mailbox.ts';

/** Read all mailboxes and listen by SMTP, as far as configured. One broken mailbox does not concern the others. */
export async function listenForMail(
  settings: EmailSettings,
  maxBytes: number,
  inboxes: readonly InboxAddress[],
  intake: Intake,
): Promise<() => Promise<void>> {
  const ours = inboxes.filter(({ channel }) => channel === 'email');
  const log = settings.log ?? silentLog;
  const listener = settings.smtpListener && (await acceptMail(settings.smtpListener, { inboxes: ours, intake, maxBytes, log }));
  const watches = Object.entries(settings.mailboxes ?? {}).map(([address, mailbox]) => {
    const inbox = ours.find((one) => normalAddress(one.address) === normalAddress(address));
    if (!inbox) log.warn({ address }, 'a mailbox is configured for an address that is no inbox; it is not read');
    return inbox && watchMailbox({ inbox, mailbox: readMailboxAccess(mailbox), intake, maxBytes, log });
  });
  return async () => {
    await Promise.all([listener?.(), ...watches.map((stop) => stop?.())]);
  };
}
