import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmailAdapter, type EmailSettings, type MailboxSettings } from '../../../channel-adapters/email/email-adapter.ts';
import { type Dovecot, startDovecot } from '../../support/dovecot.ts';
import { sales, support, writeMail } from './post-mail.ts';
import { openPostbox, type Postbox } from './postbox.ts';
import { readFixture, understand } from './read-fixture.ts';

let dovecot: Dovecot;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.remove());

let user = '';
let postbox: Postbox;
let told: string[];
let stops: (() => Promise<void>)[];
beforeEach(() => {
  user = `user-${randomBytes(4).toString('hex')}`;
  postbox = openPostbox();
  told = [];
  stops = [];
});
afterEach(() => Promise.all(stops.map((stop) => stop())));

/** Read mailboxes until the test ends, or until the returned function is called. */
async function watch(
  mailboxes: Record<string, MailboxSettings> = { [support.address]: { imapUrl: dovecot.imapUrl(user) } },
  more: EmailSettings = {},
) {
  const tell = (facts: object, message: string) => void told.push(`${message} ${JSON.stringify(facts)}`);
  const stop = await createEmailAdapter({ mailboxes, log: { info: tell, warn: tell }, ...more }).listen?.([support, sales], postbox);
  if (!stop) throw new Error('the email adapter listens');
  stops.push(stop);
  return stop;
}

const deliver = (subject: string, to = user) => dovecot.deliver(to, mail(subject));
const mail = (subject: string) =>
  writeMail({ id: `${subject}-${user}`, more: [`Subject: ${subject}`] })
    .toString()
    .replace('Subject: Where is my order?\r\n', '');

describe('a watched mailbox', () => {
  it('gives what lies there in order, one after the other, and leaves it unread', async () => {
    for (const subject of ['one', 'two', 'three', 'four']) await deliver(subject);
    await watch();
    await postbox.holds(4);
    expect(postbox.subjects()).toEqual(['one', 'two', 'three', 'four']);
    expect(postbox.handedOver.map(({ cursor }) => cursor?.lastUid)).toEqual([1, 2, 3, 4]);
    expect(await unseen()).toBe(4);
  });

  it('gives new mail within seconds, without being asked again', async () => {
    await deliver('there before');
    await watch();
    await postbox.holds(1);
    await pause(300);
    await deliver('pushed');
    await postbox.holds(2, 8000);
    await Promise.all([deliver('burst'), deliver('burst'), deliver('burst')]);
    await postbox.holds(5, 8000);
    expect(postbox.handedOver).toHaveLength(5);
  });

  it('is read on from where it was left, by another process', async () => {
    await deliver('first');
    const stop = await watch();
    await postbox.holds(1);
    await stop();
    await deliver('while away');
    await watch();
    await postbox.holds(2);
    expect(postbox.handedOver).toHaveLength(2);
  });

  it('loses nothing while nothing can be stored, and keeps the order', async () => {
    await deliver('before');
    await watch();
    await postbox.holds(1);
    postbox.jam();
    await deliver('jammed 1');
    await deliver('jammed 2');
    await expect.poll(() => told.join(), { timeout: 15_000 }).toContain('the database is away');
    expect(postbox.subjects()).toEqual(['before']);
    postbox.clear();
    await postbox.holds(3);
    expect(postbox.subjects()).toEqual(['before', 'jammed 1', 'jammed 2']);
  });

  it('is read on after the server was away', async () => {
    await deliver('before');
    await watch();
    await postbox.holds(1);
    await dovecot.stop();
    await pause(1500);
    await dovecot.start();
    await deliver('after');
    await postbox.holds(2);
    expect(postbox.handedOver).toHaveLength(2);
    expect(told.join()).toContain(support.address);
  });

  it('is read afresh when its UIDs start anew: nothing is missed, nothing kept twice', async () => {
    for (const subject of ['a', 'b', 'c']) await deliver(subject);
    const stop = await watch();
    await postbox.holds(3);
    const before = postbox.handedOver.at(-1)?.cursor?.uidValidity;
    await stop();
    await forgetUids();
    await deliver('d');
    await watch();
    await expect.poll(() => postbox.handedOver.length, { timeout: 10_000 }).toBe(7);
    expect(postbox.subjects().sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(postbox.handedOver.at(-1)?.cursor?.uidValidity).not.toBe(before);
  });

  it('leaves alone what is older than the day it was told', async () => {
    await deliver('today');
    const day = 24 * 3600 * 1000;
    await watch({ [support.address]: { imapUrl: dovecot.imapUrl(user), since: new Date(Date.now() + 2 * day) } });
    await pause(700);
    expect(postbox.subjects()).toEqual([]);
    await watch({ [support.address]: { imapUrl: dovecot.imapUrl(user), since: new Date(Date.now() - 2 * day) } });
    await postbox.holds(1);
  });

  it('may be any folder, named in its URL or by itself', async () => {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.imapPort,
      secure: false,
      auth: { user, pass: dovecot.password },
      logger: false,
    });
    await client.connect();
    await client.mailboxCreate('客服');
    await client.append('客服', mail('in the folder'));
    await client.logout();
    await deliver('in the inbox');
    await watch({
      [support.address]: { host: '127.0.0.1', port: dovecot.imapPort, secure: false, user, password: dovecot.password, folder: '客服' },
    });
    await watch({ [sales.address]: { imapUrl: `${dovecot.imapUrl(user)}/${encodeURIComponent('客服')}?since=2020-01-01` } });
    await postbox.holds(2);
    await pause(300);
    expect([postbox.subjects(support), postbox.subjects(sales)]).toEqual([['in the folder'], ['in the folder']]);
  });
});

describe('a mail read over IMAP', () => {
  it('comes with an attachment of 25 MB', async () => {
    const file = randomBytes(18_500_000);
    const head = mail('large')
      .replace('text/plain; charset=utf-8', 'application/zip; name=large.zip')
      .replace('8bit', 'base64')
      .split('\r\n\r\n')[0];
    await dovecot.deliver(user, `${head}\r\n\r\n${file.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`);
    await watch();
    await postbox.holds(1, 30_000);
    const content = postbox.handedOver[0]?.content ?? Buffer.alloc(0);
    expect(content.length).toBeGreaterThan(25_000_000);
    const { files } = await understand(content);
    expect(files[0]?.name).toBe('large.zip');
    expect(files[0]?.content.equals(file)).toBe(true);
  });

  it('comes in Chinese, with Chinese file names', async () => {
    await dovecot.deliver(user, readFixture('outlook-reply-zh'));
    await dovecot.deliver(user, readFixture('chinese-attachment-names'));
    await dovecot.deliver(user, readFixture('gb18030-subject-unencoded'));
    await watch();
    await postbox.holds(3);
    const [reply, names, raw] = await Promise.all(postbox.handedOver.map(({ content }) => understand(content)));
    expect(reply?.text).toMatch(/^您好，\n\n我已经把照片发过来了/);
    expect(names?.files.map(({ name }) => name)).toContain('合同（盖章）.pdf');
    expect(raw?.mail.subject).toBe('关于退货的问题');
  });

  it('that is too large is kept as its header, and names itself in quarantine', async () => {
    const limit = { maxMailBytes: 100_000 };
    await dovecot.deliver(user, mail('too large').replace('Hello', 'x'.repeat(90).concat('\r\n').repeat(2000)));
    await deliver('after it');
    await watch(undefined, limit);
    await postbox.holds(2);
    expect(postbox.subjects()).toEqual(['too large', 'after it']);
    const [notice] = postbox.handedOver;
    expect(notice?.content.length).toBeLessThan(5000);
    const parsed = await createEmailAdapter(limit).parse?.({ content: notice?.content ?? Buffer.alloc(0), inbox: support });
    expect(parsed).toMatchObject({ ok: false, reason: 'mail_too_large', detail: expect.stringMatching(/^18\d{4} bytes/) });
  });
});

describe('a mail that its own server cannot read', () => {
  it('does not stop those behind it, and leaves a notice in its place', async () => {
    for (const subject of ['before', 'damaged', 'behind']) await deliver(subject);
    const fresh = path.join(dovecot.folderOf(user), 'new');
    const damaged = readdirSync(fresh).find((file) => readFileSync(path.join(fresh, file), 'utf8').includes('Subject: damaged')) ?? '';
    chmodSync(path.join(fresh, damaged), 0);
    await watch();
    await postbox.holds(3, 25_000);
    expect(postbox.subjects()).toEqual(['before', '', 'behind']);
    const content = postbox.handedOver[1]?.content ?? Buffer.alloc(0);
    const parsed = await createEmailAdapter({}).parse?.({ content, inbox: support });
    expect(parsed).toEqual({ ok: false, reason: 'mail_unreadable_on_server', detail: 'support@example.com UID 2' });
  });
});

describe('two mailboxes', () => {
  it('do not wait for each other when one is broken, and no password is told', async () => {
    const broken = dovecot.imapUrl(user).replace(dovecot.password, 'a-wrong-password');
    await watch({ [sales.address]: { imapUrl: broken }, 'SUPPORT@example.com': { imapUrl: dovecot.imapUrl(user) } });
    await deliver('to the good one');
    await postbox.holds(1);
    expect(postbox.subjects(support)).toEqual(['to the good one']);
    await expect.poll(() => told.join(), { timeout: 20_000 }).toContain(sales.address);
    expect(told.join()).not.toContain('a-wrong-password');
  });

  it('are read side by side', async () => {
    const other = `${user}-sales`;
    await watch({ [support.address]: { imapUrl: dovecot.imapUrl(user) }, [sales.address]: { imapUrl: dovecot.imapUrl(other) } });
    await deliver('for support');
    await deliver('for sales', other);
    await postbox.holds(2);
    expect([postbox.subjects(support), postbox.subjects(sales)]).toEqual([['for support'], ['for sales']]);
  });

  it('must each belong to an inbox: what does not is told and not read', async () => {
    await watch({ 'nobody@example.com': { imapUrl: dovecot.imapUrl(user) } });
    expect(told).toEqual([expect.stringContaining('nobody@example.com')]);
  });
});

async function unseen(): Promise<number | undefined> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.imapPort,
    secure: false,
    auth: { user, pass: dovecot.password },
    logger: false,
  });
  await client.connect();
  const status = await client.status('INBOX', { unseen: true });
  await client.logout();
  return status ? status.unseen : undefined;
}

// What a restored backup or a moved mailbox looks like: the same mails under new UIDs and a new UIDVALIDITY.
async function forgetUids(): Promise<void> {
  await dovecot.stop();
  const folder = dovecot.folderOf(user);
  for (const file of readdirSync(folder).filter((name) => name.startsWith('dovecot'))) rmSync(path.join(folder, file));
  // UIDVALIDITY is the second of creation.
  await pause(1100);
  await dovecot.start();
}
