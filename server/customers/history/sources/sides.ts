import { sql } from '../../../db/sql.ts';
import { nearest, type Source, saying, wants } from '../page.ts';

interface Row {
  id: string;
  recordId: string;
  at: Date;
  sideId: string;
  direction: 'in' | 'out';
  address: string;
  by: string | null;
  text: string;
  ticketNumber: number;
}

/** So much of a mail is shown in a line. */
const SHOWN = 2000;

/** What was written about them with third parties: for us only. */
export const findSides: Source = async (db, ask) => {
  if (!wants(ask, 'side')) return [];
  const rows = await db.all<Row>(sql`
    select m.id, m.customer_id as record_id, m.at, s.id as side_id, m.direction, s.address, a.name as by, left(m.text, ${SHOWN}) as text, t.number as ticket_number
    from ${nearest(sql`side_messages`, sql`at`, ask, saying(sql`text`, ask))} m
    join side_conversations s on s.id = m.side_id join tickets t on t.id = s.ticket_id left join agents a on a.id = m.agent_id`);
  return rows.map(({ id, recordId, at, sideId, ...side }) => ({
    type: 'side',
    id,
    at: at.toISOString(),
    of: ask.circle.of(recordId),
    side: { id: sideId, ...side },
  }));
};
