import express, { type Request, type Router } from 'express';
import type { Carrier } from '../carrier.ts';
import { finishCall } from '../finish-call.ts';
import { rfc2822 } from '../follow-leg.ts';
import { endConference, findConference, holdSeat, openConference, takeSeat } from '../hold-conference.ts';
import { ringPhone } from '../place-call.ts';
import type { ConferenceNoun } from '../read-twiml.ts';
import type { Conference, Seat } from '../records.ts';
import { notFound, refuse } from '../rest-error.ts';
import { listPage } from './list-page.ts';
import { readForm } from './read-form.ts';
import { callbackOf, ringSeconds } from './serve-calls.ts';
import { recordingWishOf, serveConferenceRecordings } from './serve-conference-recordings.ts';

export function serveConferences(carrier: Carrier): Router {
  const router = express.Router();
  const present = (conference: Conference) => presentConference(carrier, conference);
  const nameOf = (request: Request) => String(request.params.conference);
  const find = (request: Request) =>
    carrier.conferences.get(nameOf(request)) ?? findConference(carrier, nameOf(request)) ?? notFound(request.path);

  router.get('/Conferences.json', (request, response) => {
    const { FriendlyName: name, Status: status } = readForm(request);
    const isWanted = (each: Conference) => (!name || each.friendlyName === name) && (!status || each.status === status);
    response.json(listPage(request, 'conferences', [...carrier.conferences.values()].reverse().filter(isWanted), present));
  });
  router.get('/Conferences/:conference.json', (request, response) => void response.json(present(find(request))));
  router.post('/Conferences/:conference.json', (request, response) => {
    const conference = find(request);
    if (readForm(request).Status === 'completed') endConference(carrier, conference, 'conference-ended-via-api');
    response.json(present(conference));
  });
  serveParticipants(carrier, router, find);
  serveConferenceRecordings(carrier, router, find);
  router.post('/Conferences/:conference/Participants.json', (request, response) => {
    const conference = openConference(carrier, nameOf(request));
    response.status(201).json(presentSeat(carrier, conference, ringParticipant(carrier, conference, readForm(request))));
  });
  return router;
}

function serveParticipants(carrier: Carrier, router: Router, find: (request: Request) => Conference): void {
  const seatsOf = (conference: Conference) => (conference.status === 'completed' ? [] : [...conference.seats.values()]);
  const path = '/Conferences/:conference/Participants/:participant.json';
  const findSeat = (request: Request) => {
    const wanted = String(request.params.participant);
    return seatsOf(find(request)).find(({ leg, label }) => leg.sid === wanted || label === wanted) ?? notFound(request.path);
  };
  router.get('/Conferences/:conference/Participants.json', (request, response) => {
    const conference = find(request);
    response.json(listPage(request, 'participants', seatsOf(conference), (seat) => presentSeat(carrier, conference, seat)));
  });
  router.get(path, (request, response) => void response.json(presentSeat(carrier, find(request), findSeat(request))));
  router.post(path, (request, response) => {
    const seat = findSeat(request);
    changeSeat(carrier, seat, readForm(request));
    response.json(presentSeat(carrier, find(request), seat));
  });
  router.delete(path, (request, response) => {
    finishCall(carrier, findSeat(request).leg, 'completed');
    response.status(204).end();
  });
}

/** Ring somebody and bring them into the conference once they answer. */
function ringParticipant(carrier: Carrier, conference: Conference, form: Record<string, string>): Seat {
  const { To: to, From: from, Label: label } = form;
  if (!to || !from) refuse(400, 21201, "'To' and 'From' are required");
  if (label && !/^(?!CA[\da-f]{32}$)[^/]{1,128}$/.test(label)) refuse(400, 16024, 'Participant label invalid');
  if ([...conference.seats.values()].some((seat) => label && seat.label === label))
    refuse(409, 16025, `Participant label ${label} is in use`);
  const noun = nounOf(conference, form);
  const source = () => async () => [{ verb: 'Dial', conference: noun }] as const;
  const leg = ringPhone(carrier, { to, from, ringSeconds: ringSeconds(form), callback: callbackOf(form), source });
  return takeSeat(conference, leg, noun);
}

// https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant-resource
function changeSeat(
  carrier: Carrier,
  seat: Seat,
  { EndConferenceOnExit: endOnExit, Hold: hold, HoldUrl: waitUrl }: Record<string, string>,
): void {
  if (endOnExit) seat.endOnExit = endOnExit === 'true';
  if (hold) seat.hold = holdSeat(carrier, seat, hold === 'true', waitUrl);
}

function nounOf({ friendlyName }: Conference, form: Record<string, string>): ConferenceNoun {
  const { Label: label, WaitUrl: waitUrl, ConferenceStatusCallback: callback, ConferenceStatusCallbackEvent: events = 'start end' } = form;
  const startOnEnter = form.StartConferenceOnEnter !== 'false';
  return {
    friendlyName,
    label,
    startOnEnter,
    endOnExit: form.EndConferenceOnExit === 'true',
    waitUrl,
    callback,
    events: events.split(/\s+/),
    record: recordingWishOf(form),
  };
}

function presentConference({ settings }: Carrier, { sid, friendlyName, status, createdAt, updatedAt }: Conference): object {
  return {
    sid,
    account_sid: settings.accountSid,
    api_version: '2010-04-01',
    friendly_name: friendlyName,
    status,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(updatedAt),
    uri: `/2010-04-01/Accounts/${settings.accountSid}/Conferences/${sid}.json`,
  };
}

function presentSeat({ settings }: Carrier, { sid }: Conference, seat: Seat): object {
  return {
    account_sid: settings.accountSid,
    conference_sid: sid,
    call_sid: seat.leg.sid,
    label: seat.label ?? null,
    status: seat.joined ? 'connected' : seat.leg.status === 'queued' ? 'queued' : 'ringing',
    start_conference_on_enter: seat.startOnEnter,
    end_conference_on_exit: seat.endOnExit,
    muted: false,
    hold: seat.hold !== undefined,
    coaching: false,
    date_created: rfc2822(seat.createdAt),
    date_updated: rfc2822(seat.createdAt),
    uri: `/2010-04-01/Accounts/${settings.accountSid}/Conferences/${sid}/Participants/${seat.leg.sid}.json`,
  };
}
