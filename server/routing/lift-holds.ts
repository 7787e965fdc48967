import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { isThere } from './prefer-agent.ts';

/** The time in which only the preferred agent was asked is over: the task stands in its class, at its own age. */
export async function endHold(hub: Hub, { taskId }: { taskId: string }): Promise<void> {
  await hub.db.all(sql`update tasks set held_until = null where id = ${taskId} and state = 'pending' and held_until <= ${hub.clock.now()}`);
  hub.wakeRouter();
}

/** An agent takes no more work: nothing waits for them alone. Who is back by now keeps what is held for them. */
export async function liftHolds(hub: Hub, { agentId }: { agentId: string }): Promise<void> {
  await hub.db.all(sql`
    update tasks set held_until = null where preferred_agent_id = ${agentId} and state = 'pending' and held_until is not null
      and not exists (select from agents a where a.id = ${agentId} and ${isThere(hub)})`);
  hub.wakeRouter();
}

/** Safety net for both. */
export async function sweepHolds(hub: Hub): Promise<void> {
  await hub.db.all(sql`
    update tasks t set held_until = null where state = 'pending' and held_until is not null and (held_until <= ${hub.clock.now()}
      or not exists (select from agents a join queue_members m on m.agent_id = a.id and m.queue_id = t.queue_id where a.id = t.preferred_agent_id and ${isThere(hub)}))`);
}
