import type { InboxKey, inboxes } from '../catalog.ts';
import type { Acquaintance, ContactPoint, HiredColleague } from '../people.ts';
import type { Chances } from '../random.ts';
import type { ConversationRow, EntryRow, EventRow, History, TicketRow } from '../rows.ts';

export type SeededInbox = (typeof inboxes)[number] & { id: string; queueId: string };

/** What all stories share while they are told, oldest first. */
export interface Teller {
  fate: Chances;
  now: Date;
  colleagues: readonly HiredColleague[];
  inboxes: ReadonlyMap<InboxKey, SeededInbox>;
  history: History;
}

/** One contact being told. */
export interface Scene {
  teller: Teller;
  customer: Acquaintance;
  inbox: SeededInbox;
  agent: HiredColleague;
  ticket: TicketRow;
  conversation: ConversationRow;
  contactPoint: ContactPoint;
}

export const secondsAfter = (at: Date, seconds: number): Date => new Date(at.getTime() + Math.round(seconds * 1000));

type Said = Pick<EntryRow, 'kind' | 'at' | 'text'> &
  Partial<Pick<EntryRow, 'agentId' | 'detail' | 'externalId' | 'clientId' | 'status' | 'statusAt'>>;

/** Add an entry at the end of the scene's conversation. */
export function addEntry(scene: Scene, said: Said): EntryRow {
  const { conversation, ticket, teller } = scene;
  conversation.lastSeq += 1;
  conversation.lastEntryAt = said.at;
  if (said.at > ticket.updatedAt) ticket.updatedAt = said.at;
  const entry: EntryRow = {
    agentId: null,
    detail: {},
    externalId: null,
    clientId: null,
    status: null,
    statusAt: null,
    ...said,
    id: teller.fate.id(said.at),
    conversationId: conversation.id,
    seq: conversation.lastSeq,
    channel: conversation.channel,
    customerId: conversation.customerId,
    ticketId: ticket.id,
    inboxId: conversation.inboxId,
  };
  teller.history.entries.push(entry);
  return entry;
}

type Happening = Pick<EventRow, 'name' | 'at' | 'actorKind'> & Partial<Pick<EventRow, 'data' | 'taskId'>> & { entry?: EntryRow };

/** Write down that something happened, as the hub would have. */
export function addEvent({ teller, customer, agent, ticket, conversation }: Scene, { entry, ...happening }: Happening): void {
  const actors = { customer: customer.id, agent: agent.id, hub: null };
  teller.history.events.push({
    taskId: null,
    data: {},
    ...happening,
    actorId: actors[happening.actorKind],
    customerId: customer.id,
    conversationId: conversation.id,
    ticketId: ticket.id,
    queueId: ticket.queueId,
    agentId: happening.actorKind === 'agent' ? agent.id : null,
    entryId: entry?.id ?? null,
    seq: entry?.seq ?? null,
  });
}
