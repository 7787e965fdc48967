import { createTransport } from 'nodemailer';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmtpCarrier, type SmtpCarrier } from '../channel-adapters/email/smtp-carrier.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives, supportMail } from '../support/hub.ts';
import { picture } from '../support/picture.ts';

/** Writing to a customer on each channel: mails that are set, files, macros, colleagues named in notes. */
let test: ConsoleHub;
let carrier: SmtpCarrier;
let person: Person;
let mei: Client;
let page: Page;
let mailId: string;
let smsId: string;

beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startConsole({ SMTP_URL: carrier.url });
  person = await addPerson(test, { name: 'Mei Lin' });
  await addPerson(test, { name: 'Hao Wang' });
  await addPerson(test, { name: '王浩' });
  mei = await client(test, person);
  const boss = await client(test, await addPerson(test, { name: 'Boss', role: 'admin' }));
  await boss.call('createMacro', {
    body: {
      name: { en: 'Refund promised', 'zh-CN': '承诺退款' },
      text: {
        en: 'Dear {{customer.name|customer}},\nwe refund you within three days.\n{{agent.name}}',
        'zh-CN': '{{customer.name|您}}您好，三天内退款。',
      },
      actions: [{ do: 'set_status', status: 'pending' }],
      channels: [],
      roles: [],
    },
  });
  await addCustomer(test, { name: 'Ada <b>Byron</b>', email: 'ada@customer.example', phone: '+441632960111' });
  const postbox = createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true });
  await postbox.sendMail({ from: 'ada@customer.example', to: supportMail, subject: 'Invoice 4711', text: 'Where is my invoice?' });
  await smsArrives(test, { from: '+441632960111', text: 'help' });
  await eventually(async () => {
    const { tasks } = await mei.call('queue', {});
    mailId = tasks.find(({ channel }) => channel === 'email')?.conversationId ?? '';
    smsId = tasks.find(({ channel }) => channel === 'sms')?.conversationId ?? '';
    expect(mailId && smsId).toBeTruthy();
  });
  page = await test.open(person);
  await page.goto(`${test.url}/desk/${mailId}`);
});
afterAll(async () => {
  await test.stop();
  await carrier.close();
});

const editor = (on = page) => part(on, 'composer-reply');
const entries = async (id = mailId) => (await mei.call('getConversation', { id })).entries;
const draft = () => mei.call('getDraft', { id: mailId });

describe('a mail', () => {
  it('is set as it is typed, with the keyboard alone, and comes as it was set', async () => {
    await editor().waitFor();
    await page.keyboard.press('r');
    await page.keyboard.type('Dear Ada,');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('today');
    await page.keyboard.press('Control+b');
    await page.keyboard.type(' we send:');
    await page.keyboard.press('Enter');
    await part(page, 'mail-bullets').click();
    await page.keyboard.type('发票');
    await picture(page, 'mail-typed');
    await eventually(async () => expect((await draft()).replyHtml).toContain('<strong>today</strong>'));
    await page.keyboard.press('Control+Enter');
    await eventually(async () => expect(carrier.received).toHaveLength(1));
    const [sent] = carrier.received;
    expect(sent?.mail.html).toContain('<strong>today</strong> we send:</p><ul><li><p style="margin:0">发票</p></li></ul>');
    expect(sent?.mail.text).toContain('today we send:');
    await eventually(async () => expect(await editor().textContent()).toBe(''));
    await eventually(async () => expect(await draft()).toMatchObject({ reply: '', replyHtml: null }));
    await part(page, 'show-original').click();
    await eventually(async () => expect(await page.frameLocator('iframe').locator('strong').textContent()).toBe('today'));
    await picture(page, 'mail-sent');
  });

  it('takes pasted words without what hides in them, and a link with its address', async () => {
    await editor().click();
    await page.evaluate(`{
      const data = new DataTransfer();
      data.setData('text/html', '<p style="position:fixed">clean<img src="https://spy.example/x.gif"><script>window.hacked = 1</' + 'script><u onclick="x()">ed</u></p>');
      data.setData('text/plain', 'cleaned');
      document.querySelector('[data-test=composer-reply]').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }`);
    await page.keyboard.press('Control+a');
    await part(page, 'mail-link').click();
    await page.locator('[data-test="mail-address"]:focus').waitFor();
    await page.keyboard.type('example.com/invoice');
    await page.keyboard.press('Enter');
    await eventually(async () => expect((await draft()).replyHtml).toContain('href="https://example.com/invoice"'));
    const { replyHtml } = await draft();
    for (const bad of ['spy', 'script', 'style', 'onclick']) expect(replyHtml).not.toContain(bad);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Backspace');
  });

  it('is typed with an input method: Enter chooses characters, and sends nothing', async () => {
    await editor().click();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Input.imeSetComposition', { text: 'fapiao', selectionStart: 6, selectionEnd: 6 });
    await page.keyboard.press('Control+Enter');
    await devtools.send('Input.imeSetComposition', { text: '发票', selectionStart: 2, selectionEnd: 2 });
    await devtools.send('Input.insertText', { text: '发票' });
    await page.keyboard.type('已开');
    await eventually(async () => expect(await editor().textContent()).toBe('发票已开'));
    await eventually(async () => expect((await draft()).reply).toBe('发票已开'));
    expect(carrier.received).toHaveLength(1);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Backspace');
  });

  it('of a hundred thousand characters is pasted and sent, and of lines alone goes as plain words', async () => {
    const line = '漏水<b>&amp;</b> "quoted" '.repeat(20);
    const words = Array.from({ length: 240 }, () => line.trim())
      .join('\n')
      .slice(0, 99_000)
      .trim();
    await page.evaluate(`{
      const data = new DataTransfer();
      data.setData('text/plain', ${JSON.stringify(words)});
      document.querySelector('[data-test=composer-reply]').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }`);
    await eventually(async () => expect((await draft()).reply.length).toBeGreaterThan(98_000));
    await part(page, 'composer-send').click();
    await eventually(async () => expect(carrier.received).toHaveLength(2));
    const sent = (await entries()).at(-1);
    expect([sent?.hasHtml, sent?.text.replace(/\n+/g, '\n')]).toEqual([false, words]);
    await eventually(async () => expect(await editor().textContent()).toBe(''));
  });
});

describe('files', () => {
  it('are chosen or dropped, stand in the draft of every window, and go with the mail', async () => {
    await part(page, 'file-picker').setInputFiles([
      { name: '报价单.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') },
      { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    ]);
    await part(page, 'file').waitFor();
    await eventually(async () => expect(await part(page, 'uploading').getAttribute('data-state')).toBe('failed'));
    await expect.poll(() => part(page, 'uploading').textContent()).toContain('Programs are not sent');
    await picture(page, 'files');
    await part(page, 'file-cancel').click();
    await eventually(async () => expect((await draft()).files.map(({ name }) => name)).toEqual(['报价单.pdf']));
    const other = await test.open(person);
    await other.goto(`${test.url}/desk/${mailId}`);
    await part(other, 'file').waitFor();
    await other.close();
    await editor().click();
    await page.keyboard.type('see');
    await part(page, 'composer-send').click();
    await eventually(async () => expect(carrier.received.at(-1)?.mail.attachments.map(({ filename }) => filename)).toEqual(['报价单.pdf']));
    await eventually(async () => expect(await part(page, 'file').count()).toBe(0));
    await eventually(async () => expect((await entries()).at(-1)?.attachments).toHaveLength(1));
  });

  it('that are pasted pictures stand within the mail', async () => {
    await editor().click();
    await page.keyboard.type('look: ');
    await page.evaluate(`new Promise((done) => {
      const paper = Object.assign(document.createElement('canvas'), { width: 320, height: 90 });
      paper.getContext('2d').fillRect(10, 10, 300, 70);
      paper.toBlob((blob) => {
        const data = new DataTransfer();
        data.items.add(new File([blob], 'image.png', { type: 'image/png' }));
        document.querySelector('[data-test=composer-reply]').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        done();
      });
    })`);
    await editor().locator('img').waitFor();
    await picture(page, 'picture');
    await part(page, 'composer-send').click();
    await eventually(async () => expect(carrier.received.at(-1)?.mail.html).toMatch(/<img src="cid:[0-9a-f-]{36}"/));
    expect(carrier.received.at(-1)?.mail.attachments).toHaveLength(1);
  });

  it('are not offered where the channel carries none', async () => {
    await page.goto(`${test.url}/desk/${smsId}`);
    await field(page, 'composer-reply').waitFor();
    await expect.poll(() => part(page, 'attach').count()).toBe(0);
  });
});

describe('a macro', () => {
  it('opens with a slash, is found by typing, and its acts wait for the words to be sent', async () => {
    await page.goto(`${test.url}/desk/${mailId}`);
    await editor().click();
    await page.keyboard.press('/');
    await part(page, 'macro').first().waitFor();
    await picture(page, 'macros');
    await page.locator('[data-test="macro-search"]:focus').waitFor();
    await page.keyboard.type('退款');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await editor().textContent()).toContain('Dear Ada <b>Byron</b>,'));
    await expect.poll(() => editor().locator('b').count()).toBe(0);
    await expect.poll(() => part(page, 'action').textContent()).toContain('Pending');
    await picture(page, 'macro-in');
    await part(page, 'composer-send').click();
    await eventually(async () => expect(carrier.received.at(-1)?.mail.text).toContain('Dear Ada <b>Byron</b>,'));
    await eventually(async () =>
      expect((await mei.call('getTicket', { id: (await entries())[0]?.ticketId ?? '' })).ticket.status).toBe('pending'),
    );
  });

  it('is closed by Escape, and a second slash is only a slash', async () => {
    await page.goto(`${test.url}/desk/${smsId}`);
    await field(page, 'composer-reply').click();
    await page.keyboard.press('/');
    await part(page, 'macro-search').waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await part(page, 'macro-menu').count()).toBe(0));
    await page.keyboard.press('/');
    await page.locator('[data-test="macro-search"]:focus').waitFor();
    await page.keyboard.press('/');
    await eventually(async () => expect(await field(page, 'composer-reply').inputValue()).toBe('/'));
    await field(page, 'composer-reply').fill('');
  });
});

describe('a note', () => {
  it('names a colleague after @, who hears of it, and shows the name', async () => {
    await page.keyboard.press('Escape');
    await part(page, 'composer-mode-note').click();
    // The cursor is there already: what is typed next must not be keys of the page.
    await expect
      .poll(() => page.evaluate(`document.activeElement?.closest('[data-test]')?.getAttribute('data-test')`))
      .toBe('composer-note');
    await page.keyboard.type('Please look, @hao');
    await part(page, 'mention').first().getByText('Hao Wang').waitFor();
    await picture(page, 'mention');
    await page.keyboard.press('Enter');
    await page.keyboard.type('today. 还有@王浩请看');
    await expect.poll(() => field(page, 'composer-note').inputValue()).toBe('Please look, @Hao Wang today. 还有@王浩请看');
    await part(page, 'composer-send').click();
    await eventually(async () => expect((await entries(smsId)).at(-1)?.mentions.map(({ name }) => name)).toEqual(['Hao Wang', '王浩']));
    await eventually(async () => expect(await part(page, 'mentioned').allTextContents()).toEqual(['@Hao Wang', '@王浩']));
    await picture(page, 'mentioned');
  });
});
