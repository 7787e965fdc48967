import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, eventNames, eventually, startTestHub, supportMail, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let boss: Client;

beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { role: 'supervisor' }));
});
afterAll(() => test.stop());

const post = (mail: SendMailOptions) => createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail(mail);
const postRaw = (raw: string | Buffer) => post({ envelope: { from: 'ada@customer.example', to: supportMail }, raw });
const items = async () => (await boss.call('listQuarantine', {})).items;
const previews = async () => (await boss.call('queue', {})).tasks.map(({ preview }) => preview);

/** Until this many wait in quarantine. */
const quarantined = (count: number) =>
  eventually(async () => {
    expect(await items()).toHaveLength(count);
    return items();
  });

describe('a mail that cannot be understood', () => {
  it('is kept as it came, with the reason, and counted; the next one flows', async () => {
    const raw = `Subject: nobody wrote this ${'漏'.repeat(10)}\r\n\r\nhello\r\n`;
    await postRaw(raw);
    await post({ from: 'ada@customer.example', to: supportMail, subject: 'Next', text: 'the next one' });
    const [item] = await quarantined(1);
    expect(item).toMatchObject({
      channel: 'email',
      reason: 'mail_without_sender',
      inboxId: await test.inboxOf('email'),
      size: expect.any(Number),
    });
    const [kept] = await test.hub.db.all<{ content: Buffer }>(sql`select content from raw_items where id = ${item?.id}`);
    expect(kept?.content.toString()).toContain(raw.trim());
    await eventually(async () => expect(await previews()).toEqual(['the next one']));
    expect(await eventNames(test, 'item.quarantined')).toHaveLength(1);
    expect((await boss.call('board')).today.quarantined).toBe(1);
    const metrics = await (await fetch(`${test.url}/metrics`)).text();
    expect(metrics).toContain('touchline_inbound_total{channel="email",outcome="quarantined"} 1');
  });

  it('can be run again, as often as one likes, and stays when nothing has changed', async () => {
    const [item] = await quarantined(1);
    const id = item?.id ?? '';
    await boss.call('retryQuarantined', { id });
    await eventually(async () =>
      expect(await eventNames(test, 'item.quarantined', 'item.released')).toEqual([
        'item.quarantined',
        'item.released',
        'item.quarantined',
      ]),
    );
    expect((await quarantined(1))[0]).toMatchObject({ id, reason: 'mail_without_sender' });
  });

  it('comes in when its cause is mended, once', async () => {
    const [item] = await quarantined(1);
    const id = item?.id ?? '';
    await test.hub.db.all(
      sql`update raw_items set content = ${Buffer.from('From: bob@customer.example\r\nSubject: Mended\r\n\r\nnow it is readable\r\n')} where id = ${id}`,
    );
    const answers = await Promise.all([1, 2, 3].map(() => boss.call('retryQuarantined', { id }).then(() => 'ok', String)));
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('already_settled'))).toHaveLength(2);
    await eventually(async () => expect((await previews()).filter((preview) => preview === 'now it is readable')).toHaveLength(1));
    expect(await items()).toEqual([]);
    expect(await boss.refusal('retryQuarantined', { id })).toBe('409 already_settled');
    expect(await boss.refusal('retryQuarantined', { id: crypto.randomUUID() })).toBe('404 not_found');
  });
});

describe('a mail that the hub itself stumbles over', () => {
  it('is tried again for long, and then kept aside instead of being forgotten', async () => {
    await test.hub.db.all(sql`alter table entries add constraint no_poison check (text <> 'poison')`);
    await post({ from: 'ada@customer.example', to: supportMail, subject: 'Poison', text: 'poison' });
    const attempts = () =>
      test.hub.db.maybe<{ attempts: number; left: number }>(
        sql`select attempts, max_attempts - attempts as left from graphile_worker._private_jobs where last_error like '%no_poison%' and locked_at is null`,
      );
    const failed = await eventually(async () => {
      const job = await attempts();
      if (!job) throw new Error('not tried yet');
      return job;
    });
    expect(failed.left).toBeGreaterThan(10);
    expect(await items()).toEqual([]);
    // As if the last attempt had come.
    await test.hub.db.all(
      sql`update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now() where last_error is not null`,
    );
    await test.pass(0);
    const [item] = await quarantined(1);
    expect(item).toMatchObject({ reason: 'intake_failed', channel: 'email' });
    expect(JSON.stringify(item)).not.toContain('poison"');

    await test.hub.db.all(sql`alter table entries drop constraint no_poison`);
    await boss.call('retryQuarantined', { id: item?.id ?? '' });
    await eventually(async () => expect(await previews()).toContain('poison'));
  });
});

describe('a mail', () => {
  it.each([
    ['without a Message-ID', 'From: a@customer.example\r\nSubject: s\r\n\r\nno id\r\n', 'no id'],
    ['without a subject', 'From: b@customer.example\r\n\r\nno subject\r\n', 'no subject'],
    [
      'of a charset that nobody knows',
      'From: c@customer.example\r\nSubject: s\r\nContent-Type: text/plain; charset=klingon\r\n\r\nfoo\r\n',
      'foo',
    ],
    [
      'with broken MIME',
      'From: d@customer.example\r\nSubject: s\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nbroken off',
      'broken off',
    ],
    ['with NUL characters', 'From: e@customer.example\r\nSubject: s\u0000s\r\nX-Odd: \u0000\r\n\r\nnu\u0000ll\r\n', 'null'],
    [
      'with a reference as long as a mail',
      `From: f@customer.example\r\nReferences: <${'x'.repeat(9000)}@y>\r\n\r\nlong reference\r\n`,
      'long reference',
    ],
  ])('%s is taken all the same', async (_, raw, text) => {
    await postRaw(raw);
    await eventually(async () => expect(await previews()).toContain(text));
  });

  it('of 25 megabytes is taken, with its file; one larger than we accept is refused to its sender', async () => {
    const content = Buffer.alloc(18_000_000, 7);
    await post({
      from: 'large@customer.example',
      to: supportMail,
      subject: 'Large',
      text: 'a large one',
      attachments: [{ filename: 'large.bin', content }],
    });
    await eventually(async () => expect(await previews()).toContain('a large one'), 30);
    const file = await test.hub.db.one<{ id: string; size: number }>(sql`select id, size from attachments`);
    expect(file.size).toBe(content.length);
    const download = await fetch(`${test.url}/api/attachments/${file.id}`, { headers: { authorization: `Bearer ${boss.token}` } });
    expect(Buffer.from(await download.arrayBuffer()).equals(content)).toBe(true);
    await expect(
      post({
        from: 'large@customer.example',
        to: supportMail,
        subject: 'Too large',
        attachments: [{ filename: 'x.bin', content: Buffer.alloc(25_000_000) }],
      }),
    ).rejects.toThrow(/larger|552|size/i);
  }, 60_000);
});
