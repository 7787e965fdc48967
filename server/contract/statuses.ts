/** Words that server and console share. Adding one here makes the compiler list every place that must know it. */
export const channels = ['voice', 'sms', 'email', 'web_chat'] as const;
export type Channel = (typeof channels)[number];

export const roles = ['agent', 'supervisor', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

/** How many tasks of a channel somebody may hold at once, at the most. */
export const capacityLimit = 50;

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

export const agentStatuses = ['available', 'away', 'offline', 'not_responding'] as const;
export type AgentStatus = (typeof agentStatuses)[number];

/** Why an agent is away, as they choose it. */
export const awayReasons = ['break', 'lunch', 'meeting', 'training', 'other'] as const;
export type AwayReason = (typeof awayReasons)[number];

export const ticketStatuses = ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

export const ticketKinds = ['incident', 'service_request', 'complaint'] as const;
export type TicketKind = (typeof ticketKinds)[number];

/** What a customer is owed by a time: a first answer, an answer to what they said since, an end. */
export const clockKinds = ['first_response', 'next_response', 'resolution'] as const;
export type ClockKind = (typeof clockKinds)[number];

/** The statuses a ticket may be set to from each status; a customer's message reopens on its own. */
export const ticketTransitions: Record<TicketStatus, readonly TicketStatus[]> = {
  new: ['open', 'pending', 'on_hold', 'solved', 'closed'],
  open: ['pending', 'on_hold', 'solved', 'closed'],
  pending: ['open', 'on_hold', 'solved', 'closed'],
  on_hold: ['open', 'pending', 'solved', 'closed'],
  solved: ['open', 'closed'],
  closed: [],
};

export const taskStates = ['pending', 'reserved', 'assigned', 'wrapping', 'completed', 'canceled'] as const;
export type TaskState = (typeof taskStates)[number];

export const reservationStates = ['pending', 'accepted', 'rejected', 'timed_out', 'canceled'] as const;
export type ReservationState = (typeof reservationStates)[number];

export const messageStatuses = ['queued', 'sent', 'delivered', 'read', 'failed'] as const;
export type MessageStatus = (typeof messageStatuses)[number];

export const entryKinds = ['inbound', 'outbound', 'note', 'call'] as const;
export type EntryKind = (typeof entryKinds)[number];

export const callStates = ['waiting', 'connecting', 'connected', 'ended'] as const;
export type CallState = (typeof callStates)[number];

/** Which calls to a number are recorded: none, those of customers who have not refused it, those of customers who agreed. */
export const recordingRules = ['off', 'unless_refused', 'with_consent'] as const;
export type RecordingRule = (typeof recordingRules)[number];

/** What a recording does now: `pausing` and `resuming` have been asked for and are not done yet. */
export const recordingStates = ['on', 'pausing', 'paused', 'resuming'] as const;
export type RecordingState = (typeof recordingStates)[number];

/** What an entry of a call can tell. */
export const callMoments = [
  ...(['incoming', 'connected', 'transferred', 'agent_unreachable', 'ended'] as const),
  ...(['callback_requested', 'callback_dialled', 'callback_unanswered', 'callback_given_up', 'voicemail', 'chat_link_sent'] as const),
  ...(['consulted', 'handed_over'] as const),
  ...(['recording', 'recording_paused', 'recording_resumed'] as const),
] as const;
export type CallMomentType = (typeof callMoments)[number];

/** An agent hands what they hold to a colleague: asked, of a call rung, speaking with each other, theirs; or it came back. */
export const handoverStates = ['asking', 'joining', 'talking', 'done', 'ended'] as const;
export type HandoverState = (typeof handoverStates)[number];
/** Straight, or after both agents have spoken about it. */
export const handoverWays = ['straight', 'consult'] as const;
export type HandoverWay = (typeof handoverWays)[number];
/** How it ended; all but the first: it stays with whoever had it. */
export const handoverEnds = ['done', 'declined', 'timed_out', 'withdrawn', 'not_reached', 'left', 'over'] as const;
export type HandoverEnd = (typeof handoverEnds)[number];

/** Shapes by which tiers are told apart; the lowest may have none. */
export const tierMarks = ['none', 'circle', 'diamond', 'star', 'square', 'triangle'] as const;
export type TierMark = (typeof tierMarks)[number];

export const presets = ['promise', 'deadline', 'strict', 'first-come'] as const;
export type Preset = (typeof presets)[number];

/** What a field of the installation's own can hold. */
export const fieldTypes = ['text', 'number', 'date', 'boolean', 'choice', 'choices'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Who brings a field up to date that is no longer trusted. */
export const refreshers = ['assignee', 'supervisor', 'next_contact'] as const;

/** Built-in fields that can be trusted for a time only. */
export const agingFields = [
  'name',
  'language',
  'company',
  'occupation',
  'city',
  'birthday',
  'manner',
  'preferredChannel',
  'quietHours',
] as const;
export type AgingField = (typeof agingFields)[number];

export const customerKinds = ['person', 'company', 'household'] as const;
export type CustomerKind = (typeof customerKinds)[number];

/** What a customer may agree to; an installation may have more. */
export const purposes = ['marketing', 'survey', 'service', 'recording'] as const;

export const proofKinds = ['form', 'message', 'call', 'agent', 'import'] as const;
export type ProofKind = (typeof proofKinds)[number];

/** What somebody did about a campaign. */
export const touchResponses = ['opened', 'clicked', 'replied', 'bought', 'declined', 'bounced'] as const;

/** Why the hub paused a webhook by itself: it answered 410, or nothing worked for a day. */
export const pauseReasons = ['gone', 'failing'] as const;

export const deliveryStates = ['waiting', 'delivered', 'given_up'] as const;

/** What each sign that two records are one customer may lead to; only a signature lets the hub link them by itself. */
export const matchStrengths = {
  signed_identity: ['suggest', 'link'],
  claimed_address: ['off', 'suggest'],
  same_birthday: ['off', 'suggest'],
  same_name: ['off', 'suggest'],
} as const;
export type MatchRule = keyof typeof matchStrengths;

/** Why an agent is told of something by name, beside what rings. */
export const noticeKinds = [
  ...(['mention', 'reminder', 'assigned', 'help_asked', 'help_given'] as const),
  ...(['watched', 'service_warning', 'side_reply'] as const),
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** How two tickets belong together. */
export const linkKinds = ['related', 'parent'] as const;
export type LinkKind = (typeof linkKinds)[number];
