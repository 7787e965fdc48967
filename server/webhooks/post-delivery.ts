import http from 'node:http';
import https from 'node:https';
import type { WebhookAnswer } from '../contract/webhooks.ts';
import { type AddressGuard, AddressNotAllowed } from './guard-addresses.ts';

/** A receiver that does its work before it answers has misunderstood; Standard Webhooks asks for 15 to 30 seconds at most (milliseconds). */
const PATIENCE = 15_000;
/** Nothing in an answer is read; of a longer one not even the rest is waited for (bytes). */
const ANSWER_LIMIT = 65_536;

export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOffice {
  /** Send it and say what was answered. Never throws; follows no redirect. */
  post(letter: Letter, signal: AbortSignal): Promise<WebhookAnswer>;
  close(): void;
}

export function openPostOffice(guard: AddressGuard): PostOffice {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
  return {
    async post(letter, signal) {
      const { limit, release } = limited(signal);
      try {
        return judge(await send(letter, guard, agents, limit));
      } catch (error) {
        return { ok: false, status: null, error: nameOf(error) };
      } finally {
        release();
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/**
 * Ends with the given signal, or when patience does. Not by `AbortSignal.any`: of a timeout that only it refers to Node 20 may
 * lose sight, and then wait for ever (nodejs/node, issue 57736).
 */
function limited(signal: AbortSignal): { limit: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(() => controller.abort(new DOMException('no answer', 'TimeoutError')), PATIENCE);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const release = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  };
  return { limit: controller.signal, release };
}

const judge = (status: number): WebhookAnswer => ({
  ok: status >= 200 && status < 300,
  status,
  error: status >= 300 && status < 400 ? 'redirect' : null,
});

const nameOf = (error: unknown): string => {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  if (error instanceof Error && error.cause instanceof Error && error.cause.name === 'TimeoutError') return 'timeout';
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
};

type Agents = { 'http:': http.Agent; 'https:': https.Agent };

function send({ url: written, headers, body }: Letter, guard: AddressGuard, agents: Agents, signal: AbortSignal): Promise<number> {
  const url = new URL(written);
  const objection = guard.objection(url);
  if (objection) throw new AddressNotAllowed(objection);
  const secure = url.protocol === 'https:';
  const options = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Touchline' },
    lookup: guard.lookupFor(url),
    agent: agents[secure ? 'https:' : 'http:'],
    signal,
  };
  return new Promise((answered, failed) => {
    const request = (secure ? https : http).request(url, options, (response) => {
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > ANSWER_LIMIT) response.destroy();
      });
      response.on('error', () => {});
      // The status has been said: an answer that breaks off after it has still been given.
      response.on('close', () => answered(response.statusCode ?? 0));
    });
    request.on('error', failed);
    request.end(body);
  });
}
