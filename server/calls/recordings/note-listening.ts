import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** A player asks for a recording piece by piece: within this time it is one listening (milliseconds). */
const ONCE = 900_000;
const LATEST = 50;

interface Sound {
  readonly customerId: string;
  readonly conversationId: string;
  readonly ticketId: string;
  readonly isNoted: boolean;
}

/** Somebody listens to what was said on the phone, by a caller for us or by both. Of other files nothing is noted. */
export async function noteListening(hub: Hub, agentId: string, entryId: string): Promise<void> {
  const sound = await readSound(hub, hub.db, agentId, entryId);
  if (!sound || sound.isNoted) return;
  await hub.db.transact(async (tx) => {
    // Two pieces asked for at once are one listening: the second waits here, and finds it noted.
    await tx.one(sql`select pg_advisory_xact_lock(hashtextextended(${`${agentId} hears ${entryId}`}, 0))`);
    if ((await readSound(hub, tx, agentId, entryId))?.isNoted) return;
    const { customerId, conversationId, ticketId } = sound;
    record(hub, tx, {
      name: 'call.listened',
      actor: agentActor(agentId),
      agentId,
      customerId,
      conversationId,
      ticketId,
      entryId,
      data: {},
    });
  });
}

const readSound = (hub: Hub, db: Reader, agentId: string, entryId: string): Promise<Sound | undefined> =>
  db.maybe<Sound>(sql`
    select e.customer_id, e.conversation_id, e.ticket_id, exists (
      select from events v where v.name = 'call.listened' and v.at > ${new Date(hub.clock.now().getTime() - ONCE)} and v.entry_id = e.id and v.actor_id = ${agentId}) as is_noted
    from entries e where e.id = ${entryId} and e.kind = 'call' and e.detail ->> 'type' in ('recording', 'voicemail')`);

type Row = { entryId: string; ticketNumber: number; at: Date; agentId: string; agentName: string };

/** Who listened to what a customer said on the phone, the newest first. */
export async function readListenings(db: Reader, customerId: string) {
  const rows = await db.all<Row>(sql`
    select v.entry_id, t.number as ticket_number, v.at, a.id as agent_id, a.name as agent_name
    from tickets t join events v on v.ticket_id = t.id join agents a on a.id = v.actor_id
    where v.name = 'call.listened' and t.customer_id in (select customer_family(${customerId}))
    order by v.id desc limit ${LATEST}`);
  return rows.map(({ agentId, agentName, at, ...row }) => ({ ...row, at: at.toISOString(), by: { id: agentId, name: agentName } }));
}
