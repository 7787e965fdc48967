import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { carrierPath, createSimulator, type Simulator } from '../channel-adapters/simulator/simulator.ts';
import { demoDirectory, seedDemo } from '../prisma/demo/seed.ts';
import { catalogReader } from './catalog/read-catalog.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import { projectRoot } from './project-root.ts';

const People = z.array(z.object({ name: z.string(), email: z.string(), role: z.string(), password: z.string() }));

/** The demo: sample people, and carriers that are played on this machine. */
export interface Demo {
  readonly people: z.infer<typeof People>;
  /** The simulator's page, its API and the carrier's REST API. */
  readonly router: Simulator['router'];
  /** Base URL of the simulated Twilio. */
  readonly carrierUrl: string;
  /** Where the hub hands in mail for the simulated customers. */
  readonly smtpUrl: string;
  stop(): Promise<void>;
}

/** Seed the sample people once, and bring up the carriers. */
export async function openDemo(config: Config, db: Database, clock: Clock): Promise<Demo> {
  const people = await samplePeople(config, db, clock);
  const catalog = catalogReader(db);
  const here = `http://127.0.0.1:${config.port}`;
  const simulator = createSimulator({
    publicUrl: config.publicUrl,
    accountSid: config.twilio?.accountSid ?? '',
    authToken: config.twilio?.authToken ?? '',
    identitySecret: config.chatIdentitySecret ?? '',
    smtp: { host: '127.0.0.1', port: config.smtpListen.port },
    mailDomain: 'customers.example',
    people: () => demoDirectory(db),
    inboxes: async () => (await catalog.current()).inboxes,
    seed: 1,
    pageFolder: path.join(projectRoot, 'dist', 'simulator-page'),
  });
  await simulator.start();
  return {
    people,
    router: simulator.router,
    carrierUrl: `${here}/simulator${carrierPath}`,
    smtpUrl: `smtp://127.0.0.1:${simulator.smtpPort()}`,
    stop: simulator.stop,
  };
}

/** Passwords are made anew for every installation and kept beside its data. */
async function samplePeople(config: Config, db: Database, clock: Clock): Promise<Demo['people']> {
  const file = path.join(config.dataDir, 'demo-people.json');
  const { people } = await seedDemo(db, { now: clock.now() });
  if (people.length > 0) {
    mkdirSync(config.dataDir, { recursive: true });
    writeFileSync(file, JSON.stringify(people, null, 2), { mode: 0o600 });
    return people;
  }
  return existsSync(file) ? People.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}
