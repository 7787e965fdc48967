import type { Carrier } from './carrier.ts';
import { callParams } from './follow-leg.ts';
import { type Params, postWebhook } from './post-webhook.ts';
import { readTwiml, TwimlError } from './read-twiml.ts';
import type { DocumentSource, Leg } from './records.ts';

/** Instructions at an address of the hub, asked for when they are needed. */
export function documentAt(carrier: Carrier, leg: Leg, url: string, more: Params = {}): DocumentSource {
  return async () => {
    const body = await postWebhook(carrier, url, { ...callParams(carrier, leg), ...more });
    if (body === undefined) throw new TwimlError(11200, `no instructions could be had from ${url}`);
    return readTwiml(body, url);
  };
}

/** Report to an `action` whose answer no longer matters: the caller has hung up or was taken elsewhere. */
export function tellAction(carrier: Carrier, leg: Leg, action: string, result: Params): void {
  if (!carrier.signal.aborted) carrier.background(postWebhook(carrier, action, { ...callParams(carrier, leg), ...result }));
}
