import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubFailure } from '../../../agent-console/hub-client/failure.ts';
import { createHubClient } from '../../../agent-console/hub-client/hub-client.ts';
import { addCustomer, startTestHub, type TestHub } from '../../support/hub.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';

let test: TestHub;
let mei: OpenConsole;
let proxy: Server;

beforeAll(async () => {
  test = await startTestHub();
  mei = await openConsole(test, { name: '梅琳' });
  proxy = createServer((_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'));
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  proxy.close();
  await test.stop();
});

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'no refusal',
    (thrown) => (thrown instanceof HubFailure ? thrown.code : thrown),
  );

describe('a call to the hub', () => {
  it('fills path and query and returns what the contract says', async () => {
    const ada = await addCustomer(test, { name: '王小明 & Söhne', tier: 'gold' });
    const { customers } = await mei.hub.call('listCustomers', { query: { search: '王小明 &', limit: 5 } });
    expect(customers.map((customer) => customer.id)).toEqual([ada]);
    expect(await mei.hub.call('getCustomer', { params: { id: ada } })).toMatchObject({ name: '王小明 & Söhne', tier: 'gold' });
    expect((await mei.hub.call('me')).name).toBe('梅琳');
  });

  it('rejects with the code of the refusal', async () => {
    expect(await refusal(mei.hub.call('getTask', { params: { id: '018f0000-0000-7000-8000-000000000000' } }))).toBe('not_found');
    expect(await refusal(mei.hub.call('board'))).toBe('not_allowed');
  });

  it('tells whoever listens that the session is over, until they stop listening', async () => {
    const stranger = createHubClient({ origin: test.url });
    let told = 0;
    const stop = stranger.onSignedOut(() => {
      told += 1;
    });
    expect(await refusal(stranger.call('desk'))).toBe('not_signed_in');
    stop();
    expect(await refusal(stranger.call('desk'))).toBe('not_signed_in');
    expect(told).toBe(1);
  });

  it('names a hub that cannot be reached, directly or behind a proxy', async () => {
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect(await refusal(createHubClient({ origin: 'http://127.0.0.1:1' }).call('me'))).toBe('network');
    expect(await refusal(createHubClient({ origin: `http://127.0.0.1:${port}` }).call('me'))).toBe('network');
  });
});
