import type { SideMessageView, SideView } from '../../contract/sides.ts';
import type { SideSummary } from '../../contract/together.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';

/** Of a longer thread only the newest mails are shown. */
const SHOWN = 200;

interface SummaryRow extends Omit<SideSummary, 'lastAt'> {
  lastAt: Date;
}

/** Side conversations `s` by a condition (with order and limit), one line each. */
export async function readSides(db: Reader, condition: Sql): Promise<SideSummary[]> {
  const rows = await db.all<SummaryRow>(sql`
    select s.id, s.ticket_id, s.address, s.subject, s.last_at, (select count(*) from side_messages m where m.side_id = s.id) as messages,
      coalesce((select m.direction = 'in' from side_messages m where m.side_id = s.id order by m.at desc, m.id desc limit 1), false) as last_in
    from side_conversations s where ${condition}`);
  return rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() }));
}

interface MessageRow extends Omit<SideMessageView, 'at' | 'agent'> {
  at: Date;
  agentId: string | null;
  agentName: string | null;
}

/** One with its mails. Throws `not_found`. */
export async function readSide(db: Reader, id: string): Promise<SideView> {
  const [[side], rows] = await Promise.all([
    readSides(db, sql`s.id = ${id}`),
    db.all<MessageRow>(sql`
      select m.id, m.direction, m.at, m.agent_id, a.name as agent_name, m.mail ->> 'from' as "from", m.text, m.status, m.error_code,
        coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'contentType', f.content_type, 'size', f.size) order by f.id) from side_files f where f.message_id = m.id), '[]') as files
      from side_messages m left join agents a on a.id = m.agent_id where m.side_id = ${id} order by m.at desc, m.id desc limit ${SHOWN}`),
  ]);
  if (!side) throw new HubError('not_found');
  return { side, messages: rows.toReversed().map(presentMessage) };
}

const presentMessage = ({ at, agentId, agentName, ...message }: MessageRow): SideMessageView => ({
  ...message,
  at: at.toISOString(),
  agent: agentId ? { id: agentId, name: agentName ?? '' } : null,
});
