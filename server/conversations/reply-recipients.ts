import { v7 as uuid } from 'uuid';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import type { HeldConversation } from './lock-conversation.ts';

export interface Recipients {
  readonly to: string;
  readonly cc: readonly string[];
}

/** What a mail of ours says above its text; the Message-ID stays the same over retries. */
export interface MailHeading extends Recipients {
  readonly subject: string;
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly automatic?: boolean;
  /** What stands below the words, as it was when they were written. */
  readonly signature?: string;
}

type Line = Pick<HeldConversation, 'id' | 'channel' | 'contactPointId' | 'inboxId'>;

/** Where the next reply goes: for mail whoever wrote last and those they had in copy, never anyone of an earlier mail. */
export async function replyRecipients(db: Reader, held: Line): Promise<Recipients | undefined> {
  if (held.channel === 'email') {
    const mail = (await lastMail(db, held)) ?? (await whomWeWroteFirst(db, held));
    return mail && { to: mail.replyTo ?? mail.from, cc: mail.cc };
  }
  const point = await db.maybe<{ value: string }>(sql`select value from contact_points where id = ${held.contactPointId}`);
  return point && { to: point.value, cc: [] };
}

export async function mailHeading(hub: Hub, db: Reader, held: Line & Pick<HeldConversation, 'ticketId'>): Promise<MailHeading> {
  const mail = (await lastMail(db, held)) ?? (await whomWeWroteFirst(db, held));
  if (!mail) throw new HubError('no_recipient');
  const ticket = await db.one<{ number: number }>(sql`select number from tickets where id = ${held.ticketId}`);
  // One of ours that has not gone out yet will go out under the id it was given.
  const earlier = await db.all<{ externalId: string }>(sql`
    select coalesce(external_id, detail #>> '{mail,messageId}') as external_id from entries
    where conversation_id = ${held.id} and kind in ('inbound', 'outbound') and coalesce(external_id, detail #>> '{mail,messageId}') is not null order by seq desc limit 20`);
  const ids = earlier.map(({ externalId }) => externalId).filter((id) => !id.startsWith('sha256:'));
  return {
    to: mail.replyTo ?? mail.from,
    cc: mail.cc,
    subject: `${mail.isFirst ? '' : 'Re: '}${bareSubject(mail.subject)} [#${ticket.number}]`,
    messageId: `${uuid()}@${new URL(hub.config.publicUrl).hostname}`,
    ...(ids[0] ? { inReplyTo: ids[0] } : {}),
    references: ids.toReversed(),
  };
}

interface LastMail {
  from: string;
  replyTo: string | null;
  cc: string[];
  subject: string;
  /** Nothing was said before. */
  isFirst: boolean;
}

/** The newest mail that a person wrote to us, with its copies less our own addresses. */
async function lastMail(db: Reader, held: Line): Promise<LastMail | undefined> {
  const mail = await db.maybe<LastMail & { address: string; toOthers: string[] }>(sql`
    select e.detail #>> '{mail,from}' as "from", e.detail #>> '{mail,replyTo}' as reply_to, coalesce(e.detail #> '{mail,cc}', '[]') as cc,
      coalesce(e.detail #> '{mail,to}', '[]') as to_others, coalesce(e.detail #>> '{mail,subject}', '') as subject, lower(i.address) as address
    from entries e join inboxes i on i.id = e.inbox_id
    where e.conversation_id = ${held.id} and e.kind = 'inbound' and e.detail #>> '{mail,from}' is not null and e.detail #>> '{mail,automatic}' is null
    order by e.seq desc limit 1`);
  if (!mail) return undefined;
  const ours = new Set(
    (await db.all<{ address: string }>(sql`select lower(address) as address from inboxes where channel = 'email'`)).map(
      ({ address }) => address,
    ),
  );
  const isOurs = (address: string) => ours.has(withoutTag(address));
  // Whoever names us as the place to answer to would have us write to ourselves.
  const replyTo = mail.replyTo && !isOurs(mail.replyTo) ? mail.replyTo : null;
  const main = (replyTo ?? mail.from).toLowerCase();
  const copies = [...mail.toOthers, ...mail.cc].filter((address) => !isOurs(address) && address.toLowerCase() !== main);
  return { from: mail.from, replyTo, subject: mail.subject, isFirst: false, cc: [...new Set(copies)] };
}

/** In a conversation that we began and nobody has answered yet: its address. */
const whomWeWroteFirst = (db: Reader, held: Line): Promise<LastMail | undefined> =>
  db.maybe<LastMail>(sql`
    select p.value as "from", null as reply_to, '{}'::text[] as cc, coalesce(c.subject, '') as subject, c.last_seq = 0 as is_first
    from conversations c join contact_points p on p.id = c.contact_point_id and p.kind = 'email'
    where c.id = ${held.id} and not exists (select from entries e where e.conversation_id = c.id and e.seq = 1 and e.kind <> 'outbound')`);

/** RFC 5233: `support+anything@…` is the mailbox `support@…`. */
const withoutTag = (address: string): string => address.toLowerCase().replace(/\+[^@]*@/, '@');

const bareSubject = (subject: string): string =>
  subject.replace(/^(\s*(re|aw|回复|答复)\s*[:：]\s*)+/i, '').replace(/\s*\[#\d+\]/g, '') || '…';
