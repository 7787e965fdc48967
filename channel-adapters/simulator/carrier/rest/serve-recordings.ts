import express, { type Request, type Router } from 'express';
import type { Carrier } from '../carrier.ts';
import { rfc2822 } from '../follow-leg.ts';
import type { Recording } from '../records.ts';
import { notFound } from '../rest-error.ts';
import { writeWav } from '../write-wav.ts';

/** What was said: described as JSON, heard as WAV, until it is deleted. */
export function serveRecordings(carrier: Carrier): Router {
  const router = express.Router();
  const find = (request: Request) => carrier.recordings.get(String(request.params.sid)) ?? notFound(request.path);
  router.get('/Recordings/:sid.json', (request, response) => void response.json(present(carrier, find(request))));
  router.get('/Recordings/:sid.wav', (request, response) => {
    response.type('audio/x-wav').send(writeWav(find(request)));
  });
  router.delete('/Recordings/:sid.json', (request, response) => {
    carrier.recordings.delete(find(request).sid);
    response.status(204).end();
  });
  return router;
}

function present({ settings }: Carrier, { sid, callSid, conferenceSid, seconds, createdAt }: Recording): object {
  return {
    sid,
    account_sid: settings.accountSid,
    api_version: '2010-04-01',
    call_sid: callSid,
    conference_sid: conferenceSid ?? null,
    channels: 1,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    start_time: rfc2822(createdAt),
    duration: String(seconds),
    source: conferenceSid ? 'Conference' : 'RecordVerb',
    status: 'completed',
    uri: `/2010-04-01/Accounts/${settings.accountSid}/Recordings/${sid}.json`,
  };
}
