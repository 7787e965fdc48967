import pino from 'pino';
import { readConfig } from '../../server/config.ts';
import type { EventName, WireEvent } from '../../server/contract/events.ts';
import { sql } from '../../server/db/sql.ts';
import type { Hub } from '../../server/hub.ts';
import { offerTasks } from '../../server/routing/offer-tasks.ts';
import { type RunningHub, startHub } from '../../server/start.ts';
import { type TestClock, testClock } from './clock.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { accountSid, authToken, supportNumber } from './twilio.ts';

export { type Answer, type Client, client, type Failure, request, signIn } from './client.ts';
export { type TestClock, testClock } from './clock.ts';
export { eventually } from './eventually.ts';
export { addCustomer, addPerson, type CustomerTraits, type Person, type PersonTraits, type Place } from './people.ts';
export { accountSid, authToken, callArrives, callEnds, type Reachable, smsArrives, supportNumber, twilioPost } from './twilio.ts';

export const supportMail = 'support@touchline.example';

export interface TestHub {
  readonly hub: Hub;
  readonly url: string;
  readonly database: TestDatabase;
  readonly smtpPort: number;
  readonly clock: TestClock;
  readonly queueId: string;
  /** Move time on and let every timer that fell due run to its end. */
  pass(seconds: number): Promise<void>;
  /** The inbox with this address, or the only one of the channel. */
  inboxOf(channel: string, address?: string): Promise<string>;
  /** Stop this node and leave the database to the others. */
  leave(): Promise<void>;
  stop(): Promise<void>;
}

/** A hub on a database of its own, with one queue, one number for calls and SMS, one mailbox and one chat widget. */
export async function startTestHub(
  environment: Record<string, string> = {},
  given?: TestDatabase,
  clock: TestClock = testClock(),
): Promise<TestHub> {
  const database = given ?? (await createTestDatabase());
  const test = await bringUp(environment, database, clock);
  const stop = async () => {
    await test.stop();
    await database.drop();
  };
  return { ...test, stop };
}

/** Another node on the same database, by the same clock; stop it before the first. */
export const joinTestHub = (first: TestHub, environment: Record<string, string> = {}): Promise<TestHub> =>
  bringUp(environment, first.database, first.clock);

async function bringUp(environment: Record<string, string>, database: TestDatabase, clock: TestClock): Promise<TestHub> {
  const running: RunningHub = await startHub(
    readConfig({
      NODE_ENV: 'test',
      DEMO: 'off',
      PORT: '0',
      SMTP_LISTEN_PORT: '0',
      DATABASE_URL: database.url,
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_API_URL: 'http://127.0.0.1:9',
      PHONE_NUMBERS: supportNumber,
      MAIL_ADDRESSES: supportMail,
      CHAT_IDENTITY_SECRET: 'the-shop-signs-with-this',
      ...environment,
    }),
    { clock, log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }) },
  );
  const { hub, url } = running;
  const queue = await hub.db.one<{ id: string }>(sql`select id from queues where key = 'support'`);
  return {
    hub,
    url,
    database,
    clock,
    smtpPort: running.smtpPort,
    queueId: queue.id,
    async pass(seconds) {
      await settle(hub);
      clock.move(seconds);
      await hub.db.all(
        sql`update graphile_worker._private_jobs set run_at = now() where run_at > now() and run_at <= ${clock.now()} and locked_at is null`,
      );
      await hub.db.all(sql`select pg_notify('jobs:insert', '{"r":0.5,"count":1}')`);
      hub.wakeRouter();
      await settle(hub);
    },
    inboxOf: async (channel, address) =>
      (
        await hub.db.one<{ id: string }>(
          sql`select id from inboxes where channel = ${channel}::channel and address = coalesce(${address ?? null}, address)`,
        )
      ).id,
    leave: running.stop,
    stop: () => running.stop(),
  };
}

/** Until no job is due and the router has nothing left to do. */
export async function settle(hub: Hub): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    // A look of our own ends when whoever can be served is asked: those under way cannot be waited for.
    await offerTasks(hub);
    const { count } = await hub.db.one<{ count: number }>(
      sql`select count(*) from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts`,
    );
    quiet = count === 0 ? quiet + 1 : 0;
    await new Promise((later) => setTimeout(later, 15));
  }
}

/** Names of the events recorded so far, oldest first. */
export async function eventNames({ hub }: Pick<TestHub, 'hub'>, ...only: EventName[]): Promise<WireEvent['name'][]> {
  const rows = await hub.db.all<{ name: EventName }>(sql`select name from events order by id`);
  return rows.map(({ name }) => name).filter((name) => only.length === 0 || only.includes(name));
}
