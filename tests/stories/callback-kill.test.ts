import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedPerson } from '../../channel-adapters/simulator/settings.ts';
import { carrierPath, createSimulator, type Simulator } from '../../channel-adapters/simulator/simulator.ts';
import { wallClock } from '../../server/clock.ts';
import { freePort } from '../../server/db/free-port.ts';
import { json, sql } from '../../server/db/sql.ts';
import type { Step } from '../support/crash-step.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { ringing } from '../support/desk.ts';
import { accountSid, addPerson, authToken, type Client, client, eventually, supportMail, supportNumber } from '../support/hub.ts';
import { type HubProcess, spawnHub } from '../support/hub-process.ts';
import { offersAll } from '../support/phone.ts';

/** A callback survives the hub being killed between "accept" and the ringing phone: the customer is called once. */
let database: TestDatabase;
let environment: Record<string, string>;
let simulator: Simulator;
let carrier: Server;
let hub: HubProcess | undefined;
let mei: Client;

const phone = '+441632960111';
const ada: SimulatedPerson = { id: 'ada', name: 'Ada', tier: 'gold', language: 'en', phone, email: null, customerId: null };

beforeEach(async () => {
  database = await createTestDatabase();
  const [hubPort, smtpPort, carrierPort] = [await freePort(), await freePort(), await freePort()];
  simulator = createSimulator({
    publicUrl: `http://localhost:${hubPort}`,
    accountSid,
    authToken,
    identitySecret: 'the-shop-signs-with-this',
    smtp: { host: '127.0.0.1', port: smtpPort },
    mailDomain: 'customer.example',
    people: async () => [ada],
    inboxes: () => database.db.all(sql`select id, channel::text, address, language from inboxes`),
    seed: 1,
    // Slow enough that the agent still waits when the hub is back.
    speed: 4,
  });
  await simulator.start();
  carrier = createServer(express().use('/simulator', simulator.router));
  await new Promise<void>((listening) => carrier.listen(carrierPort, '127.0.0.1', listening));
  environment = {
    PORT: String(hubPort),
    SMTP_LISTEN_PORT: String(smtpPort),
    DATABASE_URL: database.url,
    NODE_DEAD_AFTER: '2',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: `http://127.0.0.1:${carrierPort}/simulator${carrierPath}`,
    PHONE_NUMBERS: supportNumber,
    MAIL_ADDRESSES: supportMail,
  };
});

afterEach(async () => {
  await hub?.kill();
  await simulator.stop();
  carrier.closeAllConnections();
  carrier.close();
  await database.drop();
});

const steps: Record<string, Step> = {
  'as the job begins': { statement: "t.kind = 'callback' where c.task_id", when: 'before' },
  'with the agent on the line, before the customer is rung': { statement: 'update callbacks set attempts', when: 'before' },
  'when the attempt is written down': { statement: 'commit', when: 'after', after: 'update callbacks set attempts' },
};

const ringingUnknown: Step = { statement: 'update callbacks set leg_id', when: 'before' };

const asksForCallback = async () => {
  const leg = await simulator.startCall({ from: phone, to: supportNumber });
  await eventually(async () => {
    if (!leg.keys) throw new Error('nobody listens');
    simulator.press(leg, '1');
  }, 20);
  await eventually(async () => expect(leg.endedAt).toBeDefined(), 20);
};

const toCustomer = () => simulator.calls().filter(({ to }) => to === phone);

/** The hub dies at the step while a callback is being made, and is started again. */
async function dieAndReturn(step: Step): Promise<void> {
  hub = await spawnHub(environment, step);
  const queue = await database.db.one<{ id: string }>(sql`select id from queues`);
  await database.db.all(sql`update queues set overflow = ${json(offersAll)}`);
  const place = { hub: { db: database.db, clock: wallClock }, queueId: queue.id };
  mei = await client(hub, await addPerson(place));
  await asksForCallback();
  await mei.available();
  const offer = await ringing(mei);
  await mei.call('acceptOffer', { id: offer.id }).catch(() => {});
  await hub.gone;
  hub = await spawnHub(environment);
}

const stateIs = (state: string) =>
  eventually(async () => expect(await database.db.one(sql`select state::text from calls`)).toEqual({ state }), 30);

describe('a callback survives the hub being killed', () => {
  it.each(Object.entries(steps))(
    '%s: the customer is called, once',
    async (_, step) => {
      await dieAndReturn(step);
      await stateIs('connected');
      expect(toCustomer()).toHaveLength(1);
      expect(await database.db.one(sql`select attempts from callbacks`)).toEqual({ attempts: 1 });
    },
    90_000,
  );

  it('when the phone rings and nobody here knows yet: it is not rung again at once; who picked up meanwhile heard no agent, and is called later', async () => {
    await dieAndReturn(ringingUnknown);
    await stateIs('ended');
    expect(toCustomer()).toHaveLength(1);
    expect(await database.db.one(sql`select attempts, dialling_since from callbacks`)).toEqual({ attempts: 1, diallingSince: null });
    const later = await database.db.one<{ count: number }>(
      sql`select count(*) from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'queue-callback'`,
    );
    expect(later.count).toBe(1);
  }, 90_000);
});
