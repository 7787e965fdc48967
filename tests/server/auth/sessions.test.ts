import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedRights } from '../../../server/auth/shipped-rights.ts';
import { sql } from '../../../server/db/sql.ts';
import { type ConsoleSocket, openConsole } from '../../support/console-socket.ts';
import {
  type Answer,
  addPerson,
  client,
  eventNames,
  eventually,
  type Failure,
  type Person,
  request,
  signIn,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts';

let test: TestHub;
let mei: Person;

beforeEach(async () => {
  test = await startTestHub({ NODE_DEAD_AFTER: '1', SESSION_HOURS: '2' });
  mei = await addPerson(test);
});
afterEach(() => test.stop());

const ask = async (name: 'me' | 'desk' | 'catalog' | 'signOut' | 'listTokens', headers: Record<string, string>) =>
  summary(await request(test.url, name, {}, headers));
const summary = ({ status, body }: Answer<unknown>) => (status === 200 ? '200' : `${status} ${(body as Failure).error.code}`);

/** The console is told to sign in again and is shown out. */
async function shownOut({ socket }: ConsoleSocket): Promise<void> {
  await new Promise<void>((told) => socket.once('signed_out', told));
  await eventually(async () => expect(socket.connected).toBe(false));
}

describe('signing in', () => {
  it('gives a cookie that scripts cannot read and other sites cannot send, and says who one is', async () => {
    const response = await fetch(`${test.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: ` ${mei.email.toUpperCase()} `, password: mei.password }),
    });
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^touchline_session=[\w-]{43}; Max-Age=7200; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
    );
    expect(await response.json()).toEqual({
      id: mei.id,
      name: 'Mei Lin',
      email: mei.email,
      role: 'agent',
      ownRole: null,
      rights: shippedRights.agent,
      masked: false,
      language: 'en',
      mustChangePassword: false,
      firstSteps: { done: [], closed: false },
      demo: false,
    });
    expect(await eventNames(test, 'agent.signed_in')).toHaveLength(1);
  });

  it('keeps nothing that could be used to sign in', async () => {
    const cookie = await signIn(test, mei);
    const secret = cookie.split('=')[1] ?? '';
    const { token } = await client(test, mei);
    const everything = await test.hub.db.all<{ row: string }>(
      sql`select s::text as row from sessions s union all select t::text from api_tokens t union all select e::text from events e`,
    );
    expect(everything.length).toBeGreaterThan(2);
    for (const { row } of everything) for (const word of [secret, token, mei.password]) expect(row).not.toContain(word);
  });

  it('with a wrong password or an unknown address is refused alike', async () => {
    const wrong = await request(test.url, 'signIn', { body: { email: mei.email, password: 'not the password' } }, {});
    const unknown = await request(test.url, 'signIn', { body: { email: 'nobody@touchline.example', password: 'not the password' } }, {});
    expect(wrong).toEqual(unknown);
    expect(summary(wrong)).toBe('401 wrong_credentials');
  });
});

describe('a session', () => {
  it('ends after its hours; the console is told so and shown out', async () => {
    const cookie = await signIn(test, mei);
    const console = await openConsole(test, { cookie });
    test.clock.move(2 * 3600 - 1);
    expect(await ask('me', { cookie })).toBe('200');
    const out = shownOut(console);
    test.clock.move(2);
    expect(await ask('me', { cookie })).toBe('401 not_signed_in');
    await out;
    await expect(openConsole(test, { cookie })).rejects.toThrow('not_signed_in');
  });

  it('ends with signing out, and only that one', async () => {
    const [here, there] = [await signIn(test, mei), await signIn(test, mei)];
    const console = await openConsole(test, { cookie: here });
    const out = shownOut(console);
    expect(await ask('signOut', { cookie: here })).toBe('200');
    expect([await ask('me', { cookie: here }), await ask('me', { cookie: there })]).toEqual(['401 not_signed_in', '200']);
    await out;
  });

  it('cannot be guessed, forged or taken from another cookie', async () => {
    const cookie = await signIn(test, mei);
    for (const forged of [
      'touchline_session=',
      'touchline_session=x',
      `other_${cookie}`,
      cookie.slice(0, -1),
      `touchline_session="; ${cookie.replace('touchline_session', 'x')}`,
    ]) {
      expect(await ask('me', { cookie: forged })).toBe('401 not_signed_in');
    }
    expect(await ask('me', { cookie: `theme=dark; ${cookie}; other=1` })).toBe('200');
  });
});

describe('changing the password', () => {
  it('ends all other sessions and their consoles, and keeps the one it was done in', async () => {
    const [here, there] = [await signIn(test, mei), await signIn(test, mei)];
    const [mine, other] = [await openConsole(test, { cookie: here }), await openConsole(test, { cookie: there })];
    const out = shownOut(other);
    const change = (body: { current: string; next: string }) => request(test.url, 'changePassword', { body }, { cookie: here });
    expect(summary(await change({ current: 'wrong password', next: 'a quite different one' }))).toBe('401 wrong_credentials');
    expect(summary(await change({ current: mei.password, next: 'short' }))).toBe('400 bad_request');
    expect(summary(await change({ current: mei.password, next: mei.password }))).toBe('422 weak_password');
    expect(await ask('me', { cookie: there })).toBe('200');
    expect(summary(await change({ current: mei.password, next: 'a quite different one' }))).toBe('200');
    expect([await ask('me', { cookie: here }), await ask('me', { cookie: there })]).toEqual(['200', '401 not_signed_in']);
    await out;
    expect(mine.socket.connected).toBe(true);
    mine.close();
    await expect(signIn(test, mei)).rejects.toThrow('wrong_credentials');
    await signIn(test, { ...mei, password: 'a quite different one' });
  });
});

describe('a password that was given and not chosen', () => {
  it('opens nothing but the way to change it', async () => {
    await test.hub.db.all(sql`update agents set must_change_password = true where id = ${mei.id}`);
    const cookie = await signIn(test, mei);
    expect([
      await ask('me', { cookie }),
      await ask('desk', { cookie }),
      await ask('catalog', { cookie }),
      await ask('listTokens', { cookie }),
    ]).toEqual(['200', '403 password_change_required', '403 password_change_required', '403 password_change_required']);
    await expect(openConsole(test, { cookie })).rejects.toThrow('not_signed_in');
    const files = await fetch(`${test.url}/api/entries/${mei.id}/html`, { headers: { cookie } });
    expect([files.status, await files.json()]).toMatchObject([403, { error: { code: 'password_change_required' } }]);
    await request(test.url, 'changePassword', { body: { current: mei.password, next: 'a quite different one' } }, { cookie });
    expect(await ask('desk', { cookie })).toBe('200');
  });

  it('of the first admin is made by the hub, shown once, and must be changed', async () => {
    const [admin] = await test.hub.db.all<{ role: string; mustChangePassword: boolean }>(
      sql`select role::text, must_change_password from agents where email = 'admin@touchline.local'`,
    );
    expect(admin).toEqual({ role: 'admin', mustChangePassword: true });
  });
});

describe('the first steps in the console', () => {
  it('are known to their person on every machine, and to nobody else', async () => {
    const [here, other] = [await client(test, mei), await client(test, await addPerson(test))];
    await here.call('keepFirstSteps', { body: { done: ['available', 'ring'], closed: false } });
    const { cookie } = { cookie: await signIn(test, mei) };
    const me = await (await fetch(`${test.url}/api/session`, { headers: { cookie } })).json();
    expect(me).toMatchObject({ firstSteps: { done: ['available', 'ring'], closed: false } });
    expect((await other.call('me')).firstSteps).toEqual({ done: [], closed: false });
    const events = await test.hub.db.all(sql`select data from events where name = 'first_steps.kept'`);
    expect(events).toEqual([{ data: { done: 2, closed: false } }]);
    expect(await here.refusal('keepFirstSteps', { body: { done: ['<b>'], closed: false } })).toBe('400 bad_request');
  });
});
