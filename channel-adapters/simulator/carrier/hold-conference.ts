import type { Carrier } from './carrier.ts';
import { hear, noteProblem, rfc2822 } from './follow-leg.ts';
import { playWhileWaiting } from './play-while-waiting.ts';
import { callBack, type Params } from './post-webhook.ts';
import type { ConferenceNoun } from './read-twiml.ts';
import { beginRecording, endRecording } from './record-conference.ts';
import { type Conference, type Leg, makeSid, remember, type Seat } from './records.ts';

/** The open conference of that name or SID. */
export function findConference(carrier: Carrier, nameOrSid: string): Conference | undefined {
  const open = [...carrier.conferences.values()].filter(({ status }) => status !== 'completed');
  return open.find(({ sid, friendlyName }) => sid === nameOrSid || friendlyName === nameOrSid);
}

export function openConference(carrier: Carrier, friendlyName: string): Conference {
  const now = new Date();
  const conference: Conference = {
    sid: makeSid('CF'),
    friendlyName,
    createdAt: now,
    updatedAt: now,
    seats: new Map(),
    status: 'init',
    sequence: 0,
  };
  return findConference(carrier, friendlyName) ?? remember(carrier.conferences, conference.sid, conference);
}

/** A place in the conference for a leg that is in it, or being rung for it. */
export function takeSeat(
  conference: Conference,
  leg: Leg,
  { label, startOnEnter, endOnExit }: Pick<Seat, 'label' | 'startOnEnter' | 'endOnExit'>,
): Seat {
  let release = () => {};
  const over = new Promise<void>((resolve) => {
    release = resolve;
  });
  const seat: Seat = {
    leg,
    label,
    startOnEnter,
    endOnExit,
    createdAt: new Date(),
    joined: false,
    music: new AbortController(),
    over,
    release,
  };
  conference.seats.set(leg.sid, seat);
  return seat;
}

/** Be in the conference until it ends; rejects when `signal` takes the leg out of it. */
export async function sitInConference(carrier: Carrier, leg: Leg, noun: ConferenceNoun, signal: AbortSignal): Promise<void> {
  const conference = openConference(carrier, noun.friendlyName);
  const seat = conference.seats.get(leg.sid) ?? takeSeat(conference, leg, noun);
  signal.addEventListener('abort', () => leaveConference(carrier, leg), { once: true });
  join(carrier, conference, seat, noun);
  if (conference.status === 'init') carrier.background(playHoldMusic(carrier, leg, noun.waitUrl, seat.music.signal));
  await seat.over;
  signal.throwIfAborted();
}

/** Take a leg out of whatever conference it is in or was being rung for. */
export function leaveConference(carrier: Carrier, leg: Leg): void {
  for (const conference of carrier.conferences.values()) {
    const seat = conference.seats.get(leg.sid);
    if (seat) leave(carrier, conference, seat);
  }
}

/** On hold or off it; without an address the carrier's own music plays. */
export function holdSeat(
  carrier: Carrier,
  { leg, ...seat }: Seat,
  onHold: boolean,
  waitUrl: string | undefined,
): AbortController | undefined {
  seat.hold?.abort();
  if (!onHold) return void hear(carrier, leg, 'joined', 'off hold');
  const hold = new AbortController();
  hear(carrier, leg, 'held');
  carrier.background(playHoldMusic(carrier, leg, waitUrl, hold.signal));
  return hold;
}

/** Everybody out. */
export function endConference(carrier: Carrier, conference: Conference, reason: string, by?: Leg): void {
  if (conference.status === 'completed') return;
  conference.status = 'completed';
  endRecording(carrier, conference);
  for (const seat of [...conference.seats.values()].filter(({ joined }) => joined)) vacate(carrier, conference, seat, 'conference-ended');
  report(carrier, conference, 'end', { ReasonConferenceEnded: reason, ...(by && { CallSidEndingConference: by.sid }) });
}

function join(carrier: Carrier, conference: Conference, seat: Seat, { callback, events, record }: ConferenceNoun): void {
  if (callback) conference.callback ??= { url: callback, events: new Set(events) };
  conference.recordingWish ??= record;
  seat.joined = true;
  hear(carrier, seat.leg, 'joined', conference.friendlyName);
  report(carrier, conference, 'join', seatParams(seat));
  const present = [...conference.seats.values()].filter(({ joined }) => joined);
  if (conference.status === 'init' && present.length > 1 && present.some(({ startOnEnter }) => startOnEnter))
    begin(carrier, conference, present);
}

function begin(carrier: Carrier, conference: Conference, present: readonly Seat[]): void {
  conference.status = 'in-progress';
  for (const { music, leg } of present) {
    music.abort();
    carrier.changed(leg.owner);
  }
  report(carrier, conference, 'start', {});
  beginRecording(carrier, conference);
}

function leave(carrier: Carrier, conference: Conference, seat: Seat): void {
  const wasIn = seat.joined;
  vacate(carrier, conference, seat, 'participant-hung-up');
  const nobodyLeft = ![...conference.seats.values()].some(({ joined }) => joined);
  if (wasIn && seat.endOnExit) endConference(carrier, conference, 'participant-with-end-conference-on-exit-left', seat.leg);
  else if (wasIn && nobodyLeft) endConference(carrier, conference, 'last-participant-left', seat.leg);
}

function vacate(carrier: Carrier, conference: Conference, seat: Seat, reason: string): void {
  conference.seats.delete(seat.leg.sid);
  if (seat.joined) report(carrier, conference, 'leave', { ...seatParams(seat), ReasonParticipantLeft: reason });
  seat.music.abort();
  seat.hold?.abort();
  seat.release();
}

async function playHoldMusic(carrier: Carrier, leg: Leg, waitUrl: string | undefined, signal: AbortSignal): Promise<void> {
  try {
    await playWhileWaiting(carrier, leg, { waitUrl, params: () => ({}), waysOut: [] }, signal);
  } catch (failure) {
    if (!signal.aborted && !carrier.signal.aborted) noteProblem(carrier, leg, failure);
  }
}

const eventNames: Readonly<Record<string, string>> = {
  start: 'conference-start',
  end: 'conference-end',
  join: 'participant-join',
  leave: 'participant-leave',
};

// https://www.twilio.com/docs/voice/twiml/conference#attributes-statusCallback
function report(carrier: Carrier, conference: Conference, event: string, more: Params): void {
  conference.updatedAt = new Date();
  const { callback, sid, friendlyName } = conference;
  if (!callback?.events.has(event)) return;
  callBack(carrier, callback.url, {
    AccountSid: carrier.settings.accountSid,
    ConferenceSid: sid,
    FriendlyName: friendlyName,
    StatusCallbackEvent: eventNames[event] ?? event,
    SequenceNumber: String(++conference.sequence),
    Timestamp: rfc2822(conference.updatedAt),
    ...more,
  });
}

function seatParams({ leg, label, startOnEnter, endOnExit, hold }: Seat): Params {
  return {
    CallSid: leg.sid,
    Muted: 'false',
    Hold: String(hold !== undefined),
    Coaching: 'false',
    StartConferenceOnEnter: String(startOnEnter),
    EndConferenceOnExit: String(endOnExit),
    ...(label && { ParticipantLabel: label }),
  };
}
