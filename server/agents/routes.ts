import { requireRight } from '../auth/permissions.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import type { Hub } from '../hub.ts';
import { readOffers } from '../routing/present-offer.ts';
import { readTasks } from '../routing/present-task.ts';
import { lease } from './presence.ts';
import { readAgent } from './present-agent.ts';
import { setStatus } from './set-status.ts';

export const agentRoutes: HandlersOf<'desk' | 'setStatus' | 'keepPresence'> = {
  async desk({ hub, caller }) {
    const lastEventId = await newestEventId(hub);
    const [agent, offers, tasks] = await Promise.all([
      readAgent(hub, caller.id),
      readOffers(hub, sql`r.agent_id = ${caller.id} and r.state = 'pending'`),
      readTasks(hub, sql`t.agent_id = ${caller.id} and t.state in ('assigned', 'wrapping') order by t.needed_at`),
    ]);
    return { lastEventId, agent, offers, tasks };
  },

  async setStatus({ hub, caller, body }) {
    if (body.status !== 'offline') requireRight(caller, 'tickets.write');
    await setStatus(hub, caller.id, body.status, body.reason ?? null);
    return readAgent(hub, caller.id);
  },

  keepPresence: async ({ hub, caller }) => ({ until: (await lease(hub, caller.id)).toISOString() }),
};

/** Where a fresh load stands in the event log; read before the load, so that nothing falls between. */
export async function newestEventId(hub: Hub): Promise<number> {
  return (await hub.db.one<{ id: number }>(sql`select coalesce(max(id), 0)::bigint as id from events`)).id;
}
