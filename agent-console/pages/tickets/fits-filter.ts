import type { TicketView } from '../../../server/contract/entities.ts';
import type { TicketFilter } from '../../../server/contract/ticket-list.ts';

const DAY = 86_400_000;

/** Whether a ticket belongs in a list, as far as the ticket itself says; of searches only the hub knows. */
export function fitsFilter(ticket: TicketView, filter: TicketFilter, meId: string, now: number): boolean {
  const { status, kind, categoryId, queueId, assignee, tier, channel, rootCause, fields, words } = filter;
  return (
    words === undefined &&
    holds(status, ticket.status) &&
    holds(kind, ticket.kind) &&
    holds(queueId, ticket.queueId) &&
    holds(tier, ticket.customer.tier) &&
    (categoryId === undefined || (ticket.categoryId !== null && categoryId.includes(ticket.categoryId))) &&
    (channel === undefined || ticket.channels.some((one) => channel.includes(one))) &&
    (rootCause === undefined || ticket.rootCauseId === (rootCause === 'none' ? null : rootCause)) &&
    (assignee === undefined || (ticket.assignee?.id ?? 'nobody') === (assignee === 'me' ? meId : assignee)) &&
    isDue(ticket, filter, now) &&
    Object.entries(fields ?? {}).every(([key, value]) => String(ticket.fields[key]) === String(value))
  );
}

const holds = <Value>(wanted: readonly Value[] | undefined, value: Value): boolean => wanted === undefined || wanted.includes(value);

function isDue({ due }: TicketView, { due: wanted }: TicketFilter, now: number): boolean {
  if (wanted === undefined) return true;
  if (due === null) return false;
  return wanted === 'any' || Date.parse(due.at) < now + (wanted === 'soon' ? DAY : 0);
}
