import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../../agent-console/hub-client/failure.ts';
import { createHubClient, type HubClient } from '../../../agent-console/hub-client/hub-client.ts';
import { createReach } from '../../../agent-console/offline/reach.ts';

/** A hub that takes questions and answers as it is told to: not at all, half, or with somebody else's page. */
let mood: 'silent' | 'half' | 'portal' | 'refusing' = 'silent';
let server: Server;
let hub: HubClient;

beforeAll(async () => {
  server = createServer((_, response) => {
    if (mood === 'half') response.writeHead(200, { 'content-type': 'application/json' }).write('{"half":');
    if (mood === 'portal') response.end('<h1>Welcome to the hotel</h1>');
    if (mood === 'refusing') response.writeHead(403).end('{"error":{"code":"not_allowed","message":"no"}}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  hub = createHubClient({ origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, token: 't', patienceMs: 300 });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const asked = () => hub.call('desk').then(() => 'answered', codeOf);

describe('a question', () => {
  it.each(['silent', 'half', 'portal'] as const)('to a hub that is %s ends as not reached, and in time', async (how) => {
    mood = how;
    const begun = performance.now();
    expect(await asked()).toBe('network');
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(hub.reach.lostAt.value).toBeDefined();
    expect(hub.reach.waitingSince.value).toBeUndefined();
  });

  it('that is refused has reached the hub, and whoever waits for that hears it once', async () => {
    let returns = 0;
    const stop = hub.reach.onReturn(() => {
      returns += 1;
    });
    mood = 'refusing';
    expect([await asked(), await asked()]).toEqual(['not_allowed', 'not_allowed']);
    stop();
    expect([hub.reach.lostAt.value, returns]).toEqual([undefined, 1]);
  });
});

describe('how well the hub can be reached', () => {
  it('is told since the first miss, and by the oldest open question', () => {
    let now = 1_000;
    const reach = createReach(() => now);
    const first = reach.asked();
    now = 2_000;
    const second = reach.asked();
    expect(reach.waitingSince.value).toBe(1_000);
    first();
    expect(reach.waitingSince.value).toBe(2_000);
    reach.missed();
    now = 3_000;
    reach.missed();
    second();
    expect([reach.lostAt.value, reach.waitingSince.value]).toEqual([2_000, undefined]);
    reach.heard();
    expect(reach.lostAt.value).toBeUndefined();
  });
});
