import type { Caller } from '../auth/identify-caller.ts';
import type { EventName } from '../contract/events.ts';
import { type Area, areas, reachOf } from '../contract/permissions.ts';
import type { EventRow } from '../events/feed.ts';
import { areaOf } from './event-areas.ts';

/** Rooms: `reading:<area>` who reads all of an area, `queue:<id>` its members, `agent:<id>` one person, `conversation:<id>` whoever has it open; `masked` who sees addresses in part only; `house` everybody. */
export const room = {
  reading: (area: Area) => `reading:${area}`,
  queue: (id: string) => `queue:${id}`,
  agent: (id: string) => `agent:${id}`,
  conversation: (id: string) => `conversation:${id}`,
  masked: 'masked',
  house: 'house',
} as const;

type Audience = (event: EventRow) => readonly (string | null)[];

const everyoneConcerned: Audience = (event) => [
  room.reading('tickets'),
  event.queueId && room.queue(event.queueId),
  event.agentId && room.agent(event.agentId),
  event.conversationId && room.conversation(event.conversationId),
];
/** Those who read all of what the event is of. */
const supervisors: Audience = (event) => [room.reading(areaOf(event.name))];
const theAgent: Audience = (event) => [room.reading(areaOf(event.name)), event.agentId && room.agent(event.agentId)];
const everybody: Audience = () => [room.house];
const nobody: Audience = () => [];
const onlyTheAgent: Audience = (event) => [event.agentId && room.agent(event.agentId)];

/** Where a task was before it moved: it leaves their lists. */
const formerQueue: (event: EventRow) => string | null = ({ data }) =>
  typeof data === 'object' && data !== null && 'fromQueueId' in data && typeof data.fromQueueId === 'string'
    ? room.queue(data.fromQueueId)
    : null;

/** In whose hands it was: it leaves their lists. */
const formerAgent: (event: EventRow) => string | null = ({ data }) =>
  typeof data === 'object' && data !== null && 'fromAgentId' in data && typeof data.fromAgentId === 'string'
    ? room.agent(data.fromAgentId)
    : null;

/** Who hands over, and who is asked to take it. */
const bothAgents: Audience = (event) => [event.agentId && room.agent(event.agentId), formerAgent(event)];

/** Who hears of an event; without a line of its own, everyone it concerns. */
const audiences: { readonly [Name in EventName]?: Audience } = {
  'task.moved': (event) => [...everyoneConcerned(event), formerQueue(event)],
  'task.handed_over': (event) => [...everyoneConcerned(event), formerAgent(event)],
  'handover.asked': bothAgents,
  'handover.progressed': bothAgents,
  'handover.ended': bothAgents,
  'task.assigned_by_hand': theAgent,
  'customer.created': supervisors,
  'customer.changed': supervisors,
  'customer.tier_changed': supervisors,
  'customer.tier_overridden': supervisors,
  'customer.override_ended': supervisors,
  'value.settings_changed': supervisors,
  'value.fit_requested': supervisors,
  'value.fitted': supervisors,
  'value.sweep_progressed': supervisors,
  'value.sweep_ended': supervisors,
  'tier_rules.changed': supervisors,
  'tier_preview.requested': supervisors,
  'tier_preview.ended': supervisors,
  'order.placed': supervisors,
  'order.changed': supervisors,
  'customer.merged': supervisors,
  'customer.parted': supervisors,
  'customer.kept_apart': supervisors,
  'contact_point.linked': supervisors,
  'segment.saved': theAgent,
  'ticket_view.saved': theAgent,
  'ticket_columns.chosen': theAgent,
  'first_steps.kept': theAgent,
  'ticket_field.changed': supervisors,
  'ticket_taxonomy.changed': supervisors,
  'bulk.requested': theAgent,
  'bulk.progressed': theAgent,
  'bulk.ended': theAgent,
  'bulk.undo_requested': theAgent,
  'opportunity.created': theAgent,
  'opportunity.changed': theAgent,
  'opportunity.due': theAgent,
  'follow_up.made': theAgent,
  'follow_up.changed': theAgent,
  'follow_up.due': theAgent,
  'follow_up.done': theAgent,
  'follow_up.reopened': theAgent,
  'follow_up.withdrawn': theAgent,
  'follow_up_rule.saved': supervisors,
  'follow_up_batch.progressed': supervisors,
  'custom_field.changed': supervisors,
  'field_freshness.changed': supervisors,
  'customer.field_checked': supervisors,
  'consent.granted': supervisors,
  'consent.withdrawn': supervisors,
  'membership.added': supervisors,
  'membership.ended': supervisors,
  'campaign.changed': supervisors,
  'campaign.touched': supervisors,
  'rating.given': supervisors,
  'rating.changed': supervisors,
  'page_visits.recorded': supervisors,
  'match_rules.changed': supervisors,
  'contact_point.shared': supervisors,
  'contact_point.unshared': supervisors,
  'contact_point.ended': supervisors,
  'contact_point.restored': supervisors,
  'agent.status_changed': theAgent,
  'agent.presence_changed': theAgent,
  'agent.signed_in': supervisors,
  'reminder.set': onlyTheAgent,
  'reminder.ended': onlyTheAgent,
  'conversation.read': onlyTheAgent,
  'notice.given': onlyTheAgent,
  'notices.marked': onlyTheAgent,
  'rehearsal.requested': supervisors,
  'rehearsal.progressed': supervisors,
  'rehearsal.ended': supervisors,
  'customer.withdrawn': supervisors,
  'order.withdrawn': supervisors,
  'import.uploaded': supervisors,
  'import.requested': supervisors,
  'import.progressed': supervisors,
  'import.ended': supervisors,
  'import.undo_requested': supervisors,
  'export.made': nobody,
  'duplicates.requested': supervisors,
  'duplicates.found': supervisors,
  'item.quarantined': supervisors,
  'item.released': supervisors,
  'raw_item.kept': nobody,
  'configuration.changed': everybody,
  'policy.changed': supervisors,
  'service_targets.changed': supervisors,
  'calendar.changed': supervisors,
  'queue.rules_changed': supervisors,
  'queue.emptied': supervisors,
  'webhook.changed': supervisors,
  'customer.erasure_requested': supervisors,
  'customer.erased': supervisors,
  'customer.exported': supervisors,
  'customer.held': supervisors,
  'customer.released': supervisors,
  'call.listened': supervisors,
  'retention.changed': supervisors,
  'retention.applied': supervisors,
  'token.created': onlyTheAgent,
  'token.revoked': onlyTheAgent,
  'person.changed': theAgent,
  'role.changed': supervisors,
  'customer.unmasked': theAgent,
};

export const audienceOf = (event: EventRow): string[] =>
  (audiences[event.name] ?? everyoneConcerned)(event).filter((name): name is string => typeof name === 'string' && name !== '');

/** The rooms a person enters on sign-in. */
export const roomsOf = ({ id, rights, queueIds, masked }: Pick<Caller, 'id' | 'rights' | 'queueIds' | 'masked'>): string[] => [
  room.agent(id),
  room.house,
  ...areas.filter((area) => reachOf(rights, `${area}.read`) === 'all').map(room.reading),
  ...(reachOf(rights, 'tickets.read') === 'team' ? queueIds.map(room.queue) : []),
  ...(masked ? [room.masked] : []),
];
