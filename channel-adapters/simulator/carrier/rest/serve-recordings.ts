import express, { type Request, type Router } from 'express';
import type { Carrier } from '../carrier.ts';
import { rfc2822 } from '../follow-leg.ts';
import type { Recording } from '../records.ts';
import { notFound } from '../rest-error.ts';
import { writeWav } from '../write-wav.ts';

/** What callers have said: described as JSON, heard as WAV. */
export function serveRecordings(carrier: Carrier): Router {
  const router = express.Router();
  const find = (request: Request) => carrier.recordings.get(String(request.params.sid)) ?? notFound(request.path);
  router.get('/Recordings/:sid.json', (request, response) => void response.json(present(carrier, find(request))));
  router.get('/Recordings/:sid.wav', (request, response) => {
    const { seconds, words } = find(request);
    response.type('audio/x-wav').send(writeWav(seconds, words));
  });
  return router;
}

function present({ settings }: Carrier, { sid, callSid, seconds, createdAt }: Recording): object {
  return {
    sid,
    account_sid: settings.accountSid,
    api_version: '2010-04-01',
    call_sid: callSid,
    channels: 1,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    start_time: rfc2822(createdAt),
    duration: String(seconds),
    source: 'RecordVerb',
    status: 'completed',
    uri: `/2010-04-01/Accounts/${settings.accountSid}/Recordings/${sid}.json`,
  };
}
