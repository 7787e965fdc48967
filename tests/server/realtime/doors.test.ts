import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../server/db/free-port.ts';
import { sql } from '../../../server/db/sql.ts';
import { openConsole } from '../../support/console-socket.ts';
import { createTestDatabase } from '../../support/database.ts';
import { addPerson, type Client, client, eventually, signIn, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;

beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

describe('the door of the consoles', () => {
  it('lets a session in from our own pages, and programs with a token', async () => {
    const cookie = await signIn(test, mei.person);
    for (const ticket of [{ cookie }, { cookie, origin: test.url }, { token: mei.token }]) (await openConsole(test, ticket)).close();
  });

  it('lets nobody in without either', async () => {
    for (const ticket of [{}, { token: 'tl_wrong' }, { token: '' }, { cookie: 'touchline_session=guessed' }]) {
      await expect(openConsole(test, ticket)).rejects.toThrow('not_signed_in');
    }
  });

  it('lets no page of another site in, though the browser sends the cookie along', async () => {
    const cookie = await signIn(test, mei.person);
    for (const origin of ['https://evil.example', 'null', `${test.url}.evil.example`, test.url.replace(/:\d+$/, ':1')]) {
      await expect(openConsole(test, { cookie, origin })).rejects.toThrow('foreign_origin');
    }
  });

  it('does not take a frame larger than any console sends', async () => {
    const console = await openConsole(test, { token: mei.token });
    const gone = new Promise((closed) => console.socket.once('disconnect', closed));
    Reflect.apply(console.socket.emit, console.socket, ['watch', 'x'.repeat(70_000), () => {}]);
    await gone;
    console.close();
    expect((await mei.call('me')).id).toBe(mei.person.id);
  });
});

describe('while a hub starts', () => {
  it('nobody is let in before everything stands: who is in is signed in, present and hears', async () => {
    const database = await createTestDatabase();
    const first = await startTestHub({}, database);
    const tom = await client(first, await addPerson(first, { name: 'Tom' }));
    await first.leave();
    const PORT = await freePort();
    const knock = (auth: object) =>
      io(`http://localhost:${PORT}`, { transports: ['websocket'], forceNew: true, reconnectionDelay: 1, reconnectionDelayMax: 2, auth });
    const strangers = Array.from({ length: 10 }, () => knock({}));
    let admitted = 0;
    for (const stranger of strangers) stranger.on('connect', () => admitted++);
    const mine = Array.from({ length: 10 }, () => knock({ token: tom.token }));
    const second = await startTestHub({ PORT: String(PORT) }, database);
    await eventually(async () => expect(mine.map(({ connected }) => connected)).not.toContain(false));
    await eventually(async () => expect(await second.hub.db.one(sql`select count(*) as n from presences`)).toEqual({ n: 10 }));
    expect(admitted).toBe(0);
    for (const socket of [...strangers, ...mine]) socket.disconnect();
    await second.stop();
  });
});
