import { hash } from '@node-rs/argon2';
import pino from 'pino';
import twilio from 'twilio';
import { v7 as uuid } from 'uuid';
import type { Clock } from '../../server/clock.ts';
import { readConfig } from '../../server/config.ts';
import type { EndpointName, GivenBody, GivenQuery, ResponseOf } from '../../server/contract/api.ts';
import type { EventName, WireEvent } from '../../server/contract/events.ts';
import { paths } from '../../server/contract/paths.ts';
import type { Role } from '../../server/contract/statuses.ts';
import { sql } from '../../server/db/sql.ts';
import type { Hub } from '../../server/hub.ts';
import { type RunningHub, startHub } from '../../server/start.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export const authToken = 'test-auth-token';
export const accountSid = `AC${'0'.repeat(32)}`;
export const supportNumber = '+441632960000';
export const supportMail = 'support@touchline.example';

/** Time stands still until the test moves it. It begins a year ahead, so that no timer runs by the wall's clock. */
export interface TestClock extends Clock {
  move(seconds: number): void;
}

export function testClock(): TestClock {
  let time = Date.now() + 365 * 24 * 3600_000;
  return {
    now: () => new Date(time),
    move: (seconds) => {
      time += seconds * 1000;
    },
  };
}

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
export async function startTestHub(environment: Record<string, string> = {}, given?: TestDatabase): Promise<TestHub> {
  const database = given ?? (await createTestDatabase());
  const test = await bringUp(environment, database, testClock());
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
    const { count } = await hub.db.one<{ count: number }>(
      sql`select count(*) from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts`,
    );
    quiet = count === 0 ? quiet + 1 : 0;
    await new Promise((later) => setTimeout(later, 15));
  }
}

/** Ask until it is so; the last failure is the test's. */
export async function eventually<Value>(look: () => Promise<Value>, seconds = 15): Promise<Value> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((later) => setTimeout(later, 20));
    }
  }
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

export interface PersonTraits {
  name?: string;
  role?: Role;
  skills?: Record<string, number>;
  capacity?: Partial<Record<'voice' | 'sms' | 'email' | 'web_chat', number>>;
  queues?: string[];
}

const password = 'correct horse battery';
const passwordHash = hash(password, { memoryCost: 1024, timeCost: 1 });

/** Where rows are written directly: a hub of this process, or the database of one in another. */
export interface Place {
  readonly hub: Pick<Hub, 'db' | 'clock'>;
}

export async function addPerson({ hub, queueId }: Place & { readonly queueId: string }, traits: PersonTraits = {}): Promise<Person> {
  const id = uuid();
  const name = traits.name ?? 'Mei Lin';
  const email = `${id}@touchline.example`;
  const digest = await passwordHash;
  await hub.db.transact(async (tx) => {
    tx.write(sql`insert into agents (id, email, name, role, password_hash, phone_address, idle_since, status_since)
      values (${id}, ${email}, ${name}, ${traits.role ?? 'agent'}, ${digest}, ${`client:${id}`}, ${hub.clock.now()}, ${hub.clock.now()})`);
    for (const queue of traits.queues ?? [queueId]) tx.write(sql`insert into queue_members (queue_id, agent_id) values (${queue}, ${id})`);
    for (const [skill, level] of Object.entries(traits.skills ?? {}))
      tx.write(sql`insert into agent_skills (agent_id, skill, level) values (${id}, ${skill}, ${level})`);
    const capacity = traits.capacity ?? { voice: 1, sms: 5, email: 5, web_chat: 3 };
    for (const [channel, limit] of Object.entries(capacity))
      tx.write(sql`insert into agent_capacities (agent_id, channel, "limit") values (${id}, ${channel}, ${limit})`);
  });
  return { id, email, password };
}

export interface CustomerTraits {
  name?: string;
  tier?: string;
  language?: string;
  phone?: string;
  email?: string;
  externalId?: string;
}

export async function addCustomer({ hub }: Place, traits: CustomerTraits): Promise<string> {
  const id = uuid();
  await hub.db.transact(async (tx) => {
    tx.write(sql`insert into customers (id, name, tier, language, external_id, since)
      values (${id}, ${traits.name ?? 'Ada Byron'}, ${traits.tier ?? 'standard'}, ${traits.language ?? 'en'}, ${traits.externalId ?? null}, ${hub.clock.now()})`);
    for (const [kind, value] of [
      ['phone', traits.phone],
      ['email', traits.email],
    ] as const) {
      if (!value) continue;
      const point = uuid();
      tx.write(sql`insert into contact_points (id, kind, value) values (${point}, ${kind}, ${value})`);
      tx.write(
        sql`insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at) values (${uuid()}, ${id}, ${point}, 'verified', ${hub.clock.now()})`,
      );
    }
  });
  return id;
}

export interface Failure {
  error: { code: string; message: string; detail?: string; facts?: Record<string, unknown> };
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

type Given<Name extends EndpointName> = { id?: string; query?: GivenQuery<Name>; body?: GivenBody<Name> };

/** A stranger's program with a personal API token. */
export interface Client {
  readonly person: Person;
  readonly token: string;
  /** Call an endpoint that must succeed. */
  call<Name extends EndpointName>(name: Name, given?: Given<Name>): Promise<ResponseOf<Name>>;
  /** Call an endpoint that must fail; returns `status code`. */
  refusal<Name extends EndpointName>(name: Name, given?: Given<Name>): Promise<string>;
  available(): Promise<void>;
}

export async function client(test: Pick<TestHub, 'url'>, person: Person): Promise<Client> {
  const cookie = await signIn(test, person);
  const made = await request(test.url, 'createToken', { body: { name: 'test' } }, { cookie });
  const { secret } = made.body as ResponseOf<'createToken'>;
  const headers = { authorization: `Bearer ${secret}` };
  const call: Client['call'] = async (name, given = {}) => {
    const answer = await request(test.url, name, given, headers);
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as never;
  };
  return {
    person,
    token: secret,
    call,
    async refusal(name, given = {}) {
      const answer = await request(test.url, name, given, headers);
      return `${answer.status} ${(answer.body as Failure).error?.code}`;
    },
    async available() {
      await call('keepPresence');
      await call('setStatus', { body: { status: 'available' } });
    },
  };
}

/** Sign in as a browser does; returns the cookie. */
export async function signIn({ url }: Pick<TestHub, 'url'>, { email, password }: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

export async function request<Name extends EndpointName>(
  url: string,
  name: Name,
  given: { id?: string; query?: unknown; body?: unknown },
  headers: Record<string, string>,
): Promise<Answer<unknown>> {
  const [method, path] = paths[name];
  const query = new URLSearchParams(
    Object.entries(typeof given.query === 'object' && given.query ? given.query : {})
      .filter(([, value]) => value !== undefined)
      .map(([key, value]): [string, string] => [key, String(value)]),
  );
  const response = await fetch(`${url}${path.replace(':id', given.id ?? '')}?${query}`, {
    method: method.toUpperCase(),
    headers: { ...headers, ...(given.body ? { 'content-type': 'application/json' } : {}) },
    ...(given.body ? { body: JSON.stringify(given.body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

let count = 0;

/** Where carriers deliver: a hub of this process, or one in another. */
export type Reachable = Pick<TestHub, 'url' | 'inboxOf'>;

/** An SMS arrives, as Twilio delivers it: signed, form-encoded. */
export async function smsArrives(
  test: Pick<TestHub, 'url' | 'inboxOf'>,
  message: { from: string; text: string; sid?: string; to?: string },
): Promise<Response> {
  count += 1;
  const sid = message.sid ?? `SM${String(count).padStart(32, '0')}`;
  const to = message.to ?? supportNumber;
  return twilioPost(test, await test.inboxOf('sms', to), 'message', {
    MessageSid: sid,
    SmsSid: sid,
    AccountSid: accountSid,
    From: message.from,
    To: to,
    Body: message.text,
    NumMedia: '0',
  });
}

/** A call rings, as Twilio announces it. */
export async function callArrives(test: TestHub, call: { from: string; sid: string }): Promise<Response> {
  return twilioPost(test, await test.inboxOf('voice'), 'call', {
    CallSid: call.sid,
    AccountSid: accountSid,
    From: call.from,
    To: supportNumber,
    CallStatus: 'ringing',
    Direction: 'inbound',
    ApiVersion: '2010-04-01',
  });
}

/** News of a call that the carrier's caller leg is over. */
export async function callEnds(test: TestHub, call: { from: string; sid: string; seconds?: number }): Promise<Response> {
  return twilioPost(test, await test.inboxOf('voice'), 'status', {
    CallSid: call.sid,
    AccountSid: accountSid,
    From: call.from,
    To: supportNumber,
    CallStatus: 'completed',
    CallDuration: String(call.seconds ?? 30),
    SequenceNumber: '1',
    Direction: 'inbound',
  });
}

export async function twilioPost(
  test: Pick<TestHub, 'url'>,
  inboxId: string,
  path: string,
  parameters: Record<string, string>,
  signature?: string,
): Promise<Response> {
  const url = `${test.url}/webhooks/${inboxId}/${path}`;
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature ?? twilio.getExpectedTwilioSignature(authToken, url, parameters),
    },
    body: new URLSearchParams(parameters),
  });
}

/** Names of the events recorded so far, oldest first. */
export async function eventNames({ hub }: Pick<TestHub, 'hub'>, ...only: EventName[]): Promise<WireEvent['name'][]> {
  const rows = await hub.db.all<{ name: EventName }>(sql`select name from events order by id`);
  return rows.map(({ name }) => name).filter((name) => only.length === 0 || only.includes(name));
}
