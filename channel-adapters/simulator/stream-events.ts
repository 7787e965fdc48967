import type { EventEmitter } from 'node:events';
import type { Response } from 'express';
import type { Carrier } from './carrier/carrier.ts';
import type { PageEvent } from './page-protocol.ts';
import { presentLog } from './present.ts';

const gatherMs = 100;
const keepAliveMs = 20_000;

/** Server-sent events: the carrier's log as it grows, and whose affairs changed (a burst about one person is told once). */
export function streamEvents(response: Response, { log, signal }: Carrier, news: EventEmitter<{ changed: [string] }>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  // Otherwise the page would not know it is connected before something happens.
  response.flushHeaders();
  const send = (event: PageEvent) => void response.write(`data: ${JSON.stringify(event)}\n\n`);
  const owners = new Set<string>();
  const noteOwner = (owner: string) => void owners.add(owner);
  const tell = setInterval(() => {
    for (const owner of owners) send({ type: 'changed', owner });
    owners.clear();
  }, gatherMs).unref();
  const keepAlive = setInterval(() => void response.write(': still here\n\n'), keepAliveMs).unref();
  const unfollow = log.follow((entry) => send({ type: 'log', entry: presentLog(entry) }));
  const end = () => void response.end();
  news.on('changed', noteOwner);
  signal.addEventListener('abort', end);
  response.on('close', () => {
    clearInterval(tell);
    clearInterval(keepAlive);
    unfollow();
    news.off('changed', noteOwner);
    signal.removeEventListener('abort', end);
  });
}
