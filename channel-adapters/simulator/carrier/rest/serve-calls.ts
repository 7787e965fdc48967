import express, { type Request, type Router } from 'express';
import type { Carrier } from '../carrier.ts';
import { documentAt } from '../fetch-document.ts';
import { rfc2822, secondsOf } from '../follow-leg.ts';
import { ringPhone, updateCall } from '../place-call.ts';
import { readTwiml, TwimlError } from '../read-twiml.ts';
import type { Callback, DocumentSource, Leg } from '../records.ts';
import { notFound, refuse } from '../rest-error.ts';
import { listPage } from './list-page.ts';
import { readForm } from './read-form.ts';

export function serveCalls(carrier: Carrier): Router {
  const router = express.Router();
  const present = (leg: Leg) => presentCall(carrier, leg);
  const find = (request: Request) => carrier.calls.get(String(request.params.sid)) ?? notFound(request.path);

  router.post('/Calls.json', (request, response) => {
    const form = readForm(request);
    const source = (leg: Leg) => sourceOf(carrier, leg, form) ?? refuse(400, 21201, "Either 'Url' or 'Twiml' is required");
    const { To: to = refuse(400, 21201, "'To' is required"), From: from = refuse(400, 21201, "'From' is required") } = form;
    response
      .status(201)
      .json(present(ringPhone(carrier, { to, from, ringSeconds: ringSeconds(form), callback: callbackOf(form), source })));
  });
  router.get('/Calls.json', (request, response) => {
    const { To: to, From: from, Status: status } = readForm(request);
    const isWanted = (leg: Leg) => (!to || leg.to === to) && (!from || leg.from === from) && (!status || leg.status === status);
    response.json(listPage(request, 'calls', [...carrier.calls.values()].reverse().filter(isWanted), present));
  });
  router.get('/Calls/:sid.json', (request, response) => void response.json(present(find(request))));
  router.post('/Calls/:sid.json', (request, response) => {
    const leg = find(request);
    const form = readForm(request);
    const source = sourceOf(carrier, leg, form);
    updateCall(carrier, leg, { ...(form.Status && { status: form.Status }), ...(source && { source }) });
    response.json(present(leg));
  });
  return router;
}

/** Who wants to hear of a leg; without events named, only of its end. */
export function callbackOf(form: Record<string, string>): Callback | undefined {
  const { StatusCallback: url, StatusCallbackEvent: events = 'completed' } = form;
  return url ? { url, events: new Set(events.split(/\s+/)) } : undefined;
}

export const ringSeconds = (form: Record<string, string>) => Number(form.Timeout) || 60;

/** Instructions in the request are read at once, so that a mistake in them is refused rather than heard. */
function sourceOf(carrier: Carrier, leg: Leg, { Twiml: twiml, Url: url }: Record<string, string>): DocumentSource | undefined {
  if (url) return documentAt(carrier, leg, url);
  if (!twiml) return undefined;
  try {
    const verbs = readTwiml(twiml, carrier.settings.publicUrl);
    return async () => verbs;
  } catch (failure) {
    if (failure instanceof TwimlError) refuse(400, failure.code, failure.message);
    throw failure;
  }
}

function presentCall({ settings }: Carrier, leg: Leg): object {
  return {
    sid: leg.sid,
    account_sid: settings.accountSid,
    api_version: '2010-04-01',
    from: leg.from,
    to: leg.to,
    direction: leg.direction,
    status: leg.status,
    duration: leg.endedAt ? String(secondsOf(leg)) : null,
    date_created: rfc2822(leg.createdAt),
    date_updated: rfc2822(leg.endedAt ?? leg.answeredAt ?? leg.createdAt),
    start_time: leg.answeredAt ? rfc2822(leg.answeredAt) : null,
    end_time: leg.endedAt ? rfc2822(leg.endedAt) : null,
    uri: `/2010-04-01/Accounts/${settings.accountSid}/Calls/${leg.sid}.json`,
  };
}
