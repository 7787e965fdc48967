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
  assigneeId: string;
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
  agentId: string;
  startedAt: Date;
  connectedAt: Date;
  endedAt: Date;
  endReason: 'completed';
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
  agentId: string;
  createdAt: Date;
  assignedAt: Date;
  wrappingAt: Date;
  endedAt: Date;
  disposition: string;
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
  customerId: string;
  conversationId: string | null;
  seq: number | null;
  ticketId: string;
  taskId: string | null;
  agentId: string | null;
  queueId: string;
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
