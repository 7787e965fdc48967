import twilio from 'twilio';
import type { Carrier } from './carrier.ts';
import type { LogEntry } from './carrier-log.ts';

export type Params = Readonly<Record<string, string>>;

/**
 * Call a webhook as Twilio does: form-encoded, signed, 15 seconds in all, and tried again when the hub fails. Resolves
 * with the answer, or with undefined when it was refused or given up.
 */
export async function postWebhook(carrier: Carrier, url: string, params: Params): Promise<string | undefined> {
  const signature = twilio.getExpectedTwilioSignature(carrier.settings.authToken, url, params);
  const entry = carrier.log.add({ kind: 'webhook', title: `POST ${url}`, params, signature });
  for (let left = carrier.options.retries; ; left--) {
    const { body, mayRetry } = await attempt(carrier, entry, url, left);
    if (body !== undefined || !mayRetry || left <= 0) return body;
    await carrier.wait(carrier.options.retryDelayMs);
  }
}

/** Report to a callback whose answer does not matter: late, twice and out of order when the carrier has a bad day. */
export function callBack(carrier: Carrier, url: string, params: Params): void {
  // What ends because the simulator ends is no news.
  if (carrier.signal.aborted) return;
  const { repeat, delayMs } = carrier.faults;
  const times = carrier.random.chance(repeat) ? 2 : 1;
  for (let time = 0; time < times; time++) {
    const late = delayMs > 0 ? carrier.wait(carrier.random.between(0, delayMs)) : Promise.resolve();
    carrier.background(late.then(() => postWebhook(carrier, url, params)));
  }
}

async function attempt(carrier: Carrier, entry: LogEntry, url: string, left: number): Promise<{ body?: string; mayRetry: boolean }> {
  const at = new Date();
  const conclude = (result: { status?: number; problem?: string }, done: boolean) =>
    carrier.log.attempted(entry, { at, ms: Date.now() - at.getTime(), ...result }, done);
  try {
    const response = await fetch(url, request(carrier, entry));
    const body = await response.text();
    const mayRetry = response.status >= 500;
    conclude({ status: response.status }, !mayRetry || left <= 0);
    return response.ok ? { body, mayRetry } : { mayRetry };
  } catch (failure) {
    carrier.signal.throwIfAborted();
    conclude({ problem: causeOf(failure) }, left <= 0);
    return { mayRetry: true };
  }
}

function request(carrier: Carrier, { params, signature = '' }: LogEntry): RequestInit {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
      'user-agent': 'TwilioProxy/1.1',
    },
    body: new URLSearchParams(params).toString(),
    signal: AbortSignal.any([carrier.signal, AbortSignal.timeout(carrier.options.timeoutMs)]),
    redirect: 'manual',
  };
}

function causeOf(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  const cause = failure.cause;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : failure.message;
}
