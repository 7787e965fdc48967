import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConsole } from '../../support/console-socket.ts';
import {
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  type Failure,
  request,
  signIn,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts';

let test: TestHub;
let mei: Client;

beforeAll(async () => {
  test = await startTestHub({ NODE_DEAD_AFTER: '1' });
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

const asToken = async (secret: string) => {
  const { status, body } = await request(test.url, 'me', {}, { authorization: `Bearer ${secret}` });
  return status === 200 ? '200' : `${status} ${(body as Failure).error.code}`;
};

describe('an API token', () => {
  it('is shown once, acts as its owner, and tells when it was last used', async () => {
    const { token, secret } = await mei.call('createToken', { body: { name: '夜间导出' } });
    expect(token).toMatchObject({ name: '夜间导出', lastUsedAt: null });
    expect(secret).toMatch(/^tl_[\w-]{43}$/);
    expect(await asToken(secret)).toBe('200');
    const listed = (await mei.call('listTokens')).tokens;
    expect(listed.find(({ id }) => id === token.id)?.lastUsedAt).toBe(test.clock.now().toISOString());
    expect(JSON.stringify(listed)).not.toContain(secret);
  });

  it('that is revoked opens nothing any more, and its console is shown out', async () => {
    const { token, secret } = await mei.call('createToken', { body: { name: 'short-lived' } });
    const console = await openConsole(test, { token: secret });
    const told = new Promise<void>((out) => console.socket.once('signed_out', out));
    await mei.call('revokeToken', { id: token.id });
    expect(await asToken(secret)).toBe('401 not_signed_in');
    await told;
    await eventually(async () => expect(console.socket.connected).toBe(false));
    await expect(openConsole(test, { token: secret })).rejects.toThrow('not_signed_in');
    expect(await mei.refusal('revokeToken', { id: token.id })).toBe('404 not_found');
    expect(await eventNames(test, 'token.revoked')).toEqual(['token.revoked']);
  });

  it('of somebody else can neither be seen nor revoked', async () => {
    const tom = await client(test, await addPerson(test, { name: 'Tom', role: 'admin' }));
    const { token } = await mei.call('createToken', { body: { name: 'mine' } });
    expect((await tom.call('listTokens')).tokens.map(({ id }) => id)).not.toContain(token.id);
    expect(await tom.refusal('revokeToken', { id: token.id })).toBe('404 not_found');
  });

  it('is not a session: a wrong one is not helped out by a cookie beside it', async () => {
    const cookie = await signIn(test, mei.person);
    const { status } = await request(test.url, 'me', {}, { cookie, authorization: 'Bearer tl_wrong' });
    expect(status).toBe(401);
    expect(await asToken(cookie.split('=')[1] ?? '')).toBe('401 not_signed_in');
    expect((await request(test.url, 'me', {}, { cookie: `touchline_session=${mei.token}` })).status).toBe(401);
  });

  it('does not end with a session and signs nobody out', async () => {
    await mei.call('signOut');
    expect((await mei.call('me')).id).toBe(mei.person.id);
  });
});
