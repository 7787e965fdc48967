import express, { type Request, type Router } from 'express';
import type { Carrier } from '../carrier.ts';
import { acceptSms } from '../carry-sms.ts';
import { rfc2822 } from '../follow-leg.ts';
import type { CarriedMessage } from '../records.ts';
import { notFound } from '../rest-error.ts';
import { listPage } from './list-page.ts';
import { readForm } from './read-form.ts';

export function serveMessages(carrier: Carrier): Router {
  const router = express.Router();
  const present = (message: CarriedMessage) => presentMessage(carrier, message);
  const find = (request: Request) => carrier.messages.get(String(request.params.sid)) ?? notFound(request.path);

  router.post('/Messages.json', async (request, response) => {
    const { To: to = '', From: from = '', Body: body = '', StatusCallback: callback } = readForm(request);
    const message = await acceptSms(carrier, { to, from, body, ...(callback && { callback }) });
    response.status(201).json(present(message));
  });
  router.get('/Messages.json', (request, response) => {
    response.json(listPage(request, 'messages', filter(carrier, readForm(request)), present));
  });
  router.get('/Messages/:sid.json', (request, response) => void response.json(present(find(request))));
  router.get('/Messages/:sid/Media.json', (request, response) => {
    const { sid, media } = find(request);
    response.json(
      listPage(request, 'media_list', media, (url) => ({ sid: url, parent_sid: sid, content_type: 'image/jpeg', uri: mediaUri(url) })),
    );
  });
  return router;
}

/** Newest first. A message that has not been sent yet has no date to be found by. */
function filter(carrier: Carrier, form: Record<string, string>): CarriedMessage[] {
  const { To: to, From: from, 'DateSent>': after, 'DateSent<': before } = form;
  const isWanted = (message: CarriedMessage) =>
    (!to || message.to === to) && (!from || message.from === from) && isWithin(message.sentAt, after, before);
  return [...carrier.messages.values()].reverse().filter(isWanted);
}

function isWithin(sentAt: Date | undefined, after: string | undefined, before: string | undefined): boolean {
  if (!after && !before) return true;
  if (!sentAt) return false;
  return (!after || wholeSecond(sentAt) >= Date.parse(after)) && (!before || wholeSecond(sentAt) <= Date.parse(before));
}

const wholeSecond = (date: Date) => Math.floor(date.getTime() / 1000) * 1000;

/** Media addresses are given without their host, as Twilio does; `.json` describes the picture, without it is the picture. */
const mediaUri = (url: string) => `${url.replace(/^https:\/\/api\.twilio\.com/, '')}.json`;

function presentMessage({ settings }: Carrier, message: CarriedMessage): object {
  const uri = `/2010-04-01/Accounts/${settings.accountSid}/Messages/${message.sid}`;
  return {
    sid: message.sid,
    account_sid: settings.accountSid,
    api_version: '2010-04-01',
    from: message.from,
    to: message.to,
    body: message.body,
    direction: message.direction,
    status: message.status,
    num_segments: String(message.segments),
    num_media: String(message.media.length),
    error_code: message.errorCode ?? null,
    error_message: null,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt ? rfc2822(message.sentAt) : null,
    date_updated: rfc2822(message.updatedAt),
    messaging_service_sid: null,
    price: null,
    price_unit: 'USD',
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}
