import { type Agent, request } from 'node:http';
import type { SignedRequest } from './write-messages.ts';

/** Post a webhook and read the whole answer; resolves with its status. */
export function post(agent: Agent, url: string, { body, headers }: Pick<SignedRequest, 'body' | 'headers'>): Promise<number> {
  return new Promise((answered, failed) => {
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.on('end', () => answered(response.statusCode ?? 0)).resume();
    });
    sent.on('error', failed).end(body);
  });
}
