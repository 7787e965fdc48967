import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import type { Carrier } from '../carrier.ts';
import { notFound, RestError } from '../rest-error.ts';
import { readForm } from './read-form.ts';
import { serveCalls } from './serve-calls.ts';
import { serveConferences } from './serve-conferences.ts';
import { serveMessages } from './serve-messages.ts';
import { serveRecordings } from './serve-recordings.ts';

/** The part of Twilio's REST API (2010-04-01) that the adapters use, for the real SDK. */
export function serveRest(carrier: Carrier): Router {
  const router = express.Router();
  const account = `/2010-04-01/Accounts/${carrier.settings.accountSid}`;
  router.use(express.urlencoded({ extended: false, limit: '64kb' }), authenticate(carrier), misbehave(carrier));
  router.use(account, serveMessages(carrier), serveCalls(carrier), serveConferences(carrier), serveRecordings(carrier));
  router.use((request) => notFound(request.path));
  router.use(answerError);
  return router;
}

function authenticate({ settings }: Carrier) {
  const expected = digest(`Basic ${Buffer.from(`${settings.accountSid}:${settings.authToken}`).toString('base64')}`);
  return (request: Request, _response: Response, next: NextFunction) => {
    const isOwner = timingSafeEqual(digest(request.headers.authorization ?? ''), expected);
    next(isOwner ? undefined : new RestError(401, 20003, 'Authenticate'));
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Logs each request, and goes wrong the way the carrier was told to. */
function misbehave(carrier: Carrier) {
  return (request: Request, response: Response, next: NextFunction) => {
    const entry = carrier.log.add({ kind: 'rest', title: `${request.method} ${request.path}`, params: readForm(request) });
    const at = new Date();
    response.on('close', () => carrier.log.attempted(entry, { at, ms: Date.now() - at.getTime(), ...outcome(response) }, true));
    const { rest } = carrier.faults;
    if (rest === 'overloaded') return next(new RestError(429, 20429, 'Too Many Requests'));
    if (rest === 'broken') return next(new RestError(503, 20503, 'Service unavailable'));
    if (rest === 'lose_answer' && request.method === 'POST') response.json = () => response.destroy();
    next();
  };
}

const outcome = (response: Response) => (response.writableFinished ? { status: response.statusCode } : { problem: 'connection lost' });

function answerError(failure: unknown, _request: Request, response: Response, next: NextFunction) {
  if (!(failure instanceof RestError)) return next(failure);
  const { status, code, message } = failure;
  response.status(status).json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
