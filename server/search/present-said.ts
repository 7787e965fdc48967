import type { SaidView } from '../contract/history.ts';
import type { Channel, EntryKind } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { cutSnippet } from './cut-snippet.ts';
import type { Term } from './read-question.ts';

interface Row {
  id: string;
  conversationId: string;
  ticketNumber: number;
  kind: EntryKind;
  channel: Channel;
  at: Date;
  seq: number;
  customerId: string;
  name: string | null;
  tier: string;
  author: string | null;
  subject: string;
  text: string;
}

/** Found entries as they are shown, in the order given; what has been erased meanwhile is left out. */
export async function presentSaid(db: Reader, found: readonly { id: string }[], terms: readonly Term[]): Promise<SaidView[]> {
  const ids = found.map(({ id }) => id);
  const rows = await db.all<Row>(sql`
    select e.id, e.conversation_id, t.number as ticket_number, e.kind::text, e.channel::text, e.at, e.seq, head.id as customer_id, head.name, head.tier,
      a.name as author, coalesce(v.subject, t.subject) as subject, concat_ws(' · ', e.detail -> 'mail' ->> 'subject', nullif(e.text, ''),
        (select string_agg(f.name, ', ') from attachments f where f.entry_id = e.id)) as text
    from entries e join tickets t on t.id = e.ticket_id join conversations v on v.id = e.conversation_id
    join customers record on record.id = e.customer_id join customers head on head.id = coalesce(record.merged_into_id, record.id)
    left join agents a on a.id = e.agent_id where e.id = any(${ids}::uuid[])`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [present(row, terms)] : [];
  });
}

function present({ customerId, name, tier, at, text, ...said }: Row, terms: readonly Term[]): SaidView {
  return { ...said, at: at.toISOString(), customer: { id: customerId, name, tier }, snippet: cutSnippet(text, terms) };
}
