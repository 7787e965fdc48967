import type { Request, Router } from 'express';
import type { Carrier } from '../carrier.ts';
import { rfc2822 } from '../follow-leg.ts';
import { steerConferenceRecording } from '../record-conference.ts';
import type { Conference, LiveRecording, RecordingWish } from '../records.ts';
import { notFound } from '../rest-error.ts';
import { readForm } from './read-form.ts';

/** Pausing and resuming what is being recorded, by its SID or as whatever is. */
export function serveConferenceRecordings(carrier: Carrier, router: Router, find: (request: Request) => Conference): void {
  router.post('/Conferences/:conference/Recordings/:sid.json', (request, response) => {
    const conference = find(request);
    const wanted = String(request.params.sid);
    if (wanted !== 'Twilio.CURRENT' && wanted !== conference.recording?.sid) notFound(request.path);
    const { Status: status = '', PauseBehavior: behaviour = 'silence' } = readForm(request);
    response.json(present(carrier, conference, steerConferenceRecording(carrier, conference, status, behaviour)));
  });
}

/** As `Participants` takes it: what the first participant wishes for the conference. */
export function recordingWishOf(form: Record<string, string>): RecordingWish | undefined {
  const { ConferenceRecord: record, ConferenceRecordingStatusCallback: callback } = form;
  const { ConferenceRecordingStatusCallbackEvent: events = 'completed' } = form;
  return record === 'record-from-start' || record === 'true' ? { callback, events: events.split(/\s+/) } : undefined;
}

const present = ({ settings }: Carrier, conference: Conference, { sid, startedAt, paused }: LiveRecording) => ({
  sid,
  account_sid: settings.accountSid,
  api_version: '2010-04-01',
  conference_sid: conference.sid,
  channels: 1,
  source: 'Conference',
  status: conference.recording ? (paused ? 'paused' : 'in-progress') : 'processing',
  date_created: rfc2822(startedAt),
  date_updated: rfc2822(startedAt),
  start_time: rfc2822(startedAt),
  uri: `/2010-04-01/Accounts/${settings.accountSid}/Conferences/${conference.sid}/Recordings/${sid}.json`,
});
