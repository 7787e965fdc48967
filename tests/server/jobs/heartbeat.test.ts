import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../server/db/free-port.ts';
import { sql } from '../../../server/db/sql.ts';
import { type ConsoleSocket, openConsole, sitDown } from '../../support/console-socket.ts';
import { createTestDatabase } from '../../support/database.ts';
import { ringing } from '../../support/desk.ts';
import {
  accountSid,
  addPerson,
  authToken,
  type Client,
  client,
  eventually,
  joinTestHub,
  startTestHub,
  supportMail,
  supportNumber,
  type TestHub,
} from '../../support/hub.ts';
import { spawnHub } from '../../support/hub-process.ts';

const NODE_DEAD_AFTER = '2';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function hubWith(environment: Record<string, string> = {}): Promise<{ test: TestHub; mei: Client }> {
  const test = await startTestHub({ NODE_DEAD_AFTER, ...environment });
  ends.push(test.stop);
  return { test, mei: await client(test, await addPerson(test)) };
}

function keep(console: ConsoleSocket): ConsoleSocket {
  ends.push(console.close);
  return console;
}

const presences = (test: TestHub) => test.hub.db.all<{ nodeId: string }>(sql`select node_id from presences`);
const statusOf = async (agent: Client) => (await agent.call('desk')).agent;

describe('a node that dies', () => {
  it('is noticed, its jobs are done by another one, and its agents are gone', async () => {
    const database = await createTestDatabase();
    const SMTP_LISTEN_PORT = String(await freePort());
    const environment = {
      PORT: String(await freePort()),
      SMTP_LISTEN_PORT,
      DATABASE_URL: database.url,
      NODE_DEAD_AFTER,
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_API_URL: 'http://127.0.0.1:9',
      PHONE_NUMBERS: supportNumber,
      MAIL_ADDRESSES: supportMail,
    };
    // It dies the moment it has begun to work on the mail.
    const dying = await spawnHub(environment, { statement: 'from raw_items where id', when: 'before' });
    const { id: queueId } = await database.db.one<{ id: string }>(sql`select id from queues`);
    const person = await addPerson({ hub: { db: database.db, clock: { now: () => new Date() } }, queueId });
    const console = keep(await sitDown(dying, await client(dying, person)));
    const sent = createTransport({ host: '127.0.0.1', port: Number(SMTP_LISTEN_PORT), ignoreTLS: true }).sendMail({
      from: 'ada@customer.example',
      to: supportMail,
      subject: 'Invoice',
      text: 'Where is it?',
    });
    // The mail is stored before it is worked on; whether the sender still hears so is left to the moment of the death.
    await Promise.allSettled([sent, dying.gone]);
    console.close();
    const locked = sql`select count(*) as n from graphile_worker._private_jobs where locked_by is not null`;
    expect(await database.db.one(locked)).toEqual({ n: 1 });

    const test = await startTestHub({ NODE_DEAD_AFTER }, database);
    ends.push(test.stop);
    const mei = await client(test, person);
    await eventually(async () => expect((await mei.call('queue', {})).tasks.map(({ preview }) => preview)).toEqual(['Where is it?']));
    expect(await presences(test)).toEqual([]);
    await test.pass(20);
    await eventually(async () => expect(await statusOf(mei)).toMatchObject({ status: 'offline', statusReason: 'connection_lost' }));
  }, 90_000);
});

describe('a node that stops properly', () => {
  it('leaves its agents the time to come to another one', async () => {
    const { test: one, mei } = await hubWith();
    const two = await joinTestHub(one, { NODE_DEAD_AFTER });
    const before = await sitDown(two, mei);
    await two.stop();
    before.close();
    await eventually(async () => expect(await presences(one)).toEqual([]));
    expect(await statusOf(mei)).toMatchObject({ status: 'available', present: false });
    keep(await openConsole(one, { token: mei.token }));
    await one.pass(20);
    expect(await statusOf(mei)).toMatchObject({ status: 'available', present: true });
    expect(await one.hub.db.all(sql`select id from hub_nodes`)).toEqual([{ id: one.hub.nodeId }]);
  });
});

describe('a node that was held up', () => {
  it('and was taken for dead by the others counts its consoles again: their agents are present', async () => {
    const { test, mei } = await hubWith();
    keep(await sitDown(test, mei));
    await eventually(async () => expect(await presences(test)).toHaveLength(1));
    const counted = () => test.hub.db.maybe<{ by: string }>(sql`select xmin::text as by from presences`);
    const before = await counted();
    // The presences of a node go with it.
    await test.hub.db.all(sql`delete from hub_nodes where id = ${test.hub.nodeId}`);
    await eventually(async () => expect([(await counted())?.by, undefined]).not.toContain(before?.by));
    await eventually(async () => expect(await presences(test)).toEqual([{ nodeId: test.hub.nodeId }]));
    expect(await statusOf(mei)).toMatchObject({ status: 'available', present: true });
  });

  it('never takes itself for dead', async () => {
    const { test, mei } = await hubWith();
    const console = keep(await sitDown(test, mei));
    const first = console.socket.id;
    await eventually(async () => expect(await presences(test)).toHaveLength(1));
    for (let round = 0; round < 5; round++) {
      await test.hub.db.all(sql`update hub_nodes set beat_at = now() - interval '1 hour'`);
      await eventually(async () =>
        expect(await test.hub.db.one(sql`select beat_at > now() - interval '1 minute' as alive from hub_nodes`)).toEqual({ alive: true }),
      );
    }
    expect(await presences(test)).toHaveLength(1);
    expect(console.socket.id).toBe(first);
  });
});

describe('comings and goings that could not be recorded', () => {
  it('are made up for when the database is back: nobody stays present who went home, nobody absent who is there', async () => {
    const { test, mei } = await hubWith();
    const tom = await client(test, await addPerson(test, { name: 'Tom Reed' }));
    const leaving = await sitDown(test, mei);
    await eventually(async () => expect(await presences(test)).toHaveLength(1));
    // Presences can be neither added nor taken away for a while.
    await test.hub.db.all(sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''away''; end'`);
    await test.hub.db.all(sql`create trigger away before insert or delete on presences execute function refuse()`);
    leaving.close();
    keep(await openConsole(test, { token: tom.token }));
    await tom.call('setStatus', { body: { status: 'available' } });
    await test.hub.db.all(sql`drop trigger away on presences`);
    await eventually(async () => expect([(await statusOf(mei)).present, (await statusOf(tom)).present]).toEqual([false, true]));
    await test.pass(20);
    await eventually(async () => expect((await statusOf(mei)).status).toBe('offline'));
    expect((await statusOf(tom)).status).toBe('available');
  });
});

describe('the slow sweep', () => {
  it('offers what a lost wake-up has left lying', async () => {
    const { test, mei } = await hubWith();
    keep(await sitDown(test, mei));
    await createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail({
      from: 'ada@customer.example',
      to: supportMail,
      subject: 'Invoice',
      text: 'Where is it?',
    });
    const { id } = await ringing(mei);
    // As if the end of the cool-down had never been told to anybody.
    await mei.call('rejectOffer', { id });
    await test.hub.db.all(sql`delete from graphile_worker._private_jobs`);
    test.clock.move(60);
    expect((await ringing(mei)).task.preview).toBe('Where is it?');
  });
});
