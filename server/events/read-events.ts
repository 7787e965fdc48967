import type { Caller } from '../auth/identify-caller.ts';
import { maskAnswer } from '../auth/masks/mask-answer.ts';
import { readOwnClear } from '../auth/masks/read-clear.ts';
import type { WireEvent } from '../contract/events.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { attach } from '../realtime/attach.ts';
import { audienceOf } from '../realtime/audience.ts';
import { withoutOffer } from '../realtime/relay-events.ts';
import type { EventRow } from './feed.ts';

/** More than this to catch up with: a fresh load is cheaper. */
const LIMIT = 1000;
/** Ids commit out of order: look this far behind; readers ignore what they know. */
const BEHIND = 100;

/** The events after an id that these rooms of a person have heard, oldest first. `complete: false`: too many, load afresh. */
export async function readEventsAfter(
  hub: Hub,
  caller: Pick<Caller, 'id' | 'masked'>,
  rooms: ReadonlySet<string>,
  after: number,
): Promise<{ events: WireEvent[]; complete: boolean }> {
  const rows = await hub.db.all<EventRow>(sql`
    select id, at, name, actor_kind, actor_id, customer_id, conversation_id, seq, ticket_id, task_id, agent_id, queue_id, entry_id, data
    from events where id > ${Math.max(0, after - BEHIND)} order by id limit ${LIMIT + BEHIND + 1}`);
  if (rows.length > LIMIT + BEHIND) return { events: [], complete: false };
  const audible = rows.filter((row) => audienceOf(row).some((name) => rooms.has(name)));
  const events = await attach(hub, audible);
  const shown = events.map((event) => (event.agentId === caller.id ? event : withoutOffer(event)));
  return { events: caller.masked ? maskAnswer(shown, await readOwnClear(hub, caller.id)) : shown, complete: true };
}
