import type { ErrorRequestHandler } from 'express';
import type { Failure } from '../contract/entities.ts';
import { sqlState } from '../db/database.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';

/** Every failure becomes a named answer; what nobody expected is logged and named `internal`. */
export function answerErrors(hub: Hub): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const { status, failure } = describe(error);
    if (status >= 500) hub.log.error({ err: error, route: request.path }, 'request failed');
    else hub.counters.refused.inc({ reason: failure.error.code });
    response.status(status).json(failure);
  };
}

/** What the trigger `refuse_erased` says to whoever writes of somebody too late. */
const ERASED = 'TL001';

function describe(thrown: unknown): { status: number; failure: Failure } {
  const error = sqlState(thrown) === ERASED ? new HubError('customer_erased') : thrown;
  if (error instanceof HubError) {
    const { code, message, detail, facts } = error;
    return { status: error.status, failure: { error: { code, message, ...(detail ? { detail } : {}), ...(facts ? { facts } : {}) } } };
  }
  return (
    fromBodyParser(error) ?? {
      status: 500,
      failure: { error: { code: 'internal', message: 'Something went wrong here; it has been logged. Nothing of this request was kept.' } },
    }
  );
}

/** express's body parsers throw errors with a status and a type. */
function fromBodyParser(error: unknown): { status: number; failure: Failure } | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error) || typeof error.status !== 'number' || error.status >= 500)
    return undefined;
  const known = new HubError(error.status === 413 ? 'payload_too_large' : 'bad_request');
  return { status: error.status, failure: { error: { code: known.code, message: known.message } } };
}
