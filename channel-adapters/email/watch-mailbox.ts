import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type { InboxAddress } from '../addresses.ts';
import type { Intake } from '../channel-adapter.ts';
import type { MailboxAccess } from './read-mailbox-access.ts';
import type { MailLog } from './settings.ts';
import { type Stumble, takeNewMail } from './take-new-mail.ts';

export interface Watch {
  readonly inbox: InboxAddress;
  readonly mailbox: MailboxAccess;
  readonly intake: Intake;
  readonly maxBytes: number;
  readonly log: MailLog;
}

/** A mailbox that cannot be reached is asked again after these waits, the last one for ever. */
const waits = [1_000, 2_000, 5_000, 15_000, 60_000] as const;

/** How long to idle before looking anyway: some servers forget to tell, and a dead connection shows when it is used. */
const longestIdle = 120_000;

/** Read a mailbox over IMAP for ever, whatever happens to the connection. Returns what stops it. */
export function watchMailbox(watch: Watch): () => Promise<void> {
  const stopping = new AbortController();
  const watching = watchAgain(watch, stopping.signal);
  return async () => {
    stopping.abort();
    await watching;
  };
}

async function watchAgain(watch: Watch, stopping: AbortSignal): Promise<void> {
  const stumble: Stumble = { uid: 0, times: 0 };
  let failures = 0;
  while (!stopping.aborted) {
    try {
      await watchOnce(watch, stumble, stopping, () => {
        failures = 0;
      });
    } catch (problem) {
      if (!stopping.aborted) watch.log.warn({ inbox: watch.inbox.address, problem: describe(problem) }, 'mailbox cannot be read now');
    }
    const wait = waits[Math.min(failures++, waits.length - 1)];
    await pause(wait, undefined, { signal: stopping }).catch(() => undefined);
  }
}

async function watchOnce(watch: Watch, stumble: Stumble, stopping: AbortSignal, onRead: () => void): Promise<void> {
  const client = new ImapFlow({ ...watch.mailbox.connection, maxIdleTime: longestIdle, disableAutoIdle: true, logger: false });
  const close = () => client.close();
  // The failure itself reaches whatever command was waiting.
  client.on('error', close);
  stopping.addEventListener('abort', close, { once: true });
  try {
    await client.connect();
    await client.mailboxOpen(watch.mailbox.folder, { readOnly: true });
    await follow(client, () => takeNewMail(client, watch, stumble, stopping).then(onRead), stopping);
  } finally {
    stopping.removeEventListener('abort', close);
    client.close();
  }
}

async function follow(client: ImapFlow, takeNew: () => Promise<void>, stopping: AbortSignal): Promise<void> {
  const bell = hangBell(client);
  while (!stopping.aborted) {
    bell.silence();
    await takeNew();
    await bell.rings();
    if (!client.usable) throw new Error('the connection was lost');
  }
}

// Rings when the server tells of new mail or the connection ends, also when that was before anyone listened.
function hangBell(client: ImapFlow) {
  let rung = false;
  let ring = () => {};
  const pull = () => {
    rung = true;
    ring();
  };
  client.on('exists', pull);
  client.on('close', pull);
  return {
    silence() {
      rung = false;
    },
    // Until then IDLE (RFC 2177); a server that refuses it is asked again after a while instead.
    rings: () =>
      new Promise<void>((resolve) => {
        ring = resolve;
        const askAgain = () => setTimeout(resolve, 30_000).unref();
        if (rung) resolve();
        else void client.idle().then((refused) => (refused === false ? askAgain() : resolve()), resolve);
      }),
  };
}

function describe(problem: unknown): string {
  if (!(problem instanceof Error)) return 'unknown';
  const answer = 'responseText' in problem && typeof problem.responseText === 'string' ? `: ${problem.responseText}` : '';
  return problem.message + answer;
}
