import type { TimelineItem } from '../../server/contract/entities.ts';

export interface TicketGroup {
  /** Of what belongs to no ticket, each thing's own. */
  readonly key: string;
  readonly ticket: { readonly number: number; readonly subject: string } | null;
  readonly items: readonly TimelineItem[];
}

/** All that belongs to one ticket together, where its newest thing stands; the rest stays where it is. */
export function groupByTicket(items: readonly TimelineItem[]): TicketGroup[] {
  const groups = new Map<string, { key: string; ticket: TicketGroup['ticket']; items: TimelineItem[] }>();
  for (const item of items) {
    const ticket = ticketOf(item);
    const key = ticket ? `#${ticket.number}` : item.id;
    const group = groups.get(key) ?? { key, ticket, items: [] };
    group.ticket = ticket?.subject ? ticket : (group.ticket ?? ticket);
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function ticketOf(item: TimelineItem): TicketGroup['ticket'] {
  if (item.type === 'entry') return { number: item.ticketNumber, subject: item.subject };
  if (item.type === 'ticket') return { number: item.ticket.number, subject: item.ticket.subject };
  if (item.type === 'rating' && item.rating.ticketNumber !== null) return { number: item.rating.ticketNumber, subject: '' };
  return null;
}
