import type { FetchQueryObject, ImapFlow } from 'imapflow';
import { noticeOversize } from './notice-oversize.ts';
import { sourceKey } from './parse-mail.ts';
import type { Watch } from './watch-mailbox.ts';

/**
 * Hand every mail after the cursor to the hub, in the order of arrival, one at a time: the next is fetched only after the
 * one before is stored together with the cursor. UIDs count within one UIDVALIDITY (RFC 9051 2.3.1.1): when that changed, all is
 * read again and the hub knows what it has by its key.
 */
export async function takeNewMail(client: ImapFlow, watch: Watch, stopping: AbortSignal): Promise<void> {
  if (!client.mailbox) throw new Error('no mailbox is open');
  const uidValidity = Number(client.mailbox.uidValidity);
  const cursor = await watch.intake.cursor(watch.inbox);
  const lastUid = cursor?.uidValidity === uidValidity ? cursor.lastUid : 0;
  for (const uid of await newUids(client, lastUid, watch.mailbox.since)) {
    if (stopping.aborted) return;
    const content = await fetchMail(client, uid, watch.maxBytes);
    if (!content) {
      watch.log.warn({ inbox: watch.inbox.address, uid }, 'a mail was gone before it could be read');
      continue;
    }
    await watch.intake.keep({ inbox: watch.inbox, externalId: sourceKey(content), content, cursor: { uidValidity, lastUid: uid } });
  }
}

// "n:*" always names the last mail, even when its UID is below n.
async function newUids(client: ImapFlow, lastUid: number, since: Date | undefined): Promise<number[]> {
  const found = await client.search({ uid: `${lastUid + 1}:*`, ...(since && { since }) }, { uid: true });
  if (!found) throw new Error('the server refused to search');
  return found.filter((uid) => uid > lastUid).sort((a, b) => a - b);
}

async function fetchMail(client: ImapFlow, uid: number, maxBytes: number): Promise<Buffer | undefined> {
  const fetch = async (query: FetchQueryObject) => (await client.fetchOne(String(uid), query, { uid: true })) || undefined;
  const { size = 0 } = (await fetch({ size: true })) ?? {};
  if (size <= maxBytes) return (await fetch({ source: true }))?.source;
  const { headers } = (await fetch({ headers: true })) ?? {};
  return headers && noticeOversize(headers, size);
}
