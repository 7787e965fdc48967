import type { EventName } from '../contract/events.ts';
import type { FollowUpTrigger } from '../contract/follow-ups.ts';
import type { JobMap, JobRequest } from '../jobs/job-map.ts';
import type { NewEvent } from './record-event.ts';

/** When this happens, do that: the one table of what follows from an event. Jobs are enqueued with the event's transaction. */
const reactions: { readonly [Name in EventName]?: (event: NewEvent<Name>, house: House) => readonly JobRequest[] } = {
  'message.queued': (event) =>
    event.entryId ? [{ job: 'deliver-message', payload: { entryId: event.entryId }, line: `conversation:${event.conversationId}` }] : [],
  'side.written': ({ data }) => [{ job: 'deliver-side', payload: { sideMessageId: data.sideMessageId }, line: `side:${data.sideId}` }],
  'raw_item.kept': (event) => [{ job: 'take-in-raw-item', payload: { rawItemId: event.data.rawItemId } }],
  'reservation.accepted': ({ taskId, conversationId, data: { channel } }) => [
    ...(channel === 'voice' && taskId ? [{ job: 'connect-call' as const, payload: { taskId }, line: `call:${conversationId}` }] : []),
    // Only callers and chat visitors are told how long they will wait.
    ...((channel === 'voice' || channel === 'web_chat') && taskId ? [{ job: 'score-estimates' as const, payload: { taskId } }] : []),
  ],
  'agent.status_changed': ({ agentId, data }) =>
    agentId && data.to !== 'available'
      ? [
          { job: 'withdraw-offers', payload: { agentId } },
          { job: 'lift-holds', payload: { agentId } },
          ...(data.reason === 'connection_lost' ? [{ job: 'return-live-work' as const, payload: { agentId } }] : []),
        ]
      : [],
  // Who has left, or may answer nobody any more, holds nothing.
  'person.changed': ({ agentId, actor, data }) =>
    agentId && actor.id && (data.how === 'deactivated' || data.how === 'changed' || data.how === 'imported')
      ? [{ job: 'lay-down-work', payload: { agentId, byAgentId: actor.id } }]
      : [],
  'role.changed': ({ actor, data }) =>
    actor.id && data.how === 'changed' ? [{ job: 'lay-down-work', payload: { roleId: data.roleId, byAgentId: actor.id } }] : [],
  'ticket.status_changed': ({ ticketId, data }, house) =>
    ticketId
      ? [
          ...(isDone(data.to) ? [{ job: 'stop-waiting' as const, payload: { ticketId } }] : []),
          // What was planned when it was done is withdrawn when it is not.
          ...(isDone(data.to) || isDone(data.from) ? followUp(house, ['ticket_solved'], { ticketId }) : []),
        ]
      : [],
  'consent.withdrawn': ({ customerId, data }) =>
    customerId && data.channel === 'voice' && data.purpose === 'recording' ? [{ job: 'heed-refusal', payload: { customerId } }] : [],
  'rating.given': (event, house) => rated(event, house),
  'rating.changed': (event, house) => rated(event, house),
  'order.placed': ({ data }, house) => followUp(house, ofOrders, { orderNumber: data.number }),
  'order.changed': ({ data }, house) => followUp(house, ofOrders, { orderNumber: data.number }),
  'customer.erasure_requested': ({ data }) => [{ job: 'erase-data', payload: { erasureId: data.erasureId }, line: 'erasures' }],
  'customer.tier_changed': ({ customerId }) => (customerId ? [{ job: 'retarget-clocks', payload: { customerId } }] : []),
  'ticket.queue_changed': ({ ticketId }) => (ticketId ? [{ job: 'retarget-clocks', payload: { ticketId } }] : []),
  'ticket.changed': ({ ticketId, data }) =>
    ticketId && data.fields.includes('kind') ? [{ job: 'retarget-clocks', payload: { ticketId } }] : [],
  'bulk.requested': ({ agentId, data }) => [{ job: 'run-bulk', payload: { runId: data.runId }, line: `bulk:${agentId}` }],
  'bulk.undo_requested': ({ agentId, data }) => [{ job: 'undo-bulk', payload: { runId: data.runId }, line: `bulk:${agentId}` }],
  'task.moved': ({ ticketId, taskId }) => [
    ...(ticketId ? [{ job: 'retarget-clocks' as const, payload: { ticketId } }] : []),
    ...leaveHands(taskId),
  ],
  'task.queued': ({ taskId, data }) => (data.reason === 'new_need' ? [] : leaveHands(taskId)),
  'task.handed_over': ({ taskId }) => leaveHands(taskId),
  'service_targets.changed': () => [allClocks],
  'calendar.changed': () => [allClocks],
  'queue.rules_changed': () => [allClocks],
  'configuration.changed': ({ data }) => (timed.some((part) => part === data.part) ? [allClocks] : []),
  'rehearsal.requested': ({ data }) => [{ job: 'rehearse', payload: { rehearsalId: data.rehearsalId }, line: 'rehearsals' }],
  'task.completed': ({ customerId, taskId }) => [...valueAgain(customerId), ...leaveHands(taskId)],
  'value.fit_requested': ({ data }) => [{ job: 'fit-values', payload: { modelId: data.modelId }, line: 'value-fit' }],
  'tier_preview.requested': ({ data }) => [{ job: 'preview-tiers', payload: { previewId: data.previewId }, line: 'tier-previews' }],
  'duplicates.requested': ({ data }) => [{ job: 'find-duplicates', payload: { runId: data.runId }, line: 'duplicates' }],
  'import.requested': ({ data }) => [{ job: 'run-import', payload: { importId: data.importId }, line: 'imports' }],
  'import.undo_requested': ({ data }) => [
    { job: 'undo-import', payload: { importId: data.importId, agentId: data.byAgentId }, line: 'imports' },
  ],
  'task.wrapping': (event) => [
    ...(event.data.channel === 'voice' && event.conversationId
      ? [{ job: 'hang-up-call' as const, payload: { conversationId: event.conversationId } }]
      : []),
    ...leaveHands(event.taskId),
  ],
};

/** What follows only where the installation has a rule for it: nobody pays for rules there are none of. */
export interface House {
  followUpTriggers(): readonly string[];
}

const followUp = (house: House, triggers: readonly FollowUpTrigger[], about: JobMap['plan-follow-ups']): readonly JobRequest[] =>
  house.followUpTriggers().some((trigger) => triggers.some((one) => one === trigger)) ? [{ job: 'plan-follow-ups', payload: about }] : [];

const ofOrders = ['order_placed', 'order_delivered'] as const;

const rated = ({ customerId, data }: NewEvent<'rating.given' | 'rating.changed'>, house: House): readonly JobRequest[] => [
  ...followUp(house, ['low_rating'], { ratingId: data.ratingId }),
  ...valueAgain(customerId),
];

/** Whoever was asked to take it need not answer any more. */
const leaveHands = (taskId: string | null | undefined): readonly JobRequest[] =>
  taskId ? [{ job: 'settle-handovers', payload: { taskId } }] : [];

const isDone = (status: string): boolean => status === 'solved' || status === 'closed';

/** What they are worth is another number now. */
function valueAgain(customerId: string | null | undefined): readonly JobRequest[] {
  return customerId ? [{ job: 'make-values', payload: { customerId } }] : [];
}

/** Open tickets go on under what holds now; changes in quick succession are followed once. */
const allClocks: JobRequest = { job: 'retarget-clocks', payload: {}, key: 'retarget-clocks', line: 'retarget-clocks' };

/** Parts by which it changes when something is owed. */
const timed = ['queues', 'calendars', 'service_targets'] as const;

export function reactionsTo<Name extends EventName>(event: NewEvent<Name>, house: House): readonly JobRequest[] {
  return reactions[event.name]?.(event, house) ?? [];
}

/** Events after which a task may find an agent, or an agent a task. */
const routingNews = new Set<string>([
  'handover.ended',
  'task.handed_over',
  'task.queued',
  'task.moved',
  'task.completed',
  'task.wrapping',
  'task.canceled',
  'agent.status_changed',
  'agent.presence_changed',
  'person.changed',
  'reservation.rejected',
  'reservation.accepted',
  'reservation.timed_out',
  'reservation.canceled',
  'policy.changed',
  'calendar.changed',
  'queue.rules_changed',
  'configuration.changed',
] satisfies EventName[]);

export const concernsRouter = (name: string): boolean => routingNews.has(name);

/** Events after which what was read of the configuration is old. */
export const concernsCatalog = (name: string): boolean => configurationNews.has(name);

const configurationNews = new Set<string>([
  'person.changed',
  'policy.changed',
  'calendar.changed',
  'queue.rules_changed',
  'configuration.changed',
  'queue.overflow_changed',
  'custom_field.changed',
  'field_freshness.changed',
  'match_rules.changed',
  'service_targets.changed',
  'follow_up_rule.saved',
  'ticket_field.changed',
  'ticket_taxonomy.changed',
] satisfies EventName[]);
