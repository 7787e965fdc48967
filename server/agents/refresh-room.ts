import { shippedBars } from '../contract/routing-rules.ts';
import type { Tx } from '../db/database.ts';
import { json, type Sql, sql } from '../db/sql.ts';

/**
 * What an agent holds, can do or serves has changed, and with it what they may take: claims made on the old picture fail,
 * and the router finds them in their new class. Comes after the change, in the same transaction. `also` is set with it.
 */
export function refreshRoom(tx: Tx, agentId: string, also: Sql = sql``): void {
  // The lock must be a statement of its own: a statement that waits still sees the agent's tasks as they were before.
  tx.write(sql`select 1 from agents where id = ${agentId} for update`);
  tx.write(sql`update agents a set ${also} load_version = load_version + 1, (room, class_key) = (${roomAndClass}) where id = ${agentId}`);
}

/** The same for everybody: when a policy bars other channels, when people's settings were changed at once, and at the start. */
export function refreshAllRooms(tx: Tx): void {
  tx.write(sql`select 1 from agents order by id for update`);
  tx.write(sql`
    update agents set load_version = load_version + 1, room = fresh.room, class_key = fresh.class_key
    from (select a.id, now.room, now.class_key from agents a, lateral (${roomAndClass}) now) fresh
    where agents.id = fresh.id and (agents.room, agents.class_key) is distinct from (fresh.room, fresh.class_key)`);
}

const bars = sql`coalesce((select bars from policies order by version desc limit 1), ${json(shippedBars)}::jsonb)`;

/** The rule of `lackOfRoom` in decide.ts said in SQL, of agent `a`; nobody has room while an offer rings. */
const room = sql`
  select array_agg(c.channel order by c.channel) as room from agent_capacities c
  where c.agent_id = a.id and not exists (select from reservations r where r.agent_id = a.id and r.state = 'pending')
    and not exists (select from handovers h where h.to_agent_id = a.id and h.ended_at is null)
    and c."limit" > (select count(*) from tasks t where t.agent_id = a.id and t.channel = c.channel and t.state in ('reserved', 'assigned', 'wrapping'))
    and not exists (
      select from tasks t where t.agent_id = a.id and t.state in ('reserved', 'assigned', 'wrapping') and ${bars} -> t.channel::text ? c.channel::text)`;

/** Queues and skills may be many: their digest stands for them. */
const roomAndClass = sql`
  select coalesce(has.room, '{}') as room, md5(concat(
      (select string_agg(m.queue_id::text, ',' order by m.queue_id) from queue_members m where m.agent_id = a.id), ' ',
      (select string_agg(s.skill || ':' || s.level, ',' order by s.skill) from agent_skills s where s.agent_id = a.id)
    )) || ' ' || coalesce(array_to_string(has.room, ','), '') as class_key
  from (${room}) has`;
