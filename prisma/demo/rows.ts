import type { Channel, MessageStatus, TaskState, TicketStatus } from '../../server/contract/statuses.ts';

/** What the seed writes, table by table. Times are dates, ids UUIDs. */

export interface TicketRow {
  id: string;
  number: number;
  customerId: string;
  queueId: string;
  kind: string;
  status: TicketStatus;
  subject: string;
  assigneeId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface ConversationRow {
  id: string;
  customerId: string;
  inboxId: string;
  channel: Channel;
  contactPointId: string;
  ticketId: string;
  subject: string | null;
  lastSeq: number;
  createdAt: Date;
  lastEntryAt: Date;
}

export interface EntryRow {
  id: string;
  conversationId: string;
  seq: number;
  kind: 'inbound' | 'outbound' | 'note' | 'call';
  channel: Channel;
  customerId: string;
  ticketId: string;
  inboxId: string;
  at: Date;
  agentId: string | null;
  text: string;
  detail: object;
  externalId: string | null;
  clientId: string | null;
  status: MessageStatus | null;
  statusAt: Date | null;
}

export interface CallRow {
  conversationId: string;
  externalId: string;
  state: 'ended';
  agentId: string | null;
  startedAt: Date;
  connectedAt: Date | null;
  endedAt: Date;
  endReason: 'completed' | 'abandoned';
}

export interface TaskRow {
  id: string;
  ticketId: string;
  conversationId: string;
  customerId: string;
  queueId: string;
  channel: Channel;
  tier: string;
  skills: Record<string, number>;
  classKey: string;
  neededAt: Date;
  state: TaskState;
  agentId: string | null;
  createdAt: Date;
  assignedAt: Date | null;
  wrappingAt: Date | null;
  endedAt: Date;
  endReason: string | null;
  disposition: string | null;
}

export interface OrderRow {
  id: string;
  customerId: string;
  number: string;
  placedAt: Date;
  currency: string;
  amount: number;
  status: string;
  items: { name: string; quantity: number; amount: number }[];
}

export interface EventRow {
  at: Date;
  name: string;
  actorKind: 'customer' | 'agent' | 'hub';
  actorId: string | null;
  customerId: string | null;
  conversationId: string | null;
  seq: number | null;
  ticketId: string | null;
  taskId: string | null;
  agentId: string | null;
  queueId: string | null;
  entryId: string | null;
  data: object;
}

export interface History {
  orders: OrderRow[];
  tickets: TicketRow[];
  conversations: ConversationRow[];
  entries: EntryRow[];
  calls: CallRow[];
  tasks: TaskRow[];
  events: EventRow[];
}
