import type { WireEvent } from '../../server/contract/events.ts';
import type { ReservationState } from '../../server/contract/statuses.ts';
import { useAgents } from './agents.ts';
import { useConversations } from './conversations.ts';
import { useOffers } from './offers.ts';
import { useOutbox } from './outbox.ts';
import { useTasks } from './tasks.ts';
import { useTickets } from './tickets.ts';

/** Merge what an event brought into the stores. Taking the same event twice changes nothing. */
export function useTakeEvent() {
  const [agents, conversations, offers, outbox, tasks, tickets] = [
    useAgents(),
    useConversations(),
    useOffers(),
    useOutbox(),
    useTasks(),
    useTickets(),
  ];

  return function takeEvent(event: WireEvent) {
    const { entry, task, ticket, agent, offer } = event.attached;
    if (entry) conversations.take(entry);
    if (entry?.clientId) outbox.arrived(entry.clientId);
    if (task) tasks.take(task);
    if (ticket) tickets.pass(ticket);
    if (agent) agents.put(agent);
    if (offer) offers.put(offer);
    settleOffer(event);
  };

  /** An answered offer must stop ringing even where its entity does not travel with the event. */
  function settleOffer(event: WireEvent) {
    if (!('reservationId' in event.data)) return;
    const state = answered[event.name];
    if (state) offers.settle(event.data.reservationId, state);
  }
}

const answered: Partial<Record<WireEvent['name'], ReservationState>> = {
  'reservation.accepted': 'accepted',
  'reservation.rejected': 'rejected',
  'reservation.timed_out': 'timed_out',
  'reservation.canceled': 'canceled',
};
