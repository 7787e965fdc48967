import { createServer } from 'node:http';
import express from 'express';
import type { SimulatedPerson } from '../../channel-adapters/simulator/settings.ts';
import { carrierPath, createSimulator, type Simulator } from '../../channel-adapters/simulator/simulator.ts';
import { freePort } from '../../server/db/free-port.ts';
import { sql } from '../../server/db/sql.ts';
import { createTestDatabase } from './database.ts';
import { accountSid, addCustomer, authToken, startTestHub, type TestHub } from './hub.ts';

/** A hub and the world around it: phones, mail programs and chat windows of simulated people, through the real protocols. */
export interface Town {
  readonly test: TestHub;
  readonly simulator: Simulator;
  /** Make a customer that both the hub and the simulated world know. */
  person(traits: {
    name: string;
    tier: string;
    phone: string;
    email: string;
    externalId: string;
    language?: string;
  }): Promise<SimulatedPerson>;
  stop(): Promise<void>;
}

const identitySecret = 'the-shop-signs-with-this';

export async function startTown(): Promise<Town> {
  const database = await createTestDatabase();
  const [hubPort, carrierPort, smtpPort] = [await freePort(), await freePort(), await freePort()];
  const people: SimulatedPerson[] = [];
  const simulator = createSimulator({
    publicUrl: `http://localhost:${hubPort}`,
    accountSid,
    authToken,
    identitySecret,
    seed: 1,
    speed: 20,
    smtp: { host: '127.0.0.1', port: smtpPort },
    mailDomain: 'customers.example',
    people: async () => people,
    inboxes: () => database.db.all(sql`select id, channel::text, address, language from inboxes`),
  });
  await simulator.start();
  const carrier = createServer(express().use('/simulator', simulator.router));
  await new Promise<void>((listening) => carrier.listen(carrierPort, '127.0.0.1', listening));
  const test = await startTestHub(
    {
      PORT: String(hubPort),
      SMTP_LISTEN_PORT: String(smtpPort),
      CHAT_IDENTITY_SECRET: identitySecret,
      TWILIO_API_URL: `http://127.0.0.1:${carrierPort}/simulator${carrierPath}`,
      SMTP_URL: `smtp://127.0.0.1:${simulator.smtpPort()}`,
    },
    database,
  );
  return {
    test,
    simulator,
    async person({ language = 'en', ...traits }) {
      const id = await addCustomer(test, { ...traits, language });
      const person = {
        id,
        name: traits.name,
        tier: traits.tier,
        language,
        phone: traits.phone,
        email: traits.email,
        customerId: traits.externalId,
      };
      people.push(person);
      return person;
    },
    async stop() {
      await simulator.stop();
      await test.stop();
      carrier.closeAllConnections();
      carrier.close();
    },
  };
}
