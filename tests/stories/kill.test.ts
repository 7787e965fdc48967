import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { createTransport } from 'nodemailer';
import { io } from 'socket.io-client';
import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSimulator, type Simulator } from '../../channel-adapters/simulator/simulator.ts';
import { freePort } from '../../server/db/free-port.ts';
import { sql } from '../../server/db/sql.ts';
import type { Step } from '../support/crash-step.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Dovecot, startDovecot } from '../support/dovecot.ts';
import { accountSid, authToken, eventually, supportMail, supportNumber } from '../support/hub.ts';
import { type HubProcess, spawnHub } from '../support/hub-process.ts';

/**
 * The hub is killed with SIGKILL at each named step of intake, started again, and everything that was accepted is there
 * exactly once: one entry, one ticket, one task.
 */
let database: TestDatabase;
let environment: Record<string, string>;
let hub: HubProcess | undefined;
// A hub starts twice in each of them.
vi.setConfig({ testTimeout: 90_000 });
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  environment = {
    PORT: String(await freePort()),
    SMTP_LISTEN_PORT: String(await freePort()),
    DATABASE_URL: database.url,
    NODE_DEAD_AFTER: '2',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: 'http://127.0.0.1:9',
    PHONE_NUMBERS: supportNumber,
    MAIL_ADDRESSES: supportMail,
    CHAT_IDENTITY_SECRET: 'the-shop-signs-with-this',
  };
});

afterEach(async () => {
  await hub?.kill();
  for (const clean of cleanups.splice(0).reverse()) await clean();
  await database.drop();
});

/** What the intake of one message writes, in this order. */
const intakeSteps: Record<string, Step> = {
  'before the transaction begins': { statement: 'pg_advisory_xact_lock', when: 'before' },
  'when the customer is known': { statement: 'left join contact_points point', when: 'after' },
  'when the message is written': { statement: 'insert into entries', when: 'after' },
  'when the task is written': { statement: 'insert into tasks', when: 'after' },
  'before the commit': { statement: 'commit', when: 'before', after: 'insert into entries' },
  'after the commit, before anyone is told': { statement: 'commit', when: 'after', after: 'insert into entries' },
};

const rawSteps: Record<string, Step> = {
  'before the raw mail is kept': { statement: 'insert into raw_items', when: 'before' },
  'when the raw mail is written': { statement: 'insert into raw_items', when: 'after' },
  'after the raw mail is committed': { statement: 'commit', when: 'after', after: 'insert into raw_items' },
  'when its job begins': { statement: 'from raw_items where id', when: 'before' },
};

async function expectOnce(text: string): Promise<void> {
  await eventually(async () => {
    const entries = await database.db.all<{ text: string }>(sql`select text from entries`);
    expect(entries.map((entry) => entry.text)).toEqual([text]);
    const counted = await database.db.one<{ tickets: number; tasks: number; received: number; waiting: number; quarantined: number }>(sql`
      select (select count(*) from tickets) as tickets, (select count(*) from tasks where state = 'pending') as tasks,
        (select count(*) from events where name = 'message.received') as received,
        (select count(*) from raw_items where state = 'received') as waiting, (select count(*) from raw_items where state = 'quarantined') as quarantined`);
    expect(counted).toEqual({ tickets: 1, tasks: 1, received: 1, waiting: 0, quarantined: 0 });
  }, 20);
}

async function restart(): Promise<void> {
  await hub?.gone;
  hub = await spawnHub(environment);
}

describe('an SMS survives the hub being killed', () => {
  it.each(Object.entries(intakeSteps))('%s: the carrier delivers again', async (_, step) => {
    hub = await spawnHub(environment, step);
    const inbox = await database.db.one<{ id: string }>(sql`select id from inboxes where channel = 'sms'`);
    const url = `http://localhost:${environment.PORT}/webhooks/${inbox.id}/message`;
    const parameters = {
      MessageSid: `SM${'7'.repeat(32)}`,
      AccountSid: accountSid,
      From: '+441632960777',
      To: supportNumber,
      Body: 'keep me 别弄丢',
    };
    const deliver = () =>
      fetch(url, {
        method: 'POST',
        body: new URLSearchParams(parameters),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, url, parameters),
        },
      });
    await expect(deliver()).rejects.toThrow();
    await restart();
    expect((await deliver()).status).toBe(200);
    await expectOnce('keep me 别弄丢');
  });

  it('while it was down altogether: it asks the carrier what it has missed', async () => {
    const carrier = await startCarrier();
    environment.TWILIO_API_URL = carrier.apiUrl;
    hub = await spawnHub(environment);
    await hub.kill();
    await carrier.simulator.sendSms({ from: '+441632960777', to: supportNumber, text: 'nobody was there' });
    hub = await spawnHub(environment);
    await expectOnce('nobody was there');
  });
});

describe('a mail survives the hub being killed', () => {
  const mail = `From: Ada <ada@customer.example>\r\nTo: ${supportMail}\r\nSubject: =?UTF-8?B?5ryP5rC05LqG?=\r\nMessage-ID: <kill-1@customer.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nkeep this mail\r\n`;

  describe('in a mailbox read over IMAP', () => {
    let dovecot: Dovecot;
    beforeEach(async () => {
      dovecot = await startDovecot();
      cleanups.push(() => dovecot.remove());
      environment.MAILBOXES = JSON.stringify({ [supportMail]: dovecot.imapUrl('support') });
    });

    it.each(Object.entries({ ...rawSteps, ...intakeSteps }))('%s', async (_, step) => {
      hub = await spawnHub(environment, step);
      await dovecot.deliver('support', mail);
      await restart();
      await expectOnce('keep this mail');
    });
  });

  it.each(Object.entries(rawSteps))('handed in over SMTP, %s: the sending server tries again', async (_, step) => {
    hub = await spawnHub(environment, step);
    const transport = createTransport({ host: '127.0.0.1', port: Number(environment.SMTP_LISTEN_PORT) });
    const send = () => transport.sendMail({ envelope: { from: 'ada@customer.example', to: supportMail }, raw: mail });
    await send().catch(() => {});
    await restart();
    await send();
    await expectOnce('keep this mail');
  });
});

describe('a chat message survives the hub being killed', () => {
  it.each(Object.entries(intakeSteps))('%s: the widget sends again', async (_, step) => {
    hub = await spawnHub(environment, step);
    const visitor = io(`http://localhost:${environment.PORT}/chat`, {
      transports: ['websocket'],
      reconnectionDelay: 50,
      reconnectionDelayMax: 100,
      auth: { inbox: 'website', visitor: 'a-visitor-with-a-long-random-id-0123456789' },
    });
    cleanups.push(async () => visitor.close());
    // A hub that is still starting turns visitors away; the widget knocks again, and so does this one.
    visitor.on('connect_error', () => visitor.active || setTimeout(() => visitor.connect(), 100));
    const sendUntilAcknowledged = async (): Promise<{ ok: boolean; seq?: number }> => {
      for (;;) {
        try {
          return await visitor.timeout(1500).emitWithAck('message', { clientId: 'one-message', text: 'still there? 在吗' });
        } catch {
          await pause(50);
        }
      }
    };
    const acknowledged = sendUntilAcknowledged();
    await restart();
    expect(await acknowledged).toMatchObject({ ok: true, seq: 1 });
    await expectOnce('still there? 在吗');
  });
});

async function startCarrier(): Promise<{ simulator: Simulator; apiUrl: string }> {
  const port = await freePort();
  const simulator = createSimulator({
    publicUrl: `http://localhost:${environment.PORT}`,
    accountSid,
    authToken,
    identitySecret: 'the-shop-signs-with-this',
    smtp: { host: '127.0.0.1', port: Number(environment.SMTP_LISTEN_PORT) },
    mailDomain: 'customer.example',
    people: async () => [],
    inboxes: () => database.db.all(sql`select id, channel::text, address, language from inboxes`),
    seed: 1,
    speed: 20,
    carrier: { retries: 0 },
  });
  await simulator.start();
  const server: Server = createServer(express().use('/simulator', simulator.router));
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  cleanups.push(async () => {
    await simulator.stop();
    server.close();
  });
  return { simulator, apiUrl: `http://127.0.0.1:${port}/simulator/carrier` };
}
