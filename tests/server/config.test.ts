import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, settings } from '../../server/config.ts';
import { StartError } from '../../server/errors.ts';

const read = (environment: Record<string, string | undefined>) => readConfig(environment);

/** The one line that the operator would read. */
function refusal(environment: Record<string, string | undefined>): string {
  try {
    read(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('it was accepted');
}

describe('without any setting', () => {
  it('the hub listens on this machine only, with the demo and an embedded database', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://localhost:8080',
      demo: true,
      dataDir: path.resolve('data'),
      logLevel: 'warn',
      secureCookies: false,
      sessionHours: 12,
      nodeDeadAfter: 30,
      smtpListen: { host: '127.0.0.1', port: 2525 },
      mailboxes: {},
      addresses: { phone: [], mail: [] },
    });
    expect(read({}).databaseUrl).toBeUndefined();
  });

  it('the demo’s carrier has an account of its own, made anew each time', () => {
    const [one, two] = [read({}), read({})];
    expect(one.twilio).toMatchObject({
      simulated: true,
      accountSid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
      authToken: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(one.twilio?.authToken).not.toBe(two.twilio?.authToken);
    expect(one.chatIdentitySecret).not.toBe(two.chatIdentitySecret);
  });

  it('but with NODE_ENV=production there is no demo, no made-up account and no made-up secret', () => {
    const config = read({ NODE_ENV: 'production' });
    expect([config.demo, config.twilio, config.chatIdentitySecret]).toEqual([false, undefined, undefined]);
    expect(read({ NODE_ENV: 'production', DEMO: 'on' }).demo).toBe(true);
  });
});

describe('a setting', () => {
  it('that is empty counts as not given', () => {
    const empty = Object.fromEntries(settings.map(({ name }) => [name, '']));
    expect(read(empty)).toMatchObject({ port: 8080, demo: true, publicUrl: 'http://localhost:8080' });
  });

  it('of the public address is taken without a slash at its end, and https makes cookies secure', () => {
    expect(read({ PUBLIC_URL: 'https://desk.example.com//' })).toMatchObject({
      publicUrl: 'https://desk.example.com',
      secureCookies: true,
    });
    expect(read({ PUBLIC_URL: 'http://desk.example.com/touchline/' })).toMatchObject({
      publicUrl: 'http://desk.example.com/touchline',
      secureCookies: false,
    });
    expect(read({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
  });

  it('that is a list may have spaces; mailboxes are mail addresses by themselves', () => {
    const config = read({
      PHONE_NUMBERS: ' +441632960000 , +8613800138000,',
      MAIL_ADDRESSES: 'Support@Example.com',
      MAILBOXES: '{"Sales@example.com":"imaps://u:p@imap.example.com"}',
    });
    expect(config.addresses).toEqual({ phone: ['+441632960000', '+8613800138000'], mail: ['support@example.com', 'sales@example.com'] });
    expect(config.mailboxes).toEqual({ 'sales@example.com': 'imaps://u:p@imap.example.com' });
  });

  it.each([
    [{ PORT: '70000' }, /^PORT: /],
    [{ PORT: 'http' }, /^PORT: /],
    [{ PUBLIC_URL: 'desk.example.com' }, /^PUBLIC_URL: /],
    [{ DATABASE_URL: 'mysql://localhost/db' }, /^DATABASE_URL: must begin with postgresql:\/\//],
    [{ DEMO: 'yes' }, /^DEMO: /],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: /],
    [{ SESSION_HOURS: '0' }, /^SESSION_HOURS: /],
    [{ METRICS_TOKEN: 'short' }, /^METRICS_TOKEN: /],
    [{ SMTP_URL: 'mail.example.com' }, /^SMTP_URL: /],
    [{ PHONE_NUMBERS: '+441632960000,01632 960000' }, /^PHONE_NUMBERS: must be E\.164 numbers such as \+441632960000 \(01632 960000\)$/],
    [{ MAIL_ADDRESSES: 'support' }, /^MAIL_ADDRESSES: must be mail addresses \(support\)$/],
    [{ MAILBOXES: 'support@example.com' }, /^MAILBOXES: must be JSON of the form/],
    [{ MAILBOXES: '{"support@example.com":"http://example.com"}' }, /^MAILBOXES: must be JSON of the form/],
    [{ TWILIO_ACCOUNT_SID: 'AC1' }, /^Set both TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or neither\.$/],
    [{ PORT: 'x', DEMO: 'x' }, /^PORT: .*; DEMO: /],
  ])('%j is refused with one line that names it', (environment, message) => {
    expect(refusal(environment)).toMatch(message);
  });

  it.each([
    { MAILBOXES: '{"support@example.com":"imap//user:top-secret@host"}' },
    { SMTP_URL: 'smtp//user:top-secret@host' },
    { DATABASE_URL: 'user:top-secret@host' },
    { METRICS_TOKEN: 'top-secret' },
    { CHAT_IDENTITY_SECRET: 'top-secret' },
    { TWILIO_AUTH_TOKEN: 'top-secret' },
  ])('that is a secret is not repeated in the refusal: %o', (environment) => {
    expect(refusal(environment)).not.toContain('top-secret');
  });
});

describe('the settings', () => {
  const described = (file: string, pattern: RegExp) => [...readFileSync(file, 'utf8').matchAll(pattern)].flatMap(([, name]) => name ?? []);
  const names = settings.map(({ name }) => name).sort();

  it('are all in .env.example, and no others', () => {
    expect(described('.env.example', /^#? ?([A-Z_]+)=/gm).sort()).toEqual(names);
  });

  it('are all in the README’s table, and no others', () => {
    const table = readFileSync('README.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|')[1] ?? '')
      .join('');
    expect([...table.matchAll(/`([A-Z][A-Z_]+)`/g)].flatMap(([, name]) => name ?? []).sort()).toEqual(names);
  });

  it('say what they mean', () => {
    for (const { name, description } of settings) if (name !== 'NODE_ENV') expect(description.length).toBeGreaterThan(10);
  });
});
