import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sql } from '../../server/db/sql.ts';
import { field, part } from '../support/browser.ts';
import { clockOfToday } from '../support/clock.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person } from '../support/hub.ts';
import { employ, roleDraft, somebodyWrites } from '../support/roles.ts';
import { startTwoQueues } from '../support/two-queues.ts';

let test: ConsoleHub;
let root: Person;
let admin: Client;
let page: Page;

beforeAll(async () => {
  test = await inBrowser((await startTwoQueues({}, clockOfToday())).test);
  root = await addPerson(test, { name: 'Root', role: 'admin', queues: [] });
  admin = await client(test, root);
  await test.hub.db
    .all(sql`insert into skills (key, label) values ('billing', ${json({ en: 'Billing', 'zh-CN': '账务' })}) on conflict do nothing`)
    .catch(() => undefined);
  page = await test.open(root);
}, 60_000);
afterAll(() => test.stop());

describe('people', () => {
  it('are added with a first password that is shown once, and found by name', async () => {
    await page.goto(`${test.url}/settings/people`);
    await part(page, 'person-add').click();
    await field(page, 'person-name').fill('王芳');
    await field(page, 'person-mail').fill('fang@touchline.example');
    await part(page, 'person-queue-support').check();
    await part(page, 'person-save').click();
    const password = (await part(page, 'first-password').locator('code').textContent()) ?? '';
    expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    await part(page, 'password-away').click();
    await page.reload();
    await part(page, 'person').first().waitFor();
    expect(await page.content()).not.toContain(password);
    await part(page, 'people-search').fill('王');
    await eventually(async () => expect(await part(page, 'person').count()).toBe(1));

    const fresh = await (await test.browser.newContext({ locale: 'en-GB' })).newPage();
    await fresh.goto(test.url);
    await field(fresh, 'sign-in-email').fill('fang@touchline.example');
    await field(fresh, 'sign-in-password').fill(password);
    await part(fresh, 'sign-in-submit').click();
    await eventually(async () => expect(await fresh.locator('input[type="password"]').count()).toBeGreaterThan(1));
    await fresh.context().close();
  });

  it('are told by name what cannot be, with what was typed kept', async () => {
    await page.goto(`${test.url}/settings/people/new`);
    await field(page, 'person-name').fill('Another');
    await field(page, 'person-mail').fill('fang@touchline.example');
    await part(page, 'person-save').click();
    await page.getByText('Somebody has this mail address already.').first().waitFor();
    await expect.poll(() => field(page, 'person-name').inputValue()).toBe('Another');
    await field(page, 'person-mail').fill('another@touchline.example');
    await part(page, 'person-save').click();
    await part(page, 'first-password').waitFor();
  });

  it('leave after it is said what that does, and are out at once', async () => {
    const mei = await addPerson(test, { name: 'Mei Lin' });
    const hers = await test.open(mei);
    await page.goto(`${test.url}/settings/people/${mei.id}`);
    await part(page, 'person-leave').click();
    await page.getByText('What they hold goes back: tasks 0, open tickets 0').waitFor();
    await part(page, 'person-leave-yes').click();
    await part(page, 'person-reactivate').waitFor();
    await field(hers, 'sign-in-email').waitFor();
    await hers.context().close();
  });
});

describe('roles', () => {
  it('of one’s own begin as another, say what they may, and are felt by whoever has them while they look', async () => {
    const mei = await client(test, await addPerson(test, { name: 'Lin Mei' }));
    await page.goto(`${test.url}/settings/roles/supervisor`);
    await part(page, 'role-add').click();
    await field(page, 'role-name-en').fill('Team lead');
    await field(page, 'role-name-zh').fill('组长');
    await part(page, 'right-settings-read').selectOption('none');
    await expect.poll(() => part(page, 'right-settings-write').inputValue()).toBe('none');
    await part(page, 'role-save').click();
    await eventually(async () => expect((await admin.call('listRoles')).roles.map(({ label }) => label.en)).toContain('Team lead'));

    await page.goto(`${test.url}/settings/people/${mei.person.id}`);
    const hers = await test.open(mei.person);
    await expect.poll(() => hers.locator('a[href="/queues"]').count()).toBe(0);
    await part(page, 'person-role').selectOption({ label: 'Team lead' });
    await part(page, 'person-save').click();
    await hers.locator('a[href="/queues"]').first().waitFor();
    await hers.goto(`${test.url}/settings/policy`);
    await hers.waitForURL(/\/desk/);
    await hers.context().close();
  });

  it('with addresses in part show no more than that until somebody says why', async () => {
    const temp = await employ(test, roleDraft({ masked: true }), { name: 'Temp' });
    const customerId = await addCustomer(test, { name: 'Ada Byron', phone: '+441632960111', email: 'ada@customer.example' });
    await somebodyWrites(test, '+441632960111', 'support', 'Ring me on 01632 960111');
    const theirs = await test.open(temp.person);
    await theirs.goto(`${test.url}/customers/${customerId}`);
    await part(theirs, 'contact-point').first().waitFor();
    await theirs.getByText('Ring me on •••11').first().waitFor();
    expect(await theirs.content()).not.toContain('960111');
    await part(theirs, 'unmask').click();
    await field(theirs, 'unmask-reason').fill('calls back on another line');
    await part(theirs, 'unmask-yes').click();
    await theirs.getByText('+441632960111').first().waitFor();
    await page.goto(`${test.url}/settings/roles`);
    await page.getByText('calls back on another line').waitFor();
    await theirs.context().close();
  });

  it('that change nothing offer no way to', async () => {
    const boss = await addPerson(test, { name: 'Manager', role: 'manager', queues: [] });
    const { conversationId } = await somebodyWrites(test, '+441632960122', 'support');
    const theirs = await test.open(boss);
    await theirs.goto(`${test.url}/desk/${conversationId}`);
    await theirs.getByText('hello').first().waitFor();
    await expect.poll(() => field(theirs, 'composer-reply').count()).toBe(0);
    await theirs.goto(`${test.url}/settings/people`);
    await part(theirs, 'person').first().waitFor();
    await expect.poll(() => part(theirs, 'person-add').count()).toBe(0);
    await theirs.context().close();
  });
});
