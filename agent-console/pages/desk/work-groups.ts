import type { DeskTicket } from '../../../server/contract/desk-work.ts';
import type { DueView, OfferView, TaskView } from '../../../server/contract/entities.ts';
import type { Channel } from '../../../server/contract/statuses.ts';
import { urgency } from '../../routing/urgency.ts';

export const workGroups = ['ringing', 'live', 'wrap_up', 'waiting_for_me', 'waiting_for_customer', 'snoozed'] as const;
export type WorkGroup = (typeof workGroups)[number];

/** One line of my work: what I hold (a task), or what I answer for and do not hold now (a ticket). */
export interface WorkItem {
  readonly key: string;
  readonly group: WorkGroup;
  readonly conversationId: string;
  readonly ticketId: string;
  readonly channel: Channel;
  readonly customer: { readonly name: string | null; readonly tier: string; readonly contact?: string | null };
  readonly subject: string;
  readonly preview: string;
  readonly due: DueView | null;
  readonly task?: TaskView;
  readonly ticket?: DeskTicket;
}

/** My work in the order in which it wants me. */
export function arrangeWork(
  ringing: readonly OfferView[],
  mine: readonly TaskView[],
  now: number,
  tickets: readonly DeskTicket[] = [],
): WorkItem[] {
  const offered = ringing.map((offer) => ofTask('ringing', offer.task));
  const held = mine.map((task) => ofTask(groupOf(task), task)).sort((a, b) => within(a, b, now));
  // What is in my hands by now was answered for before: it stands once.
  const atHand = new Set([...offered, ...held].map(({ ticketId }) => ticketId));
  const laid = tickets.filter(({ ticketId }) => !atHand.has(ticketId)).map(ofTicket);
  const all = [...offered, ...held, ...laid];
  return workGroups.flatMap((group) => all.filter((item) => item.group === group));
}

const ofTask = (group: WorkGroup, task: TaskView): WorkItem => ({
  key: task.id,
  group,
  conversationId: task.conversationId,
  ticketId: task.ticketId,
  channel: task.channel,
  customer: task.customer,
  subject: task.subject,
  preview: task.preview,
  due: task.due,
  task,
});

const ofTicket = (ticket: DeskTicket): WorkItem => ({
  key: ticket.ticketId,
  group: ticket.group,
  conversationId: ticket.conversationId,
  ticketId: ticket.ticketId,
  channel: ticket.channel,
  customer: ticket.customer,
  subject: ticket.subject,
  preview: ticket.preview,
  due: ticket.due,
  ticket,
});

/** Someone is there now on a call or a chat; a mail or an SMS waits for whoever did not write last. */
function groupOf(task: TaskView): WorkGroup {
  if (task.state === 'wrapping') return 'wrap_up';
  if (task.channel === 'voice' || task.channel === 'web_chat') return 'live';
  return task.unanswered ? 'waiting_for_me' : 'waiting_for_customer';
}

function within(a: WorkItem, b: WorkItem, now: number): number {
  if (!a.task || !b.task) return 0;
  if (a.group === 'waiting_for_me' && b.group === 'waiting_for_me') return urgency(b.task, now) - urgency(a.task, now);
  return (a.task.assignedAt ?? '').localeCompare(b.task.assignedAt ?? '');
}

/** What of my work has run over: what its ticket owes is late. */
export const isOverdue = ({ due, group }: WorkItem, now: number): boolean =>
  due !== null && group !== 'snoozed' && Date.parse(due.at) < now;
