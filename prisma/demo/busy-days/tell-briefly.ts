import { classKey } from '../../../server/routing/class-key.ts';
import type { DispositionCode } from '../catalog.ts';
import type { SeededInbox, Teller } from '../history/scene.ts';
import type { HiredColleague } from '../people.ts';
import type { ConversationRow, EntryRow, TicketRow } from '../rows.ts';
import { matters } from './matters.ts';
import type { Coming } from './plan-arrivals.ts';

interface Answer {
  readonly agent: HiredColleague;
  /** Milliseconds. */
  readonly at: number;
}

interface Brief {
  readonly one: Coming;
  readonly inbox: SeededInbox;
  readonly answer: Answer | undefined;
  readonly asked: Date;
  readonly answered: Date;
  /** When the last was said, or they gave up. */
  readonly ended: Date;
  readonly done: Date;
}

/** The conversations so far, by contact point and inbox. */
export type Lines = Map<string, ConversationRow>;

/** One short contact: a ticket, what was said, and the task it was. */
export function tellBriefly(teller: Teller, lines: Lines, one: Coming, answer: Answer | undefined): void {
  const inbox = teller.inboxes.get(one.inbox);
  // Whoever nobody could help that day, and who waits however long, came another time.
  if (!inbox || (!answer && one.patience === Infinity)) return;
  const ended = answer ? answer.at + one.talk : one.at + one.patience;
  const done = answer ? ended + one.wrapUp : ended;
  if (done >= teller.now.getTime()) return;
  const [asked, answered] = [new Date(one.at), new Date(answer?.at ?? one.at)];
  const brief: Brief = { one, inbox, answer, asked, answered, ended: new Date(ended), done: new Date(done) };
  const matter = teller.fate.pick(matters[one.customer.language]);
  const ticket = openTicket(teller, brief, matter.subject);
  const conversation = openConversation(teller, lines, brief, ticket);
  if (one.channel === 'voice') addCall(teller, brief, conversation);
  else addMessages(teller, brief, conversation, matter);
  addTask(teller, brief, conversation, matter.disposition);
}

function openTicket({ fate, history }: Teller, { one, inbox, answer, asked, done }: Brief, subject: string): TicketRow {
  const ticket: TicketRow = {
    id: fate.id(asked),
    number: (history.tickets.at(-1)?.number ?? 1000) + 1,
    customerId: one.customer.id,
    queueId: inbox.queueId,
    kind: 'service_request',
    status: 'closed',
    subject,
    assigneeId: answer?.agent.id ?? null,
    createdAt: asked,
    updatedAt: done,
  };
  history.tickets.push(ticket);
  history.events.push({
    at: asked,
    name: 'ticket.opened',
    actorKind: 'customer',
    actorId: one.customer.id,
    customerId: one.customer.id,
    conversationId: null,
    seq: null,
    ticketId: ticket.id,
    taskId: null,
    agentId: null,
    queueId: inbox.queueId,
    entryId: null,
    data: {},
  });
  return ticket;
}

/** Text messages and chats go on in one conversation for ever; every call is its own. */
function openConversation({ fate, history }: Teller, lines: Lines, { one, inbox, asked }: Brief, ticket: TicketRow): ConversationRow {
  const key = `${one.customer.phone.id} ${inbox.id}`;
  const line = one.channel === 'voice' ? undefined : lines.get(key);
  if (line) {
    line.ticketId = ticket.id;
    return line;
  }
  const conversation: ConversationRow = {
    id: fate.id(asked),
    customerId: one.customer.id,
    inboxId: inbox.id,
    channel: one.channel,
    contactPointId: one.customer.phone.id,
    ticketId: ticket.id,
    subject: null,
    lastSeq: 0,
    createdAt: asked,
    lastEntryAt: asked,
  };
  history.conversations.push(conversation);
  lines.set(key, conversation);
  return conversation;
}

type Said = Pick<EntryRow, 'kind' | 'at' | 'text' | 'agentId'> & Partial<EntryRow>;

function addEntry({ fate, history }: Teller, conversation: ConversationRow, said: Said): void {
  conversation.lastSeq += 1;
  conversation.lastEntryAt = said.at;
  history.entries.push({
    id: fate.id(said.at),
    conversationId: conversation.id,
    seq: conversation.lastSeq,
    channel: conversation.channel,
    customerId: conversation.customerId,
    ticketId: conversation.ticketId,
    inboxId: conversation.inboxId,
    detail: {},
    externalId: null,
    clientId: null,
    status: null,
    statusAt: null,
    ...said,
  });
}

function addCall(teller: Teller, { asked, answered, ended, answer }: Brief, conversation: ConversationRow): void {
  const agentId = answer?.agent.id ?? null;
  const outcome = answer ? 'completed' : 'abandoned';
  teller.history.calls.push({
    conversationId: conversation.id,
    externalId: `CA${teller.fate.hex(32)}`,
    state: 'ended',
    agentId,
    startedAt: asked,
    connectedAt: answer ? answered : null,
    endedAt: ended,
    endReason: outcome,
  });
  const seconds = Math.round((ended.getTime() - asked.getTime()) / 1000);
  addEntry(teller, conversation, { kind: 'call', at: asked, text: '', agentId: null, detail: { type: 'incoming' } });
  if (answer) addEntry(teller, conversation, { kind: 'call', at: answered, text: '', agentId, detail: { type: 'connected' } });
  addEntry(teller, conversation, { kind: 'call', at: ended, text: '', agentId, detail: { type: 'ended', seconds, outcome } });
}

function addMessages(
  teller: Teller,
  { asked, ended, answer, one }: Brief,
  conversation: ConversationRow,
  { question, reply }: (typeof matters)['en'][number],
): void {
  const { fate } = teller;
  const idOf = (at: Date) => (one.channel === 'sms' ? `SM${fate.hex(32)}` : fate.id(at));
  addEntry(teller, conversation, { kind: 'inbound', at: asked, text: question, agentId: null, externalId: idOf(asked) });
  if (!answer) return;
  const at = new Date(answer.at + Math.round((ended.getTime() - answer.at) / 2));
  const status = one.channel === 'web_chat' ? 'read' : 'delivered';
  addEntry(teller, conversation, {
    kind: 'outbound',
    at,
    text: reply,
    agentId: answer.agent.id,
    externalId: idOf(at),
    clientId: fate.id(at),
    status,
    statusAt: at,
  });
}

function addTask(
  { fate, history }: Teller,
  { one, inbox, answer, asked, answered, ended, done }: Brief,
  conversation: ConversationRow,
  disposition: DispositionCode,
): void {
  const { customer, channel } = one;
  const skills = { [customer.language === 'en' ? 'en' : 'zh']: 1 };
  history.tasks.push({
    id: fate.id(asked),
    ticketId: conversation.ticketId,
    conversationId: conversation.id,
    customerId: customer.id,
    queueId: inbox.queueId,
    channel,
    tier: customer.tier,
    skills,
    classKey: classKey({ queueId: inbox.queueId, tier: customer.tier, channel, skills }),
    neededAt: asked,
    createdAt: asked,
    endedAt: done,
    ...(answer
      ? { state: 'completed', agentId: answer.agent.id, assignedAt: answered, wrappingAt: ended, disposition, endReason: null }
      : { state: 'canceled', agentId: null, assignedAt: null, wrappingAt: null, disposition: null, endReason: 'abandoned' }),
  });
}
