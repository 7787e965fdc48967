import type { AgentView, EntryView, OfferView, TaskView, TicketView } from './entities.ts';
import type { NoticeView } from './notices.ts';
import type { ChangeCause, PartKey } from './settings.ts';
import type { Channel, ClockKind, HandoverEnd, HandoverState, LinkKind, NoticeKind } from './statuses.ts';

/** Which entity, as it stands now, travels with an event to the browsers. */
export interface Attached {
  entry?: EntryView;
  task?: TaskView;
  ticket?: TicketView;
  agent?: AgentView;
  offer?: OfferView;
  notice?: NoticeView;
}

type MoveWay = 'in' | 'out';

/** Facts of each event beyond the ids of its subjects. Never a message body: those stay with their entry. */
export interface EventData {
  'customer.created': Record<string, never>;
  'customer.changed': { fields: string[] };
  'customer.tier_changed': { from: string; to: string; cause: string };
  'customer.tier_overridden': { tier: string; until: string | null };
  'customer.override_ended': { tier: string };
  'value.settings_changed': { version: number };
  'value.fit_requested': { modelId: string };
  'value.fitted': { modelId: string; state: 'done' | 'failed' };
  'value.sweep_progressed': { sweepId: string; done: number; total: number };
  'value.sweep_ended': { sweepId: string; customers: number };
  'tier_rules.changed': { version: number };
  'tier_preview.requested': { previewId: string };
  'tier_preview.ended': { previewId: string; state: 'done' | 'failed' };
  'order.placed': { number: string; status: string };
  'order.changed': { number: string; status: string };
  'customer.merged': { mergeId: string; mergedId: string; reason: string };
  'customer.parted': { mergeId: string; keptId: string; reason: string };
  'customer.kept_apart': { otherId: string; reason: string };
  'segment.saved': { segmentId: string; how: 'created' | 'changed' | 'removed' };
  'opportunity.created': { opportunityId: string; stage: string };
  'opportunity.changed': { opportunityId: string; stage: string; fields: string[] };
  /** Its next step is due: the event's agent is its owner. */
  'opportunity.due': { opportunityId: string };
  /** The event's agent is its owner; without one it is open to all. */
  'follow_up.made': { followUpId: string; cause: string };
  'follow_up.changed': { followUpId: string; fields: string[] };
  'follow_up.due': { followUpId: string };
  'follow_up.done': { followUpId: string; outcome: string };
  'follow_up.reopened': { followUpId: string };
  'follow_up.withdrawn': { followUpId: string; reason: string };
  'follow_up_rule.saved': { ruleId: string; how: 'created' | 'changed' | 'ended' };
  'follow_up_batch.progressed': { batchId: string; made: number; state: 'running' | 'done' | 'undone' };
  'contact_point.linked': { evidence: string };
  'custom_field.changed': { key: string; how: 'created' | 'changed' | 'retired' | 'restored' };
  'field_freshness.changed': { field: string };
  /** Somebody has seen that it is still right. */
  'customer.field_checked': { field: string };
  'consent.granted': { channel: Channel; purpose: string };
  'consent.withdrawn': { channel: Channel; purpose: string };
  'membership.added': { membershipId: string; groupId: string };
  'membership.ended': { membershipId: string; groupId: string };
  'campaign.changed': { key: string; how: 'created' | 'changed' };
  'campaign.touched': { key: string; created: number; changed: number };
  'rating.given': { score: number; ratingId: string };
  'rating.changed': { score: number; ratingId: string };
  'page_visits.recorded': { count: number };
  'match_rules.changed': { rules: string[] };
  /** It is known to be used by several customers, or is not any more. */
  'contact_point.shared': { contactPointId: string };
  'contact_point.unshared': { contactPointId: string };
  'contact_point.ended': { contactPointId: string };
  'contact_point.restored': { contactPointId: string };
  'conversation.opened': Record<string, never>;
  'ticket.opened': Record<string, never>;
  'ticket.status_changed': { from: string; to: string };
  /** The event's agent is the one from whose desk it was put aside, and to whose it comes back. */
  'ticket.snoozed': { until: string };
  'ticket.woken': { why: string };
  'reminder.set': { reminderId: string; at: string };
  'reminder.ended': { reminderId: string; why: string };
  /** The event's agent has read it up to this entry. */
  'conversation.read': { upTo: number };
  /** What was put aside is in its agent's hands again. */
  'task.taken_up': Record<string, never>;
  /** The event's agent is who answers for it now; where nobody does, who did. */
  'ticket.assigned': { from?: string | null; to?: string | null };
  /** What its agent had in hand is in other hands: the event's agent has it now. */
  'task.handed_over': { fromAgentId: string };
  /** A colleague is asked to take what an agent holds: the event's agent. */
  'handover.asked': { handoverId: string; fromAgentId: string };
  /** They take it, or of a call their phone rings; then they speak with each other. */
  'handover.progressed': { handoverId: string; fromAgentId: string; state: HandoverState };
  /** `done`: it is in the colleague's hands. */
  'handover.ended': { handoverId: string; fromAgentId: string; how: HandoverEnd };
  'ticket.watched': { watching: boolean };
  /** Told of both tickets; `out`: the event's ticket is the one that went into the other. */
  'ticket.merged': { moveId: string; way: MoveWay; otherId: string };
  /** `in`: the event's ticket is the new one. */
  'ticket.split': { moveId: string; way: MoveWay; otherId: string };
  /** `in`: the event's ticket has back what it had. */
  'ticket.move_undone': { moveId: string; way: MoveWay; otherId: string };
  'ticket.linked': { linkId: string; kind: LinkKind; otherId: string };
  'ticket.unlinked': { linkId: string; kind: LinkKind; otherId: string };
  /** The event's agent asks. */
  'help.asked': { helpId: string };
  'help.settled': { helpId: string; how: 'taken' | 'withdrawn' };
  /** A mail to a third party, and one from them. */
  'side.written': { sideId: string; sideMessageId: string };
  'side.delivered': { sideId: string; sideMessageId: string; status: 'sent' | 'failed' };
  'side.received': { sideId: string; sideMessageId: string };
  /** What it is about. Of codes and ids what they were and are; of fields of the installation's own only their names. */
  'ticket.changed': { fields: string[]; from: Record<string, string | null>; to: Record<string, string | null> };
  'ticket.queue_changed': { fromQueueId: string; toQueueId: string };
  'checklist.changed': { itemId: string; how: 'added' | 'ticked' | 'unticked' | 'removed' | 'taken_over'; count: number };
  'ticket_view.saved': { viewId: string; how: 'created' | 'changed' | 'removed' };
  'ticket_columns.chosen': { count: number };
  'first_steps.kept': { done: number; closed: boolean };
  'ticket_field.changed': { key: string; how: 'created' | 'changed' | 'retired' | 'restored' };
  'ticket_taxonomy.changed': { version: number };
  'bulk.requested': { runId: string; total: number };
  'bulk.progressed': { runId: string; done: number; total: number };
  'bulk.ended': { runId: string; state: 'done' | 'canceled' | 'undone' };
  'bulk.undo_requested': { runId: string };
  /** Most of the time is used up: the ticket's agent should act. */
  'ticket.clock_warned': { clock: ClockKind; dueAt: string };
  /** The customer has not had in time what they are owed. */
  'ticket.clock_missed': { clock: ClockKind; dueAt: string };
  /** Seconds as the clock counts: without pauses, and in working time where it does. */
  'ticket.clock_ended': { clock: ClockKind; met: boolean; spentSeconds: number; targetSeconds: number };
  'service_targets.changed': { version: number };
  'message.received': Record<string, never>;
  'message.queued': Record<string, never>;
  'message.status_changed': { status: string; errorCode?: string };
  'reply.scheduled': { scheduledId: string; sendAt: string };
  'reply.canceled': { scheduledId: string };
  /** It was not sent: somebody wrote meanwhile, or the channel no longer takes it. Its author hears why. */
  'reply.refused': { scheduledId: string; errorCode: string };
  'note.added': { mentions?: number };
  'macro.saved': { macroId: string; how: 'created' | 'changed' | 'retired' | 'restored' | 'ordered' };
  /** Under the bell of the event's agent. */
  'notice.given': { noticeId: string; kind: NoticeKind };
  /** Without ids: all that were there. */
  'notices.marked': { read: boolean; noticeIds: string[] };
  'call.started': Record<string, never>;
  'call.connected': Record<string, never>;
  'call.agent_unreachable': Record<string, never>;
  'call.ended': { reason: string };
  /** What both say is kept from now on. */
  'call.recording_began': Record<string, never>;
  /** Somebody wants it paused, or on again; that it is so is told when the carrier has done it. */
  'call.recording_steered': { to: 'paused' | 'on' };
  'call.recording_paused': Record<string, never>;
  'call.recording_resumed': Record<string, never>;
  /** It did not come to what was wanted: all is as it was. */
  'call.recording_unsteered': { to: 'paused' | 'on'; errorCode: string };
  'call.recorded': { seconds: number };
  /** Nothing was said in it. */
  'call.recording_empty': Record<string, never>;
  /** It is there to be heard, or why it never will be. */
  'call.recording_fetched': { errorCode: string | null };
  /** The event's agent listened to a recording or a voicemail: once, however many pieces their player asked for. */
  'call.listened': Record<string, never>;
  /** `handed_back`: the event's agent gave it back, or had it taken off them. */
  'task.queued': { reason: 'new_need' | 'declined' | 'timed_out' | 'handed_back' | 'agent_gone' | 'agent_unreachable' | 'called_again' };
  /** The event's queue is the one it moved to; `fromQueueId` hears of it too. */
  'task.moved': { fromQueueId: string; toQueueId: string; reason: 'transferred' | 'overflow' | 'callback' | 'retired' };
  /** A supervisor gave it to an agent out of turn. */
  'task.assigned_by_hand': { reservationId: string; decisionId: number; reason: string };
  /** The caller waits for us to call instead. */
  'callback.requested': Record<string, never>;
  'callback.dialled': { attempt: number };
  'callback.unanswered': { reason: string; attempt: number; again: boolean };
  'voicemail.received': { seconds: number };
  /** The recording is there to be heard, or why it never will be. */
  'voicemail.fetched': { errorCode: string | null };
  'overflow.applied': { rule: string; did: string };
  'queue.overflow_changed': { before: unknown; after: unknown };
  'task.wrapping': { channel: Channel };
  'task.completed': { disposition: string | null };
  'task.canceled': { reason: string };
  'reservation.offered': { reservationId: string; decisionId: number };
  'reservation.accepted': { reservationId: string; channel: Channel };
  'reservation.rejected': { reservationId: string };
  'reservation.timed_out': { reservationId: string };
  'reservation.canceled': { reservationId: string; reason: string };
  'agent.status_changed': { from: string; to: string; reason: string | null };
  'agent.presence_changed': { present: boolean };
  'agent.signed_in': Record<string, never>;
  'rehearsal.requested': { rehearsalId: string };
  'rehearsal.progressed': { rehearsalId: string; progress: number };
  'rehearsal.ended': { rehearsalId: string; state: 'done' | 'failed' | 'canceled' };
  'customer.withdrawn': Record<string, never>;
  'order.withdrawn': { number: string };
  'import.uploaded': { importId: string; kind: string; format: string };
  'import.requested': { importId: string; dryRun: boolean };
  'import.progressed': { importId: string; rowsDone: number };
  'import.ended': { importId: string; state: 'done' | 'failed' | 'canceled' | 'undone' };
  'import.undo_requested': { importId: string; byAgentId: string };
  'export.made': { what: string; format: string };
  'duplicates.requested': { runId: string };
  'duplicates.found': { runId: string; pairs: number };
  'item.quarantined': { rawItemId: string; reason: string };
  'item.released': { rawItemId: string };
  'raw_item.kept': { rawItemId: string };
  'token.created': { name: string };
  'token.revoked': { name: string };
  /** The event's agent is the person; names of what is other now, never the values. */
  'person.changed': { how: 'added' | 'changed' | 'imported' | 'password_reset' | 'deactivated' | 'reactivated'; fields: string[] };
  'role.changed': { roleId: string; how: 'created' | 'changed' | 'deleted' };
  /** Somebody who does not hold the contact looks at the addresses; why is kept beside it. */
  'customer.unmasked': { unmaskingId: string; until: string };
  'policy.changed': { version: number; preset: string };
  'calendar.changed': { calendarId: string; how: 'created' | 'changed' | 'deleted' };
  'queue.rules_changed': { changed: string[] };
  /** A part of what is configured, see `partKeys`; what exactly stands in its history. */
  'configuration.changed': { part: PartKey; cause: ChangeCause; batchId: string | null };
  /** What waited in a retired queue has gone to its successor. */
  'queue.emptied': { tasks: number; tickets: number };
  /** A program outside that is told of events. */
  'webhook.changed': {
    targetId: string;
    how: 'created' | 'changed' | 'paused' | 'paused_by_hub' | 'resumed' | 'deleted' | 'replayed' | 'retried';
  };
  'customer.erasure_requested': { erasureId: string };
  /** Nothing says any more who this was. */
  'customer.erased': { erasureId: string };
  /** Everything held of them was handed out. */
  'customer.exported': { reason: string };
  'customer.held': { holdId: string };
  'customer.released': { holdId: string };
  'retention.changed': { kind: string; days: number | null };
  'retention.applied': { kind: string; count: number };
}

export type EventName = keyof EventData;

/** An event as browsers and API clients receive it. Those that arrive twice carry the same `id`. */
export type WireEvent = {
  [Name in EventName]: {
    id: number;
    name: Name;
    /** ISO 8601. */
    at: string;
    actor: { kind: 'customer' | 'agent' | 'hub'; id: string | null };
    customerId: string | null;
    conversationId: string | null;
    ticketId: string | null;
    taskId: string | null;
    agentId: string | null;
    queueId: string | null;
    entryId: string | null;
    /** Sequence within the conversation, of events that add an entry. */
    seq: number | null;
    data: EventData[Name];
    attached: Attached;
  };
}[EventName];

/** The console's socket (namespace `/`, cookie or token sign-in, websocket transport). */
export interface ServerToConsole {
  event(event: WireEvent): void;
  /** The session ended: sign in again. */
  signed_out(): void;
  /** This person may see or do other things now: begin anew. */
  rights_changed(): void;
  /** Somebody else looks at a conversation that is followed here, or writes in it; `gone` when they left. */
  attending(news: Attending): void;
  /** Somebody came to a conversation that is followed here: whoever has it open says so. */
  who_is_there(conversationId: string): void;
  /** The customer of a conversation that is followed here is writing (chat); over after six seconds in which it was not said again. */
  customer_writing(conversationId: string): void;
}

export interface ConsoleToServer {
  /** Catch up after a gap; answers the events after `after`, or `complete: false` when a fresh load is needed. */
  replay(after: number, answer: (reply: { events: WireEvent[]; complete: boolean }) => void): void;
  /** Follow a conversation that is open on screen (its events reach this socket until `unwatch`). */
  watch(conversationId: string, answer: (allowed: boolean) => void): void;
  unwatch(conversationId: string): void;
  /** What this window's person does in a conversation that it follows; to be said again within 45 seconds. */
  attend(conversationId: string, doing: Attending['doing']): void;
  /** I write an answer in a conversation that this window follows: its customer may see so (chat). Said again every three seconds. */
  answering(conversationId: string): void;
}

/** What somebody's window says about a conversation; nothing of it is stored. */
export interface Attending {
  conversationId: string;
  /** Made by the hub for each connection. */
  windowId: string;
  agent: { id: string; name: string };
  doing: 'viewing' | 'typing' | 'gone';
}
