import { addBusyDays } from '../busy-days/add-busy-days.ts';
import type { Passerby } from '../busy-days/crowd.ts';
import type { Acquaintance, ContactPoint, HiredColleague } from '../people.ts';
import type { ConversationRow, History, TicketRow } from '../rows.ts';
import type { Story } from '../stories/read-stories.ts';
import { fillSlots } from './fill-slots.ts';
import { orderBefore, placeOrders } from './place-orders.ts';
import { type Contact, planContacts } from './plan-contacts.ts';
import { addEvent, type Scene, type SeededInbox, type Teller } from './scene.ts';
import { tellCall } from './tell-call.ts';
import { tellMessages } from './tell-messages.ts';

/** Eighteen months of contacts, told oldest first so that lines grow and tickets count as they did. */
export function buildHistory(teller: Teller, customers: readonly Acquaintance[], crowd: readonly Passerby[]): History {
  for (const customer of customers) placeOrders(teller, customer);
  for (const contact of planContacts(teller.fate, customers, teller.now)) tell(teller, contact);
  for (const ticket of teller.history.tickets) settle(teller, ticket);
  addBusyDays(teller, crowd);
  teller.history.events.sort((a, b) => a.at.getTime() - b.at.getTime());
  return teller.history;
}

function tell(teller: Teller, { customer, at, story, continues }: Contact): void {
  const inbox = teller.inboxes.get(story.inbox);
  if (!inbox) throw new Error(`no inbox ${story.inbox}`);
  const agent = chooseAgent(teller, customer, inbox);
  const mentionsOrder = /\{(order|product|amount)\}/.test([story.subject, ...story.lines.map(({ text }) => text)].join());
  const slots = { customer, agent, order: mentionsOrder ? orderBefore(teller, customer, at) : undefined };
  const subject = fillSlots(story.subject, { ...slots, at });
  const before = continues ? teller.history.tickets.findLast(({ customerId }) => customerId === customer.id) : undefined;
  const ticket = before ?? openTicket(teller, { customer, inbox, agent, story, subject, at });
  ticket.status = story.status;
  const contactPoint = pointFor(customer, inbox);
  const conversation = conversationFor(teller, { customer, inbox, contactPoint, ticket, subject, at });
  const scene: Scene = { teller, customer, inbox, agent, ticket, conversation, contactPoint };
  if (!before) addEvent(scene, { name: 'ticket.opened', at, actorKind: 'customer' });
  if (inbox.channel === 'voice') tellCall(scene, story, at, slots);
  else tellMessages(scene, story, at, slots);
  addEvent(scene, { name: 'ticket.status_changed', at: ticket.updatedAt, actorKind: 'agent', data: { from: 'new', to: story.status } });
}

/** Someone of the queue who speaks the language well, most often the one who knows the customer. */
function chooseAgent({ fate, colleagues, history }: Teller, { id, language }: Acquaintance, inbox: SeededInbox): HiredColleague {
  const skill = language === 'en' ? 'en' : 'zh';
  const able = colleagues.filter(({ queues, skills }) => queues.includes(inbox.queue) && (skills[skill] ?? 0) >= 4);
  const last = history.tickets.findLast(({ customerId }) => customerId === id)?.assigneeId;
  const known = able.find((agent) => agent.id === last);
  return known && fate.between(0, 1) < 0.6 ? known : fate.pick(able);
}

interface Opening {
  customer: Acquaintance;
  inbox: SeededInbox;
  subject: string;
  at: Date;
}

const FIRST_NUMBER = 1001;

function openTicket(
  { fate, history }: Teller,
  { customer, inbox, agent, story, subject, at }: Opening & { agent: HiredColleague; story: Story },
): TicketRow {
  const ticket: TicketRow = {
    id: fate.id(at),
    number: FIRST_NUMBER + history.tickets.length,
    customerId: customer.id,
    queueId: inbox.queueId,
    kind: story.kind,
    status: story.status,
    subject,
    assigneeId: agent.id,
    createdAt: at,
    updatedAt: at,
  };
  history.tickets.push(ticket);
  return ticket;
}

function pointFor({ points, name }: Acquaintance, inbox: SeededInbox): ContactPoint {
  const point = { voice: points.phone, sms: points.phone, email: points.email, web_chat: points.chat }[inbox.channel];
  if (!point) throw new Error(`${name} has no chat`);
  return point;
}

/** Text messages and chats go on in one conversation for ever; every call and every mail thread is its own. */
function conversationFor({ fate, history }: Teller, opening: Opening & { contactPoint: ContactPoint; ticket: TicketRow }): ConversationRow {
  const { customer, inbox, contactPoint, ticket, subject, at } = opening;
  const hasLine = inbox.channel === 'sms' || inbox.channel === 'web_chat';
  const line = hasLine
    ? history.conversations.find((known) => known.contactPointId === contactPoint.id && known.inboxId === inbox.id)
    : undefined;
  if (line) {
    line.ticketId = ticket.id;
    return line;
  }
  const conversation: ConversationRow = {
    id: fate.id(at),
    customerId: customer.id,
    inboxId: inbox.id,
    channel: inbox.channel,
    contactPointId: contactPoint.id,
    ticketId: ticket.id,
    subject: inbox.channel === 'email' ? subject : null,
    lastSeq: 0,
    createdAt: at,
    lastEntryAt: at,
  };
  history.conversations.push(conversation);
  return conversation;
}

const TWO_WEEKS = 14 * 86_400_000;

/** What was solved long ago, or whose line has moved on to another ticket, is closed for good. */
function settle({ now, history }: Teller, ticket: TicketRow): void {
  if (ticket.status !== 'solved') return;
  const movedOn = !history.conversations.some(({ ticketId }) => ticketId === ticket.id);
  if (movedOn || ticket.updatedAt.getTime() < now.getTime() - TWO_WEEKS) ticket.status = 'closed';
}
