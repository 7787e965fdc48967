import type { ErrorRequestHandler } from 'express';
import type { Failure } from '../contract/entities.ts';
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

function describe(error: unknown): { status: number; failure: Failure } {
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
