import { setTimeout as pause } from 'node:timers/promises';
import { hashOf, newSecret } from '../../server/auth/secrets.ts';
import type { EndpointName, GivenBody } from '../../server/contract/api.ts';
import { sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, openConsole } from './console-socket.ts';
import type { TestDatabase } from './database.ts';
import { addPerson, type Failure, type PersonTraits, request } from './hub.ts';

/** Programs that serve as agents do, through the API of whichever node answers. */
export interface LiveFloor {
  /** Offers answered so far, by what was answered. */
  readonly answered: Readonly<Record<'accepted' | 'rejected' | 'ignored', number>>;
  /** Everybody says they are there and take work. */
  open(): Promise<void>;
  /** Listen to a node: what is offered there or elsewhere is answered. */
  listenTo(url: string): Promise<void>;
  /** Nothing further is answered; what is held is finished. */
  close(): Promise<void>;
}

export interface LiveAgent extends PersonTraits {
  /** Answers every n-th offer with no, and lets every m-th ring. */
  readonly rejectsEvery: number;
  readonly ignoresEvery: number;
  readonly handleMs: number;
}

interface Seat extends LiveAgent {
  readonly id: string;
  readonly token: string;
  asked: number;
}

/** How many come in at once. */
const DOORS = 6;

const wall = { now: () => new Date() };

export async function staffFloor(
  { db }: TestDatabase,
  queueId: string,
  nodes: () => readonly string[],
  agents: readonly LiveAgent[],
): Promise<LiveFloor> {
  const place = { hub: { db, clock: wall }, queueId };
  const seats = new Map<string, Seat>();
  const employ = async (traits: PersonTraits) => {
    const { id } = await addPerson(place, traits);
    const token = newSecret('live_');
    await db.all(sql`
      insert into api_tokens (id, agent_id, name, secret_hash, created_at) values (gen_random_uuid(), ${id}, 'live', ${hashOf(token)}, now())`);
    return { id, token };
  };
  for (const agent of agents) {
    const hired = await employ(agent);
    seats.set(hired.id, { ...agent, ...hired, asked: 0 });
  }
  const boss = await employ({ role: 'supervisor', queues: [] });
  const answered = { accepted: 0, rejected: 0, ignored: 0 };
  const seen = new Set<string>();
  const sockets: ConsoleSocket[] = [];
  const work = new Set<Promise<void>>();
  let isOpen = true;
  const call = callerOf(nodes);

  async function answer(seat: Seat, reservationId: string, taskId: string): Promise<void> {
    seat.asked += 1;
    if (seat.asked % seat.ignoresEvery === 0) {
      answered.ignored += 1;
      return;
    }
    if (seat.asked % seat.rejectsEvery === 0) {
      answered.rejected += 1;
      await call(seat.token, 'rejectOffer', reservationId);
      return;
    }
    const outcome = await call(seat.token, 'acceptOffer', reservationId);
    // A node that was killed may have heard it before it died.
    if (outcome !== 'ok' && outcome !== 'offer_taken') return;
    answered.accepted += 1;
    await pause(seat.handleMs);
    await call(seat.token, 'endTask', taskId);
    await call(seat.token, 'completeTask', taskId, { disposition: 'resolved', ticketStatus: 'solved' });
  }

  return {
    answered,
    async open() {
      const coming = [...seats.values()];
      const comeIn = async () => {
        for (let seat = coming.shift(); seat; seat = coming.shift()) {
          await call(seat.token, 'keepPresence');
          await call(seat.token, 'setStatus', undefined, { status: 'available' });
        }
      };
      await Promise.all(Array.from({ length: DOORS }, comeIn));
    },
    async listenTo(url) {
      const socket = await openConsole({ url }, { token: boss.token });
      sockets.push(socket);
      socket.socket.on('event', (event) => {
        if (event.name !== 'reservation.offered' || !isOpen || seen.has(event.data.reservationId)) return;
        seen.add(event.data.reservationId);
        const seat = seats.get(event.agentId ?? '');
        if (!seat || !event.taskId) return;
        const done: Promise<void> = answer(seat, event.data.reservationId, event.taskId).finally(() => work.delete(done));
        work.add(done);
      });
    },
    async close() {
      isOpen = false;
      await Promise.all(work);
      for (const socket of sockets) socket.close();
    },
  };
}

/** Ask one node, and when it does not answer the next, until one does. Answers `ok` or the code of the refusal. */
function callerOf(nodes: () => readonly string[]) {
  let turn = 0;
  return async <Name extends EndpointName>(token: string, name: Name, id?: string, body?: GivenBody<Name>): Promise<string> => {
    for (;;) {
      const urls = nodes();
      turn += 1;
      try {
        const url = urls[turn % urls.length] ?? '';
        const { status, body: said } = await request(url, name, { ...(id ? { id } : {}), body }, { authorization: `Bearer ${token}` });
        if (status === 200) return 'ok';
        if (status < 500) return (said as Failure).error.code;
      } catch {
        // The connection broke: the node is gone.
      }
      await pause(50);
    }
  };
}
