import type { EventData, EventName } from '../contract/events.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { reactionsTo } from './reactions.ts';

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
  const seq = event.entryId ? sql`(select seq from entries where id = ${event.entryId})` : sql`null`;
  tx.write(sql`
    insert into events (at, name, actor_kind, actor_id, customer_id, conversation_id, ticket_id, task_id, agent_id, queue_id, entry_id, seq, data)
    values (${hub.clock.now()}, ${event.name}, ${event.actor.kind}, ${event.actor.id}, ${event.customerId ?? null}, ${event.conversationId ?? null},
      ${event.ticketId ?? null}, ${event.taskId ?? null}, ${event.agentId ?? null}, ${event.queueId ?? null}, ${event.entryId ?? null},
      ${seq}, ${json(event.data)})`);
  for (const job of reactionsTo(event)) enqueue(tx, job);
  tx.afterCommit(() => hub.feed.wake());
}
