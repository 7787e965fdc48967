import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow';
import { leaveNotice } from './leave-notice.ts';
import { sourceKey } from './parse-mail.ts';
import type { Watch } from './watch-mailbox.ts';

/** After so many attempts that broke off at one mail, those behind it wait no longer. */
const enoughAttempts = 3;

/** The mail that the last attempts broke off at. Lives longer than a connection. */
export interface Stumble {
  uid: number;
  times: number;
}

/**
 * Hand every mail after the cursor to the hub, in the order of arrival, one at a time: the next is fetched only after the
 * one before is stored together with the cursor. UIDs count within one UIDVALIDITY (RFC 9051 2.3.1.1): when that changed, all is
 * read again and the hub knows what it has by its key.
 */
export async function takeNewMail(client: ImapFlow, watch: Watch, stumble: Stumble, stopping: AbortSignal): Promise<void> {
  if (!client.mailbox) throw new Error('no mailbox is open');
  const uidValidity = Number(client.mailbox.uidValidity);
  const cursor = await watch.intake.cursor(watch.inbox);
  const lastUid = cursor?.uidValidity === uidValidity ? cursor.lastUid : 0;
  for (const uid of await newUids(client, lastUid, watch.mailbox.since)) {
    if (stopping.aborted) return;
    const content = await fetchOrGiveUp(client, uid, watch, stumble);
    if (content)
      await watch.intake.keep({ inbox: watch.inbox, externalId: sourceKey(content), content, cursor: { uidValidity, lastUid: uid } });
    else watch.log.warn({ inbox: watch.inbox.address, uid }, 'a mail was gone before it could be read');
  }
}

// "n:*" always names the last mail, even when its UID is below n.
async function newUids(client: ImapFlow, lastUid: number, since: Date | undefined): Promise<number[]> {
  const found = await client.search({ uid: `${lastUid + 1}:*`, ...(since && { since }) }, { uid: true });
  if (!found) throw new Error('the server refused to search');
  return found.filter((uid) => uid > lastUid).sort((a, b) => a - b);
}

// Some servers hang up at a mail they cannot read themselves.
async function fetchOrGiveUp(client: ImapFlow, uid: number, watch: Watch, stumble: Stumble): Promise<Buffer | undefined> {
  if (stumble.uid === uid && stumble.times >= enoughAttempts) return leaveNotice('unreadable', `${watch.inbox.address} UID ${uid}`);
  try {
    return await fetchMail(client, uid, watch.maxBytes);
  } catch (problem) {
    stumble.times = stumble.uid === uid ? stumble.times + 1 : 1;
    stumble.uid = uid;
    throw problem;
  }
}

async function fetchMail(client: ImapFlow, uid: number, maxBytes: number): Promise<Buffer | undefined> {
  const size = (await fetch(client, uid, { size: true }))?.size;
  if (size === undefined) return undefined;
  if (size <= maxBytes) return (await fetch(client, uid, { source: true }))?.source;
  return leaveNotice('too_large', `${size} bytes`, (await fetch(client, uid, { headers: true }))?.headers);
}

async function fetch(client: ImapFlow, uid: number, query: FetchQueryObject): Promise<FetchMessageObject | undefined> {
  const answer = await client.fetchOne(String(uid), query, { uid: true });
  // On a connection that has ended imapflow finds nothing instead of failing.
  if (!client.usable) throw new Error('the connection was lost');
  return answer || undefined;
}
