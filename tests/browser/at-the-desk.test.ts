import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmtpCarrier, type SmtpCarrier } from '../channel-adapters/email/smtp-carrier.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { sitDown } from '../support/console-socket.ts';
import { take } from '../support/desk.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives, supportMail } from '../support/hub.ts';
import { picture } from '../support/picture.ts';
import { postMail } from '../support/post.ts';

/** What an agent does all day without thinking of it. */
let test: ConsoleHub;
let carrier: SmtpCarrier;
let person: Person;
let mei: Client;
let page: Page;
const phone = '+441632960871';

beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startConsole({ SMTP_URL: carrier.url });
  person = await addPerson(test, { name: 'Mei Lin' });
  mei = await client(test, person);
  await addCustomer(test, { name: '王小明', phone });
  const socket = await sitDown(test, mei);
  await smsArrives(test, { from: phone, text: '锅炉漏水' });
  const { conversationId } = await take(mei);
  page = await test.open(person);
  await page.goto(`${test.url}/desk/${conversationId}`);
  await part(page, 'entry').first().waitFor();
  socket.close();
});
afterAll(async () => {
  await test.stop();
  await carrier.close();
});

const unread = async () => Object.values((await mei.call('myWork')).unread);
const find = async (where: Page, words: string) => {
  await where.keyboard.press('Control+k');
  await where.locator('[data-test="search-field"]:focus').waitFor();
  await where.keyboard.type(words);
};

describe('a contact put down as unread', () => {
  it('leaves the screen and is counted again, until it is opened', async () => {
    await expect.poll(unread).toEqual([]);
    await part(page, 'ticket-acts').click();
    await part(page, 'act-unread').click();
    await part(page, 'conversation').waitFor({ state: 'detached' });
    await expect.poll(unread).toEqual([1]);
    const row = part(page, 'work-item').filter({ hasText: '王小明' });
    await expect.poll(() => row.locator('[data-test=unread]').textContent()).toContain('1');
    await picture(page, 'put-down');
    await row.click();
    await part(page, 'entry').first().waitFor();
    await expect.poll(unread).toEqual([]);
    await row.locator('[data-test=unread]').waitFor({ state: 'detached' });
  });
});

describe('the command bar', () => {
  it('finds pages in Chinese by pinyin and its initials, and people too', async () => {
    const chinese = await test.open(person, { locale: 'zh-CN' });
    for (const typed of ['kehu', 'kh']) {
      await find(chinese, typed);
      await part(chinese, 'bar-command').filter({ hasText: '客户' }).first().waitFor();
      await chinese.keyboard.press('Escape');
    }
    await find(chinese, 'wangxiaoming');
    await part(chinese, 'search-result').filter({ hasText: '王小明' }).waitFor();
    await picture(chinese, 'pinyin');
    await chinese.keyboard.press('Enter');
    await chinese.waitForURL(/\/customers\/[0-9a-f-]+/);
    await chinese.context().close();
  });
});

describe('a mail that is being answered', () => {
  it('shows the signature that will stand below it, also one given meanwhile, and goes out with it', async () => {
    await postMail(test, { from: 'ada@customer.example', to: supportMail, subject: 'Boiler', text: 'It leaks.' });
    const ticket = (await mei.call('listTickets', {})).tickets.find(({ subject }) => subject === 'Boiler');
    await page.goto(`${test.url}/tickets/${ticket?.number}`);
    await field(page, 'composer-reply').waitFor();
    expect(await part(page, 'signature').count()).toBe(0);
    const boss = await test.open(await addPerson(test, { name: 'Alex', role: 'admin', queues: [] }));
    await boss.goto(`${test.url}/settings/inboxes`);
    const signature = boss.locator(`[data-test="inbox-row"][data-address="${supportMail}"] [data-test="inbox-signature"]`);
    await signature.locator('summary').click();
    await signature.locator('textarea').first().fill('{{agent.name}}\nTouchline Boilers');
    await part(boss, 'save-part').click();
    await eventually(async () => expect(await part(page, 'signature').textContent()).toBe('Mei Lin\nTouchline Boilers'));
    await picture(page, 'signature');
    await field(page, 'composer-reply').click();
    await page.keyboard.type('On our way.');
    await part(page, 'composer-send').click();
    await eventually(async () => expect(carrier.received.at(-1)?.mail.text).toContain('Touchline Boilers'));
    await boss.context().close();
  });
});
