import pg from 'pg';
import type { EventName } from '../contract/events.ts';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { singleFlight } from './single-flight.ts';

/** A committed event as it lies in the table. */
export interface EventRow {
  readonly id: number;
  readonly at: Date;
  readonly name: EventName;
  readonly actorKind: 'customer' | 'agent' | 'hub';
  readonly actorId: string | null;
  readonly customerId: string | null;
  readonly conversationId: string | null;
  readonly seq: number | null;
  readonly ticketId: string | null;
  readonly taskId: string | null;
  readonly agentId: string | null;
  readonly queueId: string | null;
  readonly entryId: string | null;
  readonly data: unknown;
}

type Listener = (events: readonly EventRow[]) => void;

/** Every committed event of all nodes, once, to whoever subscribed in this process. A hint: the table is the truth. */
export interface Feed {
  subscribe(listener: Listener): void;
  /** Something was committed here: look now, and tell the other nodes. */
  wake(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const CHANNEL = 'touchline_events';
/** Look at least this often: a wake-up may be lost with the node that owed it (milliseconds). */
const POLL = 1000;
/** Wake-ups of other nodes are gathered: NOTIFY makes committing transactions queue up (milliseconds). */
const GATHER = 4;

/**
 * The cursor is a snapshot, not an id: ids commit out of order, but "not visible in my last snapshot, visible now"
 * names every newly committed row exactly once (PostgreSQL manual, 9.28.6 "Transaction ID and Snapshot Information Functions").
 */
export function eventFeed(db: Database, url: string): Feed {
  const listeners: Listener[] = [];
  let snapshot: string | undefined;
  let listening: pg.Client | undefined;
  let poll: NodeJS.Timeout | undefined;
  let telling: NodeJS.Timeout | undefined;
  let isOver = false;

  const look = singleFlight(async () => {
    if (snapshot === undefined) return;
    const rows = await db.all<EventRow & { snapshot: string }>(sql`
      select id, at, name, actor_kind, actor_id, customer_id, conversation_id, seq, ticket_id, task_id, agent_id, queue_id, entry_id, data,
        pg_current_snapshot()::text as snapshot
      from events
      where tx >= pg_snapshot_xmin(${snapshot}::pg_snapshot) and not pg_visible_in_snapshot(tx, ${snapshot}::pg_snapshot)
      order by id`);
    if (!rows[0]) return;
    snapshot = rows[0].snapshot;
    for (const listener of listeners) listener(rows);
  });

  const tellOthers = () => {
    telling ??= setTimeout(() => {
      telling = undefined;
      listening?.query(`notify ${CHANNEL}`).catch(() => {});
    }, GATHER);
  };

  const listenAgain = () => void setTimeout(() => isOver || listen().catch(listenAgain), POLL);

  const listen = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, application_name: 'touchline feed', pipeline: true });
    client.on('error', () => {});
    client.on('end', () => {
      if (listening === client) {
        listening = undefined;
        listenAgain();
      }
    });
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    // What this node told the others, it has seen itself.
    client.on('notification', ({ processId }) => {
      if (processId !== rows[0]?.pid) look();
    });
    await client.query(`listen ${CHANNEL}`);
    if (isOver) return client.end();
    listening = client;
  };

  return {
    subscribe: (listener) => void listeners.push(listener),
    wake() {
      look();
      tellOthers();
    },
    async start() {
      snapshot = (await db.one<{ snapshot: string }>(sql`select pg_current_snapshot()::text as snapshot`)).snapshot;
      await listen();
      poll = setInterval(look, POLL);
    },
    async stop() {
      clearInterval(poll);
      clearTimeout(telling);
      isOver = true;
      const client = listening;
      listening = undefined;
      await client?.end();
    },
  };
}
