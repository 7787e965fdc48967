/** What people can do wrong, by name: HTTP status and a message that says what to do. The console translates by code. */
const causes = {
  bad_request: [400, 'The request does not have the expected form.'],
  not_signed_in: [401, 'Sign in, or send a valid API token as `Authorization: Bearer …`.'],
  wrong_credentials: [401, 'Mail address or password is wrong.'],
  too_many_attempts: [429, 'Too many attempts. Wait a minute, then try again.'],
  not_allowed: [403, 'Your role does not allow this.'],
  foreign_origin: [403, 'This request came from another site and was refused.'],
  password_change_required: [403, 'Choose a new password first.'],
  weak_password: [422, 'Choose a new password of at least 12 characters.'],
  not_found: [404, 'There is no such thing, or you may not see it.'],
  payload_too_large: [413, 'This is larger than the hub accepts.'],
  offer_expired: [409, 'The time to answer this offer has passed; the task went back to its place.'],
  offer_taken: [409, 'This offer has been answered already.'],
  not_your_task: [409, 'This task is not yours any more.'],
  task_over: [409, 'This task has ended already.'],
  customer_not_on_the_line: [409, 'The customer is being called back: hand it on once you speak with them.'],
  unknown_queue: [422, 'There is no such queue.'],
  same_queue: [409, 'It is in this queue already.'],
  nobody_in_queue: [409, 'Nobody serves this queue: whoever waits there waits for ever.'],
  skill_not_held: [422, 'Nobody in this queue has this skill.'],
  task_not_waiting: [409, 'This task does not wait any more: somebody has taken it, or it is over.'],
  assigned_by_another: [409, 'Another supervisor has assigned this task; it rings at that agent now.'],
  agent_not_available: [409, 'This agent takes no work now: not available, or without an open console.'],
  agent_on_a_call: [409, 'This agent is on a call.'],
  agent_being_asked: [409, 'Another offer rings at this agent. It is answered in some seconds.'],
  stale_reply: [409, 'Someone wrote since you last looked. Read it, then send again.'],
  already_settled_reply: [409, 'It has been sent, or taken back, already.'],
  too_far_ahead: [422, 'Choose a time in the coming 90 days.'],
  draft_moved_on: [409, 'This draft was changed in another window; `facts` holds it as it is now.'],
  nothing_to_send: [422, 'Write something first.'],
  text_too_long: [422, 'This text is longer than the channel can carry.'],
  no_recipient: [422, 'This customer cannot be reached on this conversation.'],
  channel_cannot_reply: [422, 'Calls are answered by speaking; write a note, or reply on another conversation.'],
  contact_refused: [422, 'This customer has refused to be reached on this channel.'],
  conversation_open: [409, 'A need stands open in this conversation: go on there.'],
  client_id_reused: [409, 'This message id was used for another message.'],
  unknown_disposition: [422, 'Choose one of the offered dispositions.'],
  status_not_reachable: [409, 'A ticket cannot go from its present status to this one.'],
  unknown_inbox: [404, 'No inbox has this address.'],
  bad_signature: [403, 'The signature does not match. Check PUBLIC_URL and the auth token.'],
  malformed_webhook: [400, 'The webhook lacks fields that its sender documents.'],
  already_settled: [409, 'This item has been settled already.'],
  customer_merged: [409, 'This record was merged into another one.'],
  invalid_settings: [422, 'These settings cannot be saved; `detail` names each place, nothing was changed.'],
  changed_meanwhile: [409, 'Somebody else saved in the meantime. Look at their version, then save again.'],
  calendar_in_use: [409, 'A queue follows this calendar. Give the queue another one first.'],
  nothing_to_rehearse: [422, 'Nobody needed anything in this time: choose another one.'],
  too_many_arrivals: [422, 'This is more than can be played at once: choose a shorter time.'],
  bad_arrivals: [422, 'The CSV cannot be played; `detail` names the line.'],
  unknown_policy: [422, 'There is no such version of the policy.'],
  rehearsal_over: [409, 'This rehearsal is over already.'],
  unknown_customer: [422, 'There is no customer with this id or key.'],
  unknown_tier: [422, 'There is no such tier.'],
  unknown_field: [422, 'There is no such field of the customer record; `detail` names it.'],
  field_not_writable: [403, 'Your role may read this field, but not change it; `detail` names it.'],
  bad_field_value: [422, 'This field cannot hold this; `detail` says which and why.'],
  bad_time_zone: [422, 'There is no such time zone, or the quiet hours have no length.'],
  unknown_address: [422, 'This is not an address of this customer.'],
  in_the_future: [422, 'This cannot have happened yet; `detail` names the time.'],
  not_a_group: [422, 'Only companies and households have members, and a household only persons.'],
  group_cycle: [409, 'A company cannot be part of itself, however many companies stand between.'],
  membership_over: [409, 'This membership has ended already.'],
  unknown_campaign: [422, 'There is no campaign with this key.'],
  unknown_ticket: [422, 'There is no such ticket of this customer.'],
  rating_of_another: [409, 'A rating of another customer has this key.'],
  address_of_another: [409, 'Somebody else has this address by now.'],
  not_shareable: [422, 'A chat visitor is one browser: it is never shared.'],
  order_of_another: [409, 'An order of another customer has this number.'],
  same_customer: [409, 'These are one customer already.'],
  known_apart: [409, 'Somebody has said that these are different customers.'],
  other_kind: [409, 'A person and a company cannot be one customer.'],
  merge_undone: [409, 'This merge has been undone already.'],
  merge_by_signature: [409, 'Their own site vouched that these are one: that cannot be undone here.'],
  bad_filter: [422, 'This filter cannot be used; `detail` names the place.'],
  filter_too_slow: [422, 'This filter takes too long. Begin with something that few customers have, such as a tier.'],
  opportunity_closed: [409, 'This opportunity is won or lost already. Set it to an open stage first.'],
  reason_missing: [422, 'Say why it was lost.'],
  unknown_agent: [422, 'There is nobody with this id.'],
  follow_up_done: [409, 'This follow-up is done already.'],
  rule_ended: [409, 'This rule has ended; make another one.'],
  webhook_url_refused: [422, 'This address may not be told of events: take https, outside of closed networks, or set WEBHOOK_NETWORKS.'],
  too_much_to_replay: [422, 'This is too much to tell again: begin at a later event.'],
  erasure_blocked: [409, 'Something stands against the erasure: a hold, or a ticket that is open.'],
  customer_erased: [409, 'The data of this customer was erased.'],
  import_empty: [422, 'The file is empty.'],
  import_format: [422, 'The file is not what its name says, or is damaged.'],
  import_too_large: [413, 'The file holds more than can be taken in at once.'],
  import_too_many_rows: [422, 'The file has more rows than can be taken in at once: split it.'],
  import_key_missing: [422, 'Choose the column that identifies each row.'],
  import_state: [409, 'This import cannot do that in its present state.'],
  channel_disabled: [503, 'This channel has no credentials yet; see the README, "Settings".'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof causes;

export const errorCodes = Object.keys(causes);

/** A failure that somebody outside caused and can mend. Everything else that is thrown is a bug. */
export class HubError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    /** What exactly, in English: a field, a limit, a name. Never a secret or a message body. */
    readonly detail?: string | undefined,
    /** Machine-readable facts for the console, e.g. the entries a stale reply has missed. */
    readonly facts?: Record<string, unknown> | undefined,
  ) {
    super(causes[code][1]);
    this.status = causes[code][0];
  }
}

/** The hub cannot start; the message is the one line that its operator reads. */
export class StartError extends Error {}
