import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { DeliveryError } from '../../channel-adapters/channel-adapter.ts';
import { createSmsAdapter } from '../../channel-adapters/sms/sms-adapter.ts';
import { webhookUrl } from '../../channel-adapters/twilio-client.ts';
import { account, inboxes, people } from './simulator-stage.ts';

let carrier: Server;
afterEach(async () => {
  carrier.closeAllConnections();
  await new Promise((closed) => carrier.close(closed));
});

describe('a carrier whose answers are not what it documents', () => {
  it.each<[string, string, boolean, RequestListener]>([
    [
      'a gateway in front of it fails',
      'http_502',
      false,
      (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    ],
    ['it has moved', 'http_302', false, (_, response) => response.writeHead(302, { location: 'https://elsewhere.example/' }).end()],
    [
      'it says 200 and sends a login page',
      'carrier_unreachable',
      false,
      (_, response) => response.writeHead(200).end('<html>Log in</html>'),
    ],
    ['it hangs up', 'ECONNRESET', false, (request) => request.socket.destroy()],
    ['it refuses without a code', 'http_400', true, (_, response) => response.writeHead(400).end()],
    [
      'it refuses with an empty object',
      'http_400',
      true,
      (_, response) => response.writeHead(400, { 'content-type': 'application/json' }).end('{}'),
    ],
    [
      'it limits us',
      '20429',
      false,
      (_, response) => response.writeHead(429, { 'content-type': 'application/json' }).end('{"code":20429,"message":"Too many"}'),
    ],
  ])('may be tried again or not: %s (%s, permanent %s)', async (_how, code, permanent, answer) => {
    const adapter = createSmsAdapter({ ...account, publicUrl: 'https://hub.example', apiUrl: await open(answer) });
    const failure = await adapter.send?.(message).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(DeliveryError);
    expect(failure).toMatchObject(
      code === 'ECONNRESET' ? { code: 'carrier_unreachable', message: expect.stringContaining(code), permanent } : { code, permanent },
    );
  });

  it('is asked below the path of its own address, with our credentials', async () => {
    const asked: (string | undefined)[] = [];
    const answer: RequestListener = (request, response) => {
      asked.push(request.url, request.headers.authorization);
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"sid":"SM1","status":"queued"}');
    };
    const adapter = createSmsAdapter({ ...account, publicUrl: 'https://hub.example', apiUrl: `${await open(answer)}/a/carrier/` });
    expect(await adapter.send?.(message)).toEqual({ externalId: 'SM1', status: 'sent' });
    const credentials = Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64');
    expect(asked).toEqual([`/a/carrier/2010-04-01/Accounts/${account.accountSid}/Messages.json`, `Basic ${credentials}`]);
  });
});

describe('the address of a webhook', () => {
  it.each(['https://hub.example/desk', 'https://hub.example/desk/'])('stands below %s as the carrier is told it', async (publicUrl) => {
    await open(() => {});
    expect(webhookUrl({ ...account, publicUrl }, 'inbox 1', 'status', { message: 'a&b' })).toBe(
      'https://hub.example/desk/webhooks/inbox%201/status?message=a%26b',
    );
  });
});

const message = { id: 'm1', inbox: inboxes.sms, to: people.ann.phone, text: 'Hello', files: [], at: new Date() };

async function open(answer: RequestListener): Promise<string> {
  carrier = createServer(answer);
  await new Promise<void>((listening) => carrier.listen(0, '127.0.0.1', listening));
  const address = carrier.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}
