import type { Caller } from '../auth/identify-caller.ts';
import { seesEverything } from '../auth/permissions.ts';
import type { EventName } from '../contract/events.ts';
import type { EventRow } from '../events/feed.ts';

/** Rooms: `supervisors`, `queue:<id>` its members, `agent:<id>` one person, `conversation:<id>` whoever has it open. */
export const room = {
  supervisors: 'supervisors',
  queue: (id: string) => `queue:${id}`,
  agent: (id: string) => `agent:${id}`,
  conversation: (id: string) => `conversation:${id}`,
} as const;

type Audience = (event: EventRow) => readonly (string | null)[];

const everyoneConcerned: Audience = (event) => [
  room.supervisors,
  event.queueId && room.queue(event.queueId),
  event.agentId && room.agent(event.agentId),
  event.conversationId && room.conversation(event.conversationId),
];
const supervisors: Audience = () => [room.supervisors];
const theAgent: Audience = (event) => [room.supervisors, event.agentId && room.agent(event.agentId)];
const nobody: Audience = () => [];

/** Where a task was before it moved: it leaves their lists. */
const formerQueue: (event: EventRow) => string | null = ({ data }) =>
  typeof data === 'object' && data !== null && 'fromQueueId' in data && typeof data.fromQueueId === 'string'
    ? room.queue(data.fromQueueId)
    : null;

/** Who hears of an event; without a line of its own, everyone it concerns. */
const audiences: { readonly [Name in EventName]?: Audience } = {
  'task.moved': (event) => [...everyoneConcerned(event), formerQueue(event)],
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
  'agent.status_changed': theAgent,
  'agent.presence_changed': theAgent,
  'agent.signed_in': supervisors,
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
  'policy.changed': supervisors,
  'service_targets.changed': supervisors,
  'calendar.changed': supervisors,
  'queue.rules_changed': supervisors,
  'webhook.changed': supervisors,
  'customer.erasure_requested': supervisors,
  'customer.erased': supervisors,
  'customer.exported': supervisors,
  'customer.held': supervisors,
  'customer.released': supervisors,
  'retention.changed': supervisors,
  'retention.applied': supervisors,
  'token.created': (event) => [event.agentId && room.agent(event.agentId)],
  'token.revoked': (event) => [event.agentId && room.agent(event.agentId)],
};

export const audienceOf = (event: EventRow): string[] =>
  (audiences[event.name] ?? everyoneConcerned)(event).filter((name): name is string => typeof name === 'string' && name !== '');

/** The rooms a person enters on sign-in. */
export const roomsOf = (caller: Pick<Caller, 'id' | 'role' | 'queueIds'>): string[] => [
  room.agent(caller.id),
  ...(seesEverything(caller) ? [room.supervisors] : caller.queueIds.map(room.queue)),
];
