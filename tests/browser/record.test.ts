import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, startTestHub } from '../support/hub.ts';
import { picture } from '../support/picture.ts';

let test: ConsoleHub;
let root: Client;
let admin: Page;
let agent: Page;
let ada: string;
let company: string;

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  const person = await addPerson(test, { name: 'Root', role: 'admin', queues: [] });
  root = await client(test, person);
  ada = await addCustomer(test, { name: '林小雨', phone: '+441632960801', email: 'xiaoyu@mail.example' });
  company = (await root.call('putProfile', { body: { externalId: 'G-1', name: 'Northwind Home', kind: 'company' } })).customer.id;
  await root.call('putFreshness', { body: { field: 'city', staleDays: 30, refreshBy: 'next_contact' } });
  await root.call('changeCustomer', { id: ada, body: { city: 'Hangzhou' } });
  test.clock.move(31 * 86_400);
  admin = await test.open(person);
  agent = await test.open(await addPerson(test, { name: 'Mei Lin' }));
});
afterAll(() => test?.stop());

const row = (name: string): Locator => agent.locator(`[data-test="record-field"][data-field="${name}"]`);

describe('the settings page of customer fields', () => {
  it('lets an admin add what the house needs to know; wrong drafts say where', async () => {
    await admin.goto(`${test.url}/settings/customer-fields/new`);
    await field(admin, 'field-name-en').fill('Boiler');
    await field(admin, 'field-key').fill('boiler');
    await part(admin, 'field-type').selectOption('choice');
    await part(admin, 'save-field').click();
    await part(admin, 'problems').waitFor();
    await expect.poll(() => part(admin, 'problems').textContent()).toMatch(/label\.zh-CN.*options/s);
    await field(admin, 'field-name-zh').fill('锅炉');
    await part(admin, 'add-option').click();
    for (const [i, text] of ['gas', 'Gas boiler', '燃气锅炉'].entries())
      await part(admin, 'field-option').locator('input').nth(i).fill(text);
    await picture(admin, 'customer-fields');
    await part(admin, 'save-field').click();
    await admin.waitForURL('**/customer-fields/boiler');
    await expect
      .poll(async () => (await root.call('listCustomerFields')).fields)
      .toMatchObject([{ key: 'boiler', options: [{ key: 'gas' }] }]);
  });

  it('says how long each field is trusted', async () => {
    const days = admin.locator('[data-test="freshness"][data-field="fields.boiler"] input');
    await days.fill('90');
    await days.press('Tab');
    await eventually(async () =>
      expect((await root.call('listCustomerFields')).freshness).toContainEqual({
        field: 'fields.boiler',
        staleDays: 90,
        refreshBy: 'next_contact',
      }),
    );
  });
});

describe('an agent on the side Record of a customer', () => {
  it('sees what is to be refreshed, and says with one click that it is still right', async () => {
    await agent.goto(`${test.url}/customers/${ada}/record`);
    await row('city').waitFor();
    await expect.poll(() => row('city').getAttribute('data-stale')).toBe('true');
    await part(agent, 'stale-count').waitFor();
    await picture(agent, 'record-stale');
    await row('city').locator('[data-test="record-still-right"]').click();
    await eventually(async () => expect(await row('city').getAttribute('data-stale')).toBe('false'));
    await part(agent, 'stale-count').waitFor({ state: 'detached' });
  });

  it('fills a field of the house in its place, and finds it in the history of changes', async () => {
    await row('fields.boiler').locator('[data-test="record-edit"]').click();
    await agent.locator('select[data-test="record-input"]').selectOption('gas');
    await part(agent, 'record-save').click();
    await eventually(async () => expect(await row('fields.boiler').textContent()).toContain('Gas boiler'));
    await agent.locator('[data-test="change"][data-field="fields.boiler"]').waitFor();
    await expect.poll(async () => (await root.call('getCustomer', { id: ada })).fields).toEqual({ boiler: 'gas' });
  });

  it('notes when they are not to be disturbed: it stands beside their name while it is so', async () => {
    const there = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' });
    const hour = Number(there.format(test.clock.now()));
    const clock = (hours: number) => `${String((hours + 24) % 24).padStart(2, '0')}:00`;
    await row('quietHours').locator('[data-test="record-edit"]').click();
    await field(agent, 'quiet-from').fill(clock(hour - 1));
    await field(agent, 'quiet-until').fill(clock(hour + 2));
    await field(agent, 'quiet-zone').fill('Asia/Shanghai');
    await part(agent, 'quiet-save').click();
    await part(agent, 'quiet-save').waitFor({ state: 'detached' });
    await agent.reload();
    await part(agent, 'quiet-now').waitFor();
    await expect.poll(() => part(agent, 'quiet-now').textContent()).toContain(clock(hour + 2));
  });

  it('records that they agreed, and that they do not any more, with the proof of both', async () => {
    const cell = agent.locator('[data-test="consent"][data-purpose="marketing"][data-channel="sms"]');
    for (const state of ['granted', 'withdrawn']) {
      test.clock.move(60);
      await part(agent, 'consent-add').click();
      await part(agent, 'consent-channel').selectOption('sms');
      await part(agent, 'consent-state').selectOption(state);
      await field(agent, 'consent-text').fill(state === 'granted' ? '可以发短信' : '不要再发');
      await part(agent, 'consent-save').click();
      await eventually(async () => expect(await cell.getAttribute('data-state')).toBe(state));
    }
    await part(agent, 'no-marketing').waitFor();
    await part(agent, 'consent-history').click();
    await eventually(async () => expect(await part(agent, 'consent-said').count()).toBe(2));
    await expect
      .poll(() => part(agent, 'consent-said').allTextContents())
      .toEqual([expect.stringContaining('不要再发'), expect.stringContaining('可以发短信')]);
    await picture(agent, 'record-consents');
  });

  it('puts them to their company, and sees them from the company’s side', async () => {
    await part(agent, 'groups-add').click();
    await field(agent, 'identity-find').fill('northwind');
    await part(agent, 'identity-found').click();
    await field(agent, 'member-role').fill('采购');
    await part(agent, 'member-save').click();
    await part(agent, 'membership').waitFor();
    await agent.goto(`${test.url}/customers/${company}/record`);
    await part(agent, 'membership').waitFor();
    await expect.poll(() => part(agent, 'membership').textContent()).toMatch(/林小雨.*采购/s);
    await picture(agent, 'record-company');
    await part(agent, 'membership-end').click();
    await eventually(async () => expect(await part(agent, 'membership-end').count()).toBe(0));
  });
});

describe('an address that only looks like another customer’s', () => {
  it('is flagged where one reads how to reach them; a shared one can be marked', async () => {
    // The first letter is Cyrillic.
    const stranger = await addCustomer(test, { name: 'Lin', email: 'хiaoyu@mail.example' });
    await root.call('readIdentity', { id: stranger });
    await admin.goto(`${test.url}/customers/${stranger}`);
    await part(admin, 'contact-point-looks-like').waitFor();
    await expect.poll(() => part(admin, 'contact-point-looks-like').textContent()).toMatch(/xiaoyu@mail\.example.*林小雨/s);
    await picture(admin, 'looks-like');
    await part(admin, 'contact-point-share').click();
    await part(admin, 'contact-point-shared').waitFor();
  });
});
