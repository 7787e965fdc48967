import type { EventName } from '../contract/events.ts';

/** What may be told outside. A new event is told to nobody until it stands here. */
export const toldEvents = [
  'customer.created',
  'customer.changed',
  'customer.tier_changed',
  'customer.merged',
  'customer.parted',
  'customer.erased',
  'contact_point.linked',
  'consent.granted',
  'consent.withdrawn',
  'membership.added',
  'membership.ended',
  'rating.given',
  'rating.changed',
  'opportunity.created',
  'opportunity.changed',
  'follow_up.made',
  'follow_up.done',
  'order.placed',
  'order.changed',
  'conversation.opened',
  'ticket.opened',
  'ticket.status_changed',
  'ticket.assigned',
  'message.received',
  'message.queued',
  'message.status_changed',
  'note.added',
  'call.started',
  'call.connected',
  'call.ended',
  'call.recorded',
  'callback.requested',
  'callback.dialled',
  'callback.unanswered',
  'voicemail.received',
  'task.queued',
  'task.moved',
  'task.wrapping',
  'task.completed',
  'task.canceled',
] as const satisfies readonly EventName[];

const told = new Set<string>(toldEvents);

export const mayBeTold = (name: string): boolean => told.has(name);
