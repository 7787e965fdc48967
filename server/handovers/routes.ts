import { requireTask } from '../auth/require-visible.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { acceptHandover, completeHandover, declineHandover, introduceCustomer, withdrawHandover } from './answer-handover.ts';
import { askColleague } from './ask-colleague.ts';
import { listTakers } from './find-taker.ts';
import { readHandover, readHandovers } from './read-handovers.ts';

type Names =
  | ('listTakers' | 'askColleague' | 'myHandovers' | 'acceptHandover')
  | ('declineHandover' | 'withdrawHandover' | 'introduceCustomer' | 'completeHandover');

/** A handover is seen by its two agents only: the verbs say `not_found` to everybody else. */
export const handoverRoutes: HandlersOf<Names> = {
  async listTakers({ hub, caller, id }) {
    await requireTask(hub, caller, id);
    return { takers: await listTakers(hub, caller.id, id) };
  },

  async askColleague({ hub, caller, id, body }) {
    await requireTask(hub, caller, id);
    return readHandover(hub, await askColleague(hub, caller.id, id, body));
  },

  myHandovers: async ({ hub, caller }) => ({
    handovers: await readHandovers(hub, sql`h.ended_at is null and (h.from_agent_id = ${caller.id} or h.to_agent_id = ${caller.id})`),
  }),

  async acceptHandover({ hub, caller, id }) {
    await acceptHandover(hub, caller.id, id);
    return readHandover(hub, id);
  },

  async declineHandover({ hub, caller, id }) {
    await declineHandover(hub, caller.id, id);
    return readHandover(hub, id);
  },

  async withdrawHandover({ hub, caller, id }) {
    await withdrawHandover(hub, caller.id, id);
    return readHandover(hub, id);
  },

  async introduceCustomer({ hub, caller, id }) {
    await introduceCustomer(hub, caller.id, id);
    return readHandover(hub, id);
  },

  async completeHandover({ hub, caller, id }) {
    await completeHandover(hub, caller.id, id);
    return readHandover(hub, id);
  },
};
