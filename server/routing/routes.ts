import { readAgents } from '../agents/present-agent.ts';
import { newestEventId } from '../agents/routes.ts';
import { requireTask } from '../auth/require-visible.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { readToday } from '../metrics/read-today.ts';
import { acceptOffer } from './accept-offer.ts';
import { completeTask } from './complete-task.ts';
import { endTask } from './end-task.ts';
import { readTask } from './present-task.ts';
import { readReceipts } from './read-receipts.ts';
import { readWaiting } from './read-waiting.ts';
import { rejectOffer } from './reject-offer.ts';

export const routingRoutes: HandlersOf<
  'acceptOffer' | 'rejectOffer' | 'queue' | 'board' | 'getTask' | 'endTask' | 'completeTask' | 'taskReceipts'
> = {
  acceptOffer: async ({ hub, caller, id }) => readTask(hub, await acceptOffer(hub, caller.id, id)),

  async rejectOffer({ hub, caller, id }) {
    await rejectOffer(hub, caller.id, id);
    return { ok: true };
  },

  queue: ({ hub, caller, query }) => readWaiting(hub, caller, query),

  async board({ hub, caller }) {
    const lastEventId = await newestEventId(hub);
    const [waiting, agents, today] = await Promise.all([
      readWaiting(hub, caller, { limit: 200 }),
      readAgents(hub, sql`a.deactivated_at is null and (a.role = 'agent' or exists (select from queue_members m where m.agent_id = a.id))`),
      readToday(hub),
    ]);
    return { lastEventId, ...waiting, agents, today };
  },

  async getTask({ hub, caller, id }) {
    await requireTask(hub, caller, id);
    return readTask(hub, id);
  },

  async endTask({ hub, caller, id }) {
    await requireTask(hub, caller, id);
    await endTask(hub, caller.id, id);
    return readTask(hub, id);
  },

  async completeTask({ hub, caller, id, body }) {
    await requireTask(hub, caller, id);
    await completeTask(hub, caller.id, id, body);
    return readTask(hub, id);
  },

  async taskReceipts({ hub, caller, id }) {
    await requireTask(hub, caller, id);
    return { receipts: await readReceipts(hub, caller, id) };
  },
};
