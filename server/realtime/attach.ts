import { readAgents } from '../agents/present-agent.ts';
import type { Attached, WireEvent } from '../contract/events.ts';
import { readEntries } from '../conversations/present-entry.ts';
import { sql } from '../db/sql.ts';
import type { EventRow } from '../events/feed.ts';
import type { Hub } from '../hub.ts';
import { readSeenNotices } from '../notices/read-notices.ts';
import { readOffers } from '../routing/present-offer.ts';
import { readTasks } from '../routing/present-task.ts';
import { readTickets } from '../tickets/present-ticket.ts';
import { areaOf } from './event-areas.ts';

/**
 * Events with the entities they are about, as these stand now: a browser that merges them by id ends in the right state
 * whatever it missed or saw twice. One query per kind of entity, however many events.
 */
export async function attach(hub: Hub, events: readonly EventRow[]): Promise<WireEvent[]> {
  const [entries, tasks, tickets, agents, offers, notices] = await Promise.all([
    load(
      events,
      (event) => ofTickets(event) && event.entryId,
      (ids) => readEntries(hub.db, sql`e.id = any(${ids}::uuid[])`),
    ),
    load(
      events,
      (event) => ofTickets(event) && event.taskId,
      (ids) => readTasks(hub, sql`t.id = any(${ids}::uuid[])`),
    ),
    load(
      events,
      (event) => ofTickets(event) && event.ticketId,
      (ids) => readTickets(hub.db, sql`t.id = any(${ids}::uuid[])`),
    ),
    load(
      events,
      (event) => event.agentId,
      (ids) => readAgents(hub, sql`a.id = any(${ids}::uuid[])`),
    ),
    load(
      events,
      (event) => (event.name === 'reservation.offered' ? reservationOf(event) : null),
      (ids) => readOffers(hub, sql`r.id = any(${ids}::uuid[])`),
    ),
    load(
      events,
      (event) => (event.name === 'notice.given' ? noticeOf(event) : null),
      (ids) => readSeenNotices(hub.db, ids),
    ),
  ]);
  const attachedTo = (event: EventRow): Attached => ({
    ...pick('entry', entries.get(event.entryId ?? '')),
    ...pick('task', tasks.get(event.taskId ?? '')),
    ...pick('ticket', tickets.get(event.ticketId ?? '')),
  });
  /** Whoever a notice is for may have lost sight of its ticket. */
  const isUnseen = (event: EventRow) => event.name === 'notice.given' && !notices.has(noticeOf(event) ?? '');
  return events.map((event) =>
    toWire(event, {
      ...(ofTickets(event) && !isUnseen(event) ? attachedTo(event) : {}),
      ...pick('agent', agents.get(event.agentId ?? '')),
      ...pick('offer', offers.get(reservationOf(event) ?? '')),
      ...pick('notice', notices.get(noticeOf(event) ?? '')),
    }),
  );
}

/** Who hears of something else that concerns a ticket, a follow-up say, may not see the ticket. */
const ofTickets = ({ name }: EventRow): boolean => areaOf(name) === 'tickets';

async function load<Entity extends { id: string }>(
  events: readonly EventRow[],
  idOf: (event: EventRow) => string | null | false,
  read: (ids: string[]) => Promise<Entity[]>,
): Promise<Map<string, Entity>> {
  const ids = [...new Set(events.map(idOf).filter((id): id is string => typeof id === 'string'))];
  return new Map((ids.length > 0 ? await read(ids) : []).map((entity) => [entity.id, entity]));
}

function reservationOf({ data }: EventRow): string | null {
  return typeof data === 'object' && data !== null && 'reservationId' in data && typeof data.reservationId === 'string'
    ? data.reservationId
    : null;
}

function noticeOf({ data }: EventRow): string | null {
  return typeof data === 'object' && data !== null && 'noticeId' in data && typeof data.noticeId === 'string' ? data.noticeId : null;
}

const pick = <Key extends keyof Attached>(key: Key, value: Attached[Key] | undefined) => (value ? { [key]: value } : {});

function toWire(event: EventRow, attached: Attached): WireEvent {
  const { id, name, customerId, conversationId, ticketId, taskId, agentId, queueId, entryId, seq, data } = event;
  const wire = {
    id,
    name,
    at: event.at.toISOString(),
    actor: { kind: event.actorKind, id: event.actorId },
    customerId,
    conversationId,
    ticketId,
    taskId,
    agentId,
    queueId,
    entryId,
    seq,
    data,
    attached,
  };
  // The table holds what `record` wrote under the same name: name and data belong together.
  return wire as WireEvent;
}
