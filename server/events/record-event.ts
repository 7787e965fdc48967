import { keepHistory } from '../configuration/keep-change.ts';
import type { EventData, EventName } from '../contract/events.ts';
import type { Tx } from '../db/database.ts';
import { json, type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { concernsCatalog, concernsRouter, reactionsTo } from './reactions.ts';

export interface Actor {
  readonly kind: 'customer' | 'agent' | 'hub';
  readonly id: string | null;
}

export const theHub: Actor = { kind: 'hub', id: null };
export const agentActor = (id: string): Actor => ({ kind: 'agent', id });
export const customerActor = (id: string): Actor => ({ kind: 'customer', id });

/** What an event is about. `entryId` also gives it the entry's place in its conversation. */
export interface Subjects {
  readonly customerId?: string | null;
  readonly conversationId?: string | null;
  readonly ticketId?: string | null;
  readonly taskId?: string | null;
  readonly agentId?: string | null;
  readonly queueId?: string | null;
  readonly entryId?: string | null;
}

export interface NewEvent<Name extends EventName = EventName> extends Subjects {
  readonly name: Name;
  readonly actor: Actor;
  readonly data: EventData[Name];
}

/** Append an event and enqueue its reactions, all with the change it tells of or not at all. */
export function record<Name extends EventName>(hub: Hub, tx: Tx, event: NewEvent<Name>): void {
  const { name, actor, data, ...subjects } = event;
  eventsOf(hub, tx).push({ at: hub.clock.now(), name, actorKind: actor.kind, actorId: actor.id, ...subjects, data });
  for (const job of reactionsTo(event, { followUpTriggers: () => hub.catalog.known().followUpTriggers })) enqueue(tx, job);
  keepHistory(tx, { name, data, author: { ...actor, at: hub.clock.now() } });
}

type Row = Subjects & { at: Date; name: EventName; actorKind: Actor['kind']; actorId: string | null; data: object };

/** What each open transaction has recorded so far. */
const recorded = new WeakMap<Tx, Row[]>();

/** All events of a transaction are written by one statement, as the last thing before its commit. */
function eventsOf(hub: Hub, tx: Tx): Row[] {
  const known = recorded.get(tx);
  if (known) return known;
  const rows: Row[] = [];
  recorded.set(tx, rows);
  tx.beforeCommit(() => tx.write(insertion(rows)));
  tx.afterCommit(() => {
    hub.feed.wake();
    // Whoever has just changed a setting finds it in force with their next request.
    if (rows.some(({ name }) => concernsCatalog(name))) hub.catalog.forget();
    if (rows.some(({ name }) => concernsRouter(name))) hub.wakeRouter();
  });
  return rows;
}

const insertion = (rows: readonly Row[]): Sql => sql`
  insert into events (at, name, actor_kind, actor_id, customer_id, conversation_id, ticket_id, task_id, agent_id, queue_id, entry_id, seq, data)
  select at, name, "actorKind", "actorId", "customerId", "conversationId", "ticketId", "taskId", "agentId", "queueId", "entryId",
    (select seq from entries where id = "entryId"), data
  from json_to_recordset(${json(rows)}) as (at timestamptz, name text, "actorKind" text, "actorId" uuid, "customerId" uuid, "conversationId" uuid,
    "ticketId" uuid, "taskId" uuid, "agentId" uuid, "queueId" uuid, "entryId" uuid, data jsonb)`;
