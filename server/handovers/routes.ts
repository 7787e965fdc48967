import { requireTask } from '../auth/require-visible.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import type { Hub } from '../hub.ts';
import { acceptHandover, completeHandover, declineHandover, introduceCustomer, withdrawHandover } from './answer-handover.ts';
import { askColleague } from './ask-colleague.ts';
import { listTakers } from './find-taker.ts';
import { readHandover, readHandovers } from './read-handovers.ts';

type Names =
  | ('listTakers' | 'askColleague' | 'myHandovers' | 'acceptHandover')
  | ('declineHandover' | 'withdrawHandover' | 'introduceCustomer' | 'completeHandover');

type Verb = (hub: Hub, agentId: string, id: string) => Promise<void>;

/** Do it, and answer with the handover as it is then. */
const seenAfter =
  (verb: Verb) =>
  async ({ hub, caller, id }: { hub: Hub; caller: { id: string }; id: string }) => {
    await verb(hub, caller.id, id);
    return readHandover(hub, id);
  };

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

  acceptHandover: seenAfter(acceptHandover),
  declineHandover: seenAfter(declineHandover),
  withdrawHandover: seenAfter(withdrawHandover),
  introduceCustomer: seenAfter(introduceCustomer),
  completeHandover: seenAfter(completeHandover),
};
