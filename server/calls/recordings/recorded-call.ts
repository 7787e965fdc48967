import type { RecordedCall } from '../../../channel-adapters/calls.ts';
import { announcementsIn, spokenLanguage } from '../../announcements/announcements.ts';
import type { RecordingRule } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';

interface Row {
  rule: RecordingRule;
  toldAt: Date | null;
  customerLanguage: string | null;
  inboxLanguage: string;
  word: 'granted' | 'withdrawn' | null;
}

/**
 * Whether a call is recorded: by the rule of its number and the customer's own word, which stands above it. Undefined: it
 * is not. Whoever called is told so before, once; `anew` where they are called themselves and have heard nothing yet.
 */
export async function recordedCall(hub: Hub, conversationId: string, anew = false): Promise<RecordedCall | undefined> {
  const row = await hub.db.one<Row>(sql`
    select i.recording as rule, c.recording_told_at as told_at, head.language as customer_language, i.language as inbox_language, newest.state as word
    from calls c join conversations v on v.id = c.conversation_id join inboxes i on i.id = v.inbox_id
    join customers record on record.id = v.customer_id join customers head on head.id = coalesce(record.merged_into_id, record.id)
    left join lateral ${wordOn(hub.clock.now())} newest on true
    where c.conversation_id = ${conversationId}`);
  if (!isWanted(row)) return undefined;
  const language = spokenLanguage(row.customerLanguage, row.inboxLanguage);
  return { language, say: row.toldAt && !anew ? '' : announcementsIn(language).spoken.recorded };
}

/** They have been told. */
export async function noteTold(hub: Hub, conversationId: string): Promise<void> {
  await hub.db.all(sql`update calls set recording_told_at = ${hub.clock.now()} where conversation_id = ${conversationId}`);
}

/** Whether the customer does not want what they say on the phone to be recorded. */
export async function refusesRecording(hub: Hub, db: Reader, conversationId: string): Promise<boolean> {
  const row = await db.maybe(sql`
    select from conversations v join customers record on record.id = v.customer_id
    join lateral ${wordOn(hub.clock.now())} newest on newest.state = 'withdrawn' where v.id = ${conversationId}`);
  return row !== undefined;
}

/** The newest word of a customer `record`, any of theirs; of two of one instant the refusal counts. */
const wordOn = (at: Date) => sql`(
  select w.state from consents w
  where w.customer_id in (select customer_family(record.id)) and w.channel = 'voice' and w.purpose = 'recording' and w.at <= ${at}
  order by w.at desc, w.state desc, w.id desc limit 1)`;

const isWanted = ({ rule, word }: Row): boolean =>
  rule === 'with_consent' ? word === 'granted' : rule === 'unless_refused' && word !== 'withdrawn';
