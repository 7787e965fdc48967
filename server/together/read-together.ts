import type { Viewer } from '../auth/permissions.ts';
import { maySeeCustomer } from '../auth/permissions.ts';
import type { TicketStatus } from '../contract/statuses.ts';
import type { HelpView, LinkView, MoveView, TogetherView } from '../contract/together.ts';
import { readSides } from '../conversations/side/read-sides.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

/** What colleagues do about a ticket beside answering it, as this person may see it. */
export async function readTogether(hub: Hub, viewer: Viewer, ticketId: string): Promise<TogetherView> {
  const aDayAgo = new Date(hub.clock.now().getTime() - 24 * 3600_000);
  const [watchers, links, moves, help, sides] = await Promise.all([
    hub.db.all<{ id: string; name: string }>(
      sql`select a.id, a.name from ticket_watchers w join agents a on a.id = w.agent_id where w.ticket_id = ${ticketId} order by a.name`,
    ),
    readLinks(hub.db, viewer, ticketId, sql`(l.from_id = ${ticketId} or l.to_id = ${ticketId}) order by l.at`),
    readMoves(
      hub.db,
      viewer,
      ticketId,
      sql`m.undone_at is null and (m.from_id = ${ticketId} or m.to_id = ${ticketId}) order by m.at desc, m.id desc limit 20`,
    ),
    readHelp(
      hub.db,
      sql`h.ticket_id = ${ticketId} and (h.settled_at is null or h.settled_at > ${aDayAgo}) order by h.asked_at desc limit 10`,
    ),
    readSides(hub.db, sql`s.ticket_id = ${ticketId} order by s.last_at desc limit 50`),
  ]);
  return { ticketId, watching: watchers.some(({ id }) => id === viewer.id), watchers, links, moves, help, sides };
}

interface OtherRow {
  otherId: string;
  number: number;
  subject: string;
  status: TicketStatus;
  byId: string;
  byName: string | null;
  at: Date;
}

const otherColumns = sql`o.id as other_id, o.number, o.subject, o.status::text, a.id as by_id, a.name as by_name`;

const presentOther = ({ otherId, number, subject, status, byId, byName, at }: OtherRow) => ({
  ticket: { id: otherId, number, subject, status },
  by: { id: byId, name: byName ?? '' },
  at: at.toISOString(),
});

/** Links `l` of a ticket; of other tickets only those that this person may see. */
export async function readLinks(db: Reader, viewer: Viewer, ticketId: string, condition: Sql): Promise<LinkView[]> {
  const rows = await db.all<OtherRow & { id: string; kind: 'related' | 'parent'; fromId: string }>(sql`
    select l.id, l.kind, l.from_id, l.at, ${otherColumns} from ticket_links l
    join tickets o on o.id = case when l.from_id = ${ticketId} then l.to_id else l.from_id end left join agents a on a.id = l.by_agent_id
    where ${maySeeCustomer(viewer, sql`o.customer_id`)} and ${condition}`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind === 'parent' && row.fromId !== ticketId ? 'child' : row.kind,
    ...presentOther(row),
  }));
}

/** Merges and splits `m` of a ticket, seen from it. */
export async function readMoves(db: Reader, viewer: Viewer, ticketId: string, condition: Sql): Promise<MoveView[]> {
  const rows = await db.all<OtherRow & { id: string; kind: 'merge' | 'split'; fromId: string; conversations: number; entries: number }>(sql`
    select m.id, m.kind, m.from_id, m.at, cardinality(m.conversation_ids) as conversations, cardinality(m.entry_ids) as entries, ${otherColumns}
    from ticket_moves m join tickets o on o.id = case when m.from_id = ${ticketId} then m.to_id else m.from_id end left join agents a on a.id = m.by_agent_id
    where ${maySeeCustomer(viewer, sql`o.customer_id`)} and ${condition}`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    way: row.fromId === ticketId ? 'out' : 'in',
    conversations: row.conversations,
    entries: row.entries,
    ...presentOther(row),
  }));
}

interface HelpRow {
  id: string;
  conversationId: string;
  question: string;
  askedAt: Date;
  settledAt: Date | null;
  askedById: string;
  askedByName: string;
  takenById: string | null;
  takenByName: string | null;
}

/** Requests for help `h` by a condition. */
export async function readHelp(db: Reader, condition: Sql): Promise<HelpView[]> {
  const rows = await db.all<HelpRow>(sql`
    select h.id, h.conversation_id, h.question, h.asked_at, h.settled_at, a.id as asked_by_id, a.name as asked_by_name, t.id as taken_by_id, t.name as taken_by_name
    from help_requests h join agents a on a.id = h.asked_by_id left join agents t on t.id = h.taken_by_id where ${condition}`);
  return rows.map(({ id, conversationId, question, askedAt, settledAt, askedById, askedByName, takenById, takenByName }) => ({
    id,
    conversationId,
    question,
    askedBy: { id: askedById, name: askedByName },
    askedAt: askedAt.toISOString(),
    takenBy: takenById ? { id: takenById, name: takenByName ?? '' } : null,
    settledAt: settledAt?.toISOString() ?? null,
  }));
}
