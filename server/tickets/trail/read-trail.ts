import { z } from 'zod';
import type { QueryOf } from '../../contract/api.ts';
import type { TrailLine } from '../../contract/ticket-matter.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { EventRow } from '../../events/feed.ts';
import type { Hub } from '../../hub.ts';
import { isAbout, topicOf } from './topic-of.ts';

/** Everything that happened to a ticket, the newest first: the event log itself, with the names of people. */
export async function readTrail(
  hub: Hub,
  ticketId: string,
  { cursor, limit, topics }: QueryOf<'ticketTrail'>,
): Promise<{ lines: TrailLine[]; next: string | null }> {
  const rows = await hub.db.all<TrailRow>(sql`
    select e.*, a.name as actor_name, c.name as customer_name, g.name as agent_name
    from events e left join agents a on e.actor_kind = 'agent' and a.id = e.actor_id left join agents g on g.id = e.agent_id
    left join customers c on e.actor_kind = 'customer' and c.id = e.actor_id
    where e.ticket_id = ${ticketId} ${cursor ? sql`and e.id < ${readCursor(cursor)}` : sql``} ${topics ? sql`and ${isAbout(topics)}` : sql``}
    order by e.id desc limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  return { lines: page.map(presentLine), next: rows.length > page.length ? String(page.at(-1)?.id) : null };
}

interface TrailRow extends EventRow {
  readonly actorName: string | null;
  readonly customerName: string | null;
  readonly agentName: string | null;
}

function readCursor(text: string): number {
  const id = z.coerce.number().int().min(0).safeParse(text);
  if (!id.success) throw new HubError('bad_request', 'query.cursor: take it from the page before');
  return id.data;
}

const Facts = z.record(z.string(), z.unknown());

const presentLine = (row: TrailRow): TrailLine => ({
  id: row.id,
  at: row.at.toISOString(),
  name: row.name,
  topic: topicOf(row.name),
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorKind === 'customer' ? row.customerName : row.actorName },
  agent: row.agentId ? { id: row.agentId, name: row.agentName ?? '' } : null,
  queueId: row.queueId,
  conversationId: row.conversationId,
  entryId: row.entryId,
  data: Facts.catch({}).parse(row.data),
});
