import { type Channel, channels } from '../../../contract/statuses.ts';
import { type EntryRow, entryColumns, entryJoins, presentEntry } from '../../../conversations/present-entry.ts';
import type { Reader } from '../../../db/database.ts';
import { type Sql, sql } from '../../../db/sql.ts';
import { cutSnippet } from '../../../search/cut-snippet.ts';
import { type Ask, nearest, type Source, wants } from '../page.ts';
import { findSaid } from './find-said.ts';

interface Row extends EntryRow {
  recordId: string;
  ticketNumber: number;
  subject: string;
}

/** What was said and done in conversations: calls, messages of every channel, notes. */
export const findEntries: Source = async (db, ask) => {
  const shown = channels.filter((channel) => wants(ask, channel));
  if (shown.length === 0 && !wants(ask, 'note')) return [];
  const rows = await db.all<Row>(sql`
    select ${entryColumns}, e.customer_id as record_id, t.number as ticket_number, coalesce(v.subject, t.subject) as subject
    from ${await keysOf(db, ask, shown)} k join entries e on e.id = k.id
    ${entryJoins} join tickets t on t.id = e.ticket_id join conversations v on v.id = e.conversation_id`);
  return rows.map(({ recordId, ticketNumber, subject, ...row }) => ({
    type: 'entry',
    id: row.id,
    at: row.at.toISOString(),
    of: ask.circle.of(recordId),
    entry: presentEntry(row),
    ticketNumber,
    subject,
    snippet: ask.terms.length > 0 ? cutSnippet(textOf(row), ask.terms) : null,
  }));
};

/** Found in the index alone; of a search by its words. */
async function keysOf(db: Reader, ask: Ask, shown: readonly Channel[]): Promise<Sql> {
  const except = ask.exceptTicketId ? sql`and ticket_id <> ${ask.exceptTicketId}` : sql``;
  const kinds = ask.show
    ? sql`and case when e.kind = 'note' then ${wants(ask, 'note')} else e.channel = any(${shown}::channel[]) end`
    : sql``;
  if (ask.terms.length === 0) return nearest(sql`entries e`, sql`at`, ask, sql`${kinds} ${except}`, sql`id, at`);
  return sql`(select unnest(${await findSaid(db, ask, kinds)}::uuid[]) as id)`;
}

const textOf = ({ detail, text }: EntryRow): string => [detail.mail?.subject, text].filter(Boolean).join(' · ');
