import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { administer } from '../../support/administer.ts';
import { addPerson, client, eventually, smsArrives, startTestHub, supportMail, type TestHub } from '../../support/hub.ts';

/** A carrier's REST API that answers when the test lets it. */
let carrier: Server;
let held: ServerResponse[];
let test: TestHub;

beforeEach(async () => {
  held = [];
  carrier = createServer((request, response) => {
    if (request.method === 'POST') held.push(response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ messages: [sent], page: 0, page_size: 50 }));
  });
  await new Promise<void>((listening) => carrier.listen(0, '127.0.0.1', listening));
  const { port } = carrier.address() as AddressInfo;
  test = await startTestHub({ TWILIO_API_URL: `http://127.0.0.1:${port}`, NODE_DEAD_AFTER: '2' });
});
afterEach(async () => {
  await test.stop();
  carrier.closeAllConnections();
  carrier.close();
});

const sent = {
  sid: `SM${'c'.repeat(32)}`,
  body: 'on its way',
  status: 'delivered',
  date_created: 'Fri, 01 Jan 2100 00:00:00 +0000',
  error_code: null,
};

async function outage(during: () => Promise<void>): Promise<void> {
  const name = new URL(test.database.url).pathname.slice(1);
  const server = new URL(test.database.url);
  server.pathname = '/postgres';
  await administer(
    server.href,
    `alter database "${name}" allow_connections false`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );
  await during();
  await administer(server.href, `alter database "${name}" allow_connections true`);
}

it('a job whose database goes away while it runs is done again when it is back, and so are all others', async () => {
  const mei = await client(test, await addPerson(test));
  await smsArrives(test, { from: '+441632960111', text: 'help' });
  const [task] = (await mei.call('queue', {})).tasks;
  const conversationId = task?.conversationId ?? '';
  await mei.call('sendReply', { id: conversationId, body: { clientId: 'the-only-one', text: 'on its way', seenSeq: 1 } });
  await eventually(async () => expect(held).toHaveLength(1));
  await outage(async () => {
    held[0]?.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(sent));
    await pause(500);
  });
  // The carrier has it: it is found there and not sent a second time.
  await eventually(
    async () =>
      expect((await mei.call('getConversation', { id: conversationId })).entries.at(-1)).toMatchObject({
        text: 'on its way',
        status: 'delivered',
      }),
    20,
  );
  expect(held).toHaveLength(1);

  await createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail({
    from: 'ada@customer.example',
    to: supportMail,
    subject: 'Still there?',
    text: 'a mail is taken in by a job',
  });
  await eventually(async () =>
    expect((await mei.call('queue', {})).tasks.map(({ preview }) => preview)).toContain('a mail is taken in by a job'),
  );
  expect(await test.hub.db.one(sql`select count(*) as left from graphile_worker._private_jobs where locked_at is not null`)).toEqual({
    left: 0,
  });
});
