import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSmtpCarrier, type ReceivedMail, type SmtpCarrier } from '../../channel-adapters/email/smtp-carrier.ts';
import { bringFile, type GivenFile, png } from '../../support/bring-file.ts';
import { addPerson, type Client, client, eventually, smsArrives, startTestHub, supportMail, type TestHub } from '../../support/hub.ts';

/** Mails that agents set, with what they attach to them. */
let test: TestHub;
let carrier: SmtpCarrier;
let mei: Client;
let conversationId: string;
let from: string;
let count = 0;

beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startTestHub({ SMTP_URL: carrier.url });
  mei = await client(test, await addPerson(test));
});
afterAll(async () => {
  await test.stop();
  await carrier.close();
});
beforeEach(async () => {
  from = `ada-${++count}@customer.example`;
  const known = (await mei.call('queue', { query: { limit: 200 } })).tasks.map((task) => task.conversationId);
  await createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail({
    from,
    to: supportMail,
    subject: 'Invoice',
    text: '?',
  });
  conversationId = await eventually(async () => {
    const fresh = (await mei.call('queue', { query: { limit: 200 } })).tasks.find((task) => !known.includes(task.conversationId));
    if (!fresh) throw new Error('not there yet');
    return fresh.conversationId;
  });
});

const bring = async (given: GivenFile = {}) => (await bringFile(test, mei, conversationId, given)).file;

interface Said {
  html?: string;
  text?: string;
  attachmentIds?: string[];
  clientId?: string;
}

const given = ({ html, text = '', attachmentIds, clientId = crypto.randomUUID() }: Said) => ({
  id: conversationId,
  body: { clientId, text, seenSeq: 99, ...(html === undefined ? {} : { html }), ...(attachmentIds ? { attachmentIds } : {}) },
});
const send = (said: Said) => mei.call('sendReply', given(said));
const refused = (said: Said) => mei.refusal('sendReply', given(said));

const arrived = (): Promise<ReceivedMail> =>
  eventually(async () => {
    const mail = carrier.received.find(({ recipients }) => recipients.includes(from));
    if (!mail) throw new Error('no mail yet');
    return mail;
  });

const shown = async (entryId: string) =>
  (await fetch(`${test.url}/api/entries/${entryId}/html`, { headers: { authorization: `Bearer ${mei.token}` } })).text();

describe('a mail that was set', () => {
  it('goes out as HTML with the same words as plain text, and is shown as it was sent', async () => {
    const body = await send({
      html: '<p>Dear <strong>Ada</strong>,</p><ul><li>one</li><li>二</li></ul><p>See <a href="https://example.com/a?b=1">this</a></p>',
    });
    expect(body).toMatchObject({ hasHtml: true, text: 'Dear Ada,\n * one\n * 二\nSee this <https://example.com/a?b=1>' });
    const { mail } = await arrived();
    expect(mail.html).toContain('<p style="margin:0">Dear <strong>Ada</strong>,</p><ul><li>one</li><li>二</li></ul>');
    expect(mail.text?.trim()).toBe('Dear Ada,\n * one\n * 二\nSee this <https://example.com/a?b=1>');
    expect(await shown(body.id)).toContain('<strong>Ada</strong>');
  });

  it('carries nothing that could run, phone home or hide: only structure and links', async () => {
    const body = await send({
      html: `<p onclick="x()" style="position:fixed">a<script>alert(1)</script><img src=x onerror=alert(1)><img src="https://spy.example/1.gif">
        <a href="javascript:alert(1)">b</a><iframe src="//evil"></iframe><style>*{display:none}</style><b>c</b></p><svg onload=alert(1)>`,
    });
    const html = await shown(body.id);
    expect(html).toContain('<strong>c</strong>');
    for (const bad of ['script', 'onclick', 'onerror', 'onload', 'spy.example', 'javascript:', 'iframe', '<img', 'fixed', 'display'])
      expect(html.split('</style>')[1]).not.toContain(bad);
  });

  it('of nothing but tags says nothing, and of a hundred thousand characters is refused only beyond what the channel carries', async () => {
    expect(await refused({ html: '<p><br></p><p> </p>' })).toBe('422 nothing_to_send');
    expect((await send({ html: `<p>${'字'.repeat(99_990)}</p>` })).text).toHaveLength(99_990);
    expect(await refused({ html: `<p>${'字'.repeat(100_001)}</p>` })).toBe('422 text_too_long');
  });

  it('nested ten thousand deep is sent as words, and stalls nobody', async () => {
    expect(await send({ html: `${'<b>'.repeat(10_000)}deep` })).toMatchObject({ text: 'deep' });
  });

  it('sent twice under one id is one mail', async () => {
    const clientId = crypto.randomUUID();
    const file = await bring();
    const said = { html: '<p>once</p>', attachmentIds: [file.id], clientId };
    const [first, second] = [await send(said), await send(said)];
    expect({ ...second, status: first.status }).toEqual(first);
    expect(await refused({ ...said, html: '<p>twice</p>' })).toBe('409 client_id_reused');
  });

  it('is for mail only', async () => {
    await smsArrives(test, { from: '+441632960111', text: 'hi' });
    const sms = (await mei.call('queue', { query: { limit: 200 } })).tasks.find(({ channel }) => channel === 'sms')?.conversationId ?? '';
    const body = { clientId: crypto.randomUUID(), text: '', html: '<p>x</p>', seenSeq: 9 };
    expect(await mei.refusal('sendReply', { id: sms, body })).toBe('422 channel_carries_no_html');
    expect(await bringFile(test, mei, sms)).toMatchObject({ status: 422, code: 'channel_carries_no_files' });
    expect((await mei.call('getConversation', { id: sms })).conversation.files).toBeNull();
  });
});

describe('a file', () => {
  it('travels with its mail, whatever its name and size, and stays with the entry', async () => {
    const big = Buffer.alloc(3_000_000, 'q');
    const files = [
      await bring({ name: '报价单 “终稿”.pdf', contentType: 'application/pdf', content: '%PDF-1.7 x' }),
      await bring({ name: 'big.bin', contentType: 'application/x-thing', content: big }),
    ];
    const body = await send({ html: '<p>here</p>', attachmentIds: files.map(({ id }) => id) });
    expect(body).toMatchObject({
      attachments: [
        { name: '报价单 “终稿”.pdf', contentType: 'application/pdf', size: 10 },
        { name: 'big.bin', size: big.length },
      ],
    });
    const { mail } = await arrived();
    expect(mail.attachments.map(({ filename, size }) => [filename, size])).toEqual([
      ['报价单 “终稿”.pdf', 10],
      ['big.bin', big.length],
    ]);
    expect(mail.attachments[1]?.content.equals(big)).toBe(true);
    expect(await refused({ html: '<p>again</p>', attachmentIds: [files[0]?.id ?? ''] })).toBe('422 unknown_upload');
  });

  it('alone is a message too', async () => {
    expect(await send({ attachmentIds: [(await bring()).id] })).toMatchObject({ text: '', attachments: [{ name: 'notes.txt' }] });
    expect((await arrived()).mail.attachments).toHaveLength(1);
  });

  it('that is a picture within the words is seen there by the reader and by us', async () => {
    const picture = await bring({ name: 'shot.png', contentType: 'image/png', content: png });
    const body = await send({ html: `<p>see</p><img src="/api/uploads/${picture.id}" alt="the <b>shot">`, attachmentIds: [picture.id] });
    const { mail } = await arrived();
    expect(mail.html).toContain(`<img src="cid:${picture.id}" alt="the &lt;b&gt;shot"`);
    expect(mail.attachments[0]).toMatchObject({ related: true, cid: picture.id });
    expect(await shown(body.id)).toContain(`src="data:image/png;base64,${png.toString('base64')}"`);
  });

  it('brought twice under one id is one file; what it really is counts, not what it says', async () => {
    const clientId = crypto.randomUUID();
    const given = { name: 'a.png', contentType: 'image/png', content: png, clientId };
    expect((await bring(given)).id).toBe((await bring(given)).id);
    expect(await bringFile(test, mei, conversationId, { ...given, name: 'b.png' })).toMatchObject({
      status: 409,
      code: 'client_id_reused',
    });
    expect(await bring({ name: 'x.png', contentType: 'image/png', content: '<script>' })).toMatchObject({
      contentType: 'application/octet-stream',
    });
    expect(await bring({ name: 'x.txt', contentType: 'text/plain', content: png })).toMatchObject({ contentType: 'image/png' });
    expect(await bringFile(test, mei, conversationId, { name: 'run.EXE' })).toMatchObject({ code: 'file_refused' });
    expect(await bringFile(test, mei, conversationId, { name: 'letter.pdf', content: 'MZ\x90' })).toMatchObject({ code: 'file_refused' });
    expect(await bringFile(test, mei, conversationId, { content: '' })).toMatchObject({ code: 'file_empty' });
    expect(await bringFile(test, mei, conversationId, { content: Buffer.alloc(18_000_001) })).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    });
    expect(await bringFile(test, mei, conversationId, { name: '../../etc/passwd' })).toMatchObject({ status: 400 });
  });

  it('of another agent cannot be taken along, seen or thrown away', async () => {
    const file = await bring();
    const hao = await client(test, await addPerson(test, { name: 'Hao Wang' }));
    const body = { clientId: crypto.randomUUID(), text: 'x', seenSeq: 99, attachmentIds: [file.id] };
    expect(await hao.refusal('sendReply', { id: conversationId, body })).toBe('422 unknown_upload');
    const headers = (who: Client) => ({ headers: { authorization: `Bearer ${who.token}` } });
    expect((await fetch(`${test.url}/api/uploads/${file.id}`, headers(hao))).status).toBe(404);
    expect((await fetch(`${test.url}/api/uploads/${file.id}`)).status).toBe(401);
    expect(await hao.refusal('removeUpload', { id: file.id })).toBe('404 not_found');
    expect(await (await fetch(`${test.url}/api/uploads/${file.id}`, headers(mei))).text()).toBe('words');
    expect(await mei.call('removeUpload', { id: file.id })).toEqual({ ok: true });
  });

  it('among two hundred is refused with the number one mail can carry; together they have a limit too', async () => {
    const files: string[] = [];
    for (let n = 0; n < 51; n++) files.push((await bring({ name: `${n}.txt` })).id);
    expect(await refused({ text: 'x', attachmentIds: files })).toBe('422 too_many_files');
    expect((await send({ text: 'x', attachmentIds: files.slice(0, 50) })).attachments).toHaveLength(50);
    const two = [await bring({ content: Buffer.alloc(10_000_000, 'a') }), await bring({ content: Buffer.alloc(10_000_000, 'b') })];
    expect(await refused({ text: 'x', attachmentIds: two.map(({ id }) => id) })).toBe('413 files_too_large');
  });

  it('goes with a mail that is sent later, and is kept until then; one that nobody sends is forgotten', async () => {
    const [sent, drafted, lost] = [
      await bring({ name: 'sent.txt' }),
      await bring({ name: 'drafted.txt' }),
      await bring({ name: 'lost.txt' }),
    ];
    const sendAt = test.clock.later(3 * 86_400);
    const along = { html: '<p>later <em>on</em></p>', attachmentIds: [sent.id] };
    const scheduled = await mei.call('scheduleReply', {
      id: conversationId,
      body: { clientId: crypto.randomUUID(), text: '', seenSeq: 9, sendAt, ...along },
    });
    expect(scheduled).toMatchObject({
      text: 'later on',
      html: '<p style="margin:0">later <em>on</em></p>',
      files: [{ id: sent.id, name: 'sent.txt' }],
    });
    await mei.call('saveDraft', { id: conversationId, body: { reply: '', attachmentIds: [drafted.id], note: '', basedOn: 0 } });
    for (let day = 0; day < 2; day++) await test.pass(86_401);
    const draft = await mei.call('getDraft', { id: conversationId });
    expect(draft.files).toEqual([drafted]);
    expect(await mei.refusal('removeUpload', { id: lost.id })).toBe('404 not_found');
    await test.pass(86_401);
    expect((await arrived()).mail.attachments.map(({ filename }) => filename)).toEqual(['sent.txt']);
    for (let day = 0; day < 14; day++) await test.pass(86_401);
    expect((await mei.call('getDraft', { id: conversationId })).files).toEqual([]);
  });
});

describe('a draft', () => {
  it('keeps the mail as it is set, its files and what a macro will do', async () => {
    const file = await bring();
    const body = {
      reply: 'Hi',
      replyHtml: '<p>Hi</p>',
      attachmentIds: [file.id],
      actions: [{ do: 'set_status' as const, status: 'solved' as const }],
      note: 'n',
      basedOn: 0,
    };
    await mei.call('saveDraft', { id: conversationId, body });
    expect(await mei.call('getDraft', { id: conversationId })).toMatchObject({
      replyHtml: '<p>Hi</p>',
      files: [file],
      actions: body.actions,
      revision: 1,
    });
  });
});
