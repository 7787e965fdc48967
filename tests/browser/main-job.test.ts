import { createServer, type Server } from 'node:http';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedPerson } from '../../channel-adapters/simulator/settings.ts';
import { carrierPath, createSimulator, type Simulator } from '../../channel-adapters/simulator/simulator.ts';
import { wallClock } from '../../server/clock.ts';
import { freePort } from '../../server/db/free-port.ts';
import { sql } from '../../server/db/sql.ts';
import { field, openBrowser, openConsole, part } from '../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { accountSid, addCustomer, addPerson, authToken, eventually, type Person, supportMail, supportNumber } from '../support/hub.ts';
import { type HubProcess, spawnHub } from '../support/hub-process.ts';

/**
 * The main job as an agent lives it, in a real browser, with the hub in a process of its own that is killed half way:
 * a standard customer mails, a platinum one sends an SMS, a silver one chats, a gold one calls.
 */
const identitySecret = 'the-shop-signs-with-this';
let database: TestDatabase;
let environment: Record<string, string>;
let hub: HubProcess;
let simulator: Simulator;
let carrier: Server;
let browser: Browser;
let agent: Person;
let page: Page;
const people: SimulatedPerson[] = [];

const sam = {
  name: 'Sam Field',
  tier: 'standard',
  phone: '+441632960101',
  email: 'sam@customers.example',
  externalId: 'C-1',
  language: 'en',
};
const petra = {
  name: 'Petra Ahn',
  tier: 'platinum',
  phone: '+441632960104',
  email: 'petra@customers.example',
  externalId: 'C-4',
  language: 'en',
};
const bai = {
  name: '白思远',
  tier: 'silver',
  phone: '+8613900000103',
  email: 'bai@customers.example',
  externalId: 'C-3',
  language: 'zh-CN',
};
const gloria = {
  name: 'Gloria Dean',
  tier: 'gold',
  phone: '+441632960102',
  email: 'gloria@customers.example',
  externalId: 'C-2',
  language: 'en',
};

beforeAll(async () => {
  database = await createTestDatabase();
  const [port, smtpPort, carrierPort] = [await freePort(), await freePort(), await freePort()];
  simulator = createSimulator({
    publicUrl: `http://localhost:${port}`,
    accountSid,
    authToken,
    identitySecret,
    seed: 1,
    speed: 10,
    smtp: { host: '127.0.0.1', port: smtpPort },
    mailDomain: 'customers.example',
    people: async () => people,
    inboxes: () => database.db.all(sql`select id, channel::text, address, language from inboxes`),
  });
  await simulator.start();
  carrier = createServer(express().use('/simulator', simulator.router));
  await new Promise<void>((listening) => carrier.listen(carrierPort, '127.0.0.1', listening));
  environment = {
    PORT: String(port),
    SMTP_LISTEN_PORT: String(smtpPort),
    DATABASE_URL: database.url,
    NODE_DEAD_AFTER: '2',
    PHONE_NUMBERS: supportNumber,
    MAIL_ADDRESSES: supportMail,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: `http://127.0.0.1:${carrierPort}/simulator${carrierPath}`,
    SMTP_URL: `smtp://127.0.0.1:${simulator.smtpPort()}`,
    CHAT_IDENTITY_SECRET: identitySecret,
  };
  hub = await spawnHub(environment);
  const place = { hub: { db: database.db, clock: wallClock } };
  const queue = await database.db.one<{ id: string }>(sql`select id from queues`);
  agent = await addPerson({ ...place, queueId: queue.id }, { capacity: { voice: 1, sms: 1, email: 1, web_chat: 1 } });
  for (const { externalId, ...traits } of [sam, petra, bai, gloria]) {
    const id = await addCustomer(place, { ...traits, externalId });
    people.push({ id, customerId: externalId, ...traits });
  }
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await simulator?.stop();
  carrier?.close();
  await hub?.kill();
  await database?.drop();
});

const waiting = (count: number) =>
  eventually(async () => {
    const counted = await database.db.one<{ waiting: number }>(sql`select count(*) as waiting from tasks where state = 'pending'`);
    expect(counted.waiting).toBe(count);
  }, 10);

/** The offer on screen shows this customer with what has been between us; then it is accepted. */
async function acceptOfferOf(customer: { name: string; tier: string }): Promise<void> {
  const offer = part(page, 'offer').filter({ hasText: customer.name });
  await offer.waitFor({ timeout: 20_000 });
  await expect.poll(() => offer.textContent()).toMatch(/promised|承诺/);
  await part(page, 'offer-accept').first().click();
  await part(page, 'conversation').waitFor();
  await eventually(async () => expect(await part(page, 'customer-name').first().textContent()).toContain(customer.name));
  await part(page, 'timeline-item').first().waitFor();
}

async function reply(text: string): Promise<void> {
  await field(page, 'composer-reply').fill(text);
  await part(page, 'composer-send').click();
}

async function wrapUp(): Promise<void> {
  await part(page, 'end-contact').first().click();
  await part(page, 'disposition').first().waitFor();
  await part(page, 'disposition').first().click();
  await part(page, 'complete').first().click();
  await part(page, 'wrap-up').waitFor({ state: 'detached' });
}

describe('the main job in the browser', () => {
  it('offers the four in the order of their urgency, shows who they are, answers on their channel, and loses nothing when the hub is killed', async () => {
    await simulator.sendMail({
      from: { name: sam.name, address: sam.email },
      to: supportMail,
      subject: 'Invoice',
      text: 'Where is my invoice?',
    });
    await waiting(1);
    await simulator.sendSms({ from: petra.phone, to: supportNumber, text: 'Heating is off' });
    await waiting(2);
    const visitor = people.find(({ name }) => name === bai.name);
    if (!visitor) throw new Error('nobody to chat');
    const visit = simulator.openChat(visitor, 'website');
    await simulator.say(visit, '你好，空调不制冷');
    await waiting(3);
    await simulator.startCall({ from: gloria.phone, to: supportNumber });
    await waiting(4);

    page = await openConsole(browser, hub.url, agent);
    await part(page, 'status-menu').click();
    await part(page, 'status-available').click();

    await acceptOfferOf(gloria);
    await eventually(async () => {
      const call = await database.db.one<{ state: string }>(sql`select state::text from calls`);
      expect(call.state).toBe('connected');
    }, 10);
    await wrapUp();

    await acceptOfferOf(bai);
    await reply('您好，马上为您安排');
    await eventually(async () => expect(visit.lines.at(-1)).toMatchObject({ from: 'agent', text: '您好，马上为您安排' }), 10);
    await eventually(async () => expect(await part(page, 'delivery').last().getAttribute('data-status')).toMatch(/delivered|read/), 10);

    await hub.kill();
    const said = simulator.say(visit, '谢谢，还在吗？');
    hub = await spawnHub(environment);
    await said;
    await eventually(async () => expect(await part(page, 'conversation').textContent()).toContain('谢谢，还在吗？'), 30);
    await wrapUp();

    await acceptOfferOf(petra);
    await reply('An engineer is on the way');
    await eventually(
      async () =>
        expect(simulator.messages().at(-1)).toMatchObject({ body: 'An engineer is on the way', to: petra.phone, status: 'delivered' }),
      15,
    );
    await wrapUp();

    await acceptOfferOf(sam);
    await reply('Here it is');
    await eventually(
      async () => expect(simulator.mailbox(sam.email).filter(({ direction }) => direction === 'received')).toHaveLength(1),
      15,
    );
    await wrapUp();

    const told = await database.db.one<{ tickets: number; done: number; open: number; sent: number }>(sql`
      select (select count(*) from tickets) as tickets, (select count(*) from tasks where state = 'completed') as done,
        (select count(*) from tasks where state in ('pending', 'reserved', 'assigned', 'wrapping')) as open, (select count(*) from entries where kind = 'outbound') as sent`);
    expect(told).toEqual({ tickets: 4, done: 4, open: 0, sent: 3 });
  });
});
