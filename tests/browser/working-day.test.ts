import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives } from '../support/hub.ts';

/** The day of an agent, a supervisor and an admin, each at their own screen, as it is in both languages and themes. */
let test: ConsoleHub;
let people: { agent: Person; supervisor: Person; admin: Person };
let mei: Client;

const phone = (n: number) => `+4416329604${10 + n}`;

beforeEach(async () => {
  test = await startConsole();
  people = {
    agent: await addPerson(test, { name: 'Mei Lin', capacity: { sms: 1 } }),
    supervisor: await addPerson(test, { name: '赵敏', role: 'supervisor', queues: [] }),
    admin: await addPerson(test, { name: 'Alex Morgan', role: 'admin', queues: [] }),
  };
  mei = await client(test, people.agent);
});
afterEach(() => test.stop());

describe.each([
  { locale: 'en-GB', colorScheme: 'light', name: 'in English, in the light' },
  { locale: 'zh-CN', colorScheme: 'dark', name: 'in Chinese, in the dark' },
] as const)('a working day $name', ({ locale, colorScheme }) => {
  const sitDown = (who: keyof typeof people) => test.open(people[who], { locale, colorScheme });

  /** What stands there is of one language, in the chosen theme, and fits. */
  async function reads(page: Page): Promise<void> {
    await expect.poll(() => page.locator('html').getAttribute('lang')).toMatch(locale === 'zh-CN' ? 'zh-CN' : 'en');
    const [luminance, overflow]: [number, number] = await page.evaluate(`[
      Number(getComputedStyle(document.body).backgroundColor.match(/\\d+(\\.\\d+)?/g)[0]),
      document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ]`);
    if (colorScheme === 'dark') expect(luminance).toBeLessThan(60);
    else expect(luminance).toBeGreaterThan(200);
    expect(overflow).toBe(0);
    const isChinese = async () => /\p{Script=Han}/u.test((await page.locator('nav').first().textContent()) ?? '');
    await expect.poll(isChinese).toBe(locale === 'zh-CN');
  }

  it('of an agent: available, a ring with the customer in view, an answer, a note, and its end', async () => {
    await addCustomer(test, { name: '王小明', tier: 'gold', phone: phone(1) });
    const page = await sitDown('agent');
    await part(page, 'status-menu').click();
    await part(page, 'status-available').click();
    await smsArrives(test, { from: phone(1), text: '暖气不热 no heating' });
    const offer = part(page, 'offer');
    await offer.waitFor();
    await expect.poll(() => offer.textContent()).toContain('王小明');
    await reads(page);
    await part(page, 'offer-accept').click();
    await field(page, 'composer-reply').fill('A fitter comes today. 师傅今天到。');
    await part(page, 'composer-send').click();
    const log = page.locator('[role=log]');
    await expect.poll(() => log.textContent()).toContain('师傅今天到。');
    await part(page, 'composer-mode-note').click();
    await field(page, 'composer-note').fill('Boiler 3000');
    await part(page, 'composer-send').click();
    await page.locator('[data-test="entry"][data-kind="note"]').waitFor();
    await reads(page);
    await part(page, 'end-contact').first().click();
    await part(page, 'disposition').first().click();
    await part(page, 'complete').first().click();
    await part(page, 'wrap-up').waitFor({ state: 'detached' });
    await expect.poll(async () => (await mei.call('listTickets', {})).tickets.map(({ status }) => status)).toEqual(['solved']);
  });

  it('of a supervisor: sees who waits, gives one to an agent with a reason, and reads why', async () => {
    for (const [n, tier] of [
      [1, 'gold'],
      [2, 'standard'],
    ] as const) {
      await addCustomer(test, { name: `Customer ${n}`, tier, phone: phone(n) });
      await smsArrives(test, { from: phone(n), text: `help ${n}` });
    }
    const agent = await sitDown('agent');
    const page = await sitDown('supervisor');
    await page.goto(`${test.url}/queues`);
    await expect.poll(() => part(page, 'waiting-task').count()).toBe(2);
    await reads(page);
    await part(agent, 'status-menu').click();
    await part(agent, 'status-available').click();
    // The gold one rings first; the other is given to her by hand.
    await part(agent, 'offer-accept').click();
    await part(agent, 'conversation').waitFor();
    await page
      .locator('li', { has: part(page, 'waiting-task'), hasText: 'Customer 2' })
      .locator('[data-test="assign"]')
      .click();
    await part(page, 'assign-agent').filter({ hasText: 'Mei Lin' }).click();
    await part(page, 'assign-reason').fill('she knows the house');
    await reads(page);
    await part(page, 'assign-submit').click();
    await part(page, 'assign-panel').waitFor({ state: 'detached' });
    await expect.poll(() => part(agent, 'offer').textContent()).toContain('she knows the house');
    await part(agent, 'offer-accept').click();
    await expect.poll(() => part(page, 'waiting-task').count()).toBe(0);
  });

  it('of an admin: takes on a colleague, opens a queue, and finds both in the history', async () => {
    const page = await sitDown('admin');
    await page.goto(`${test.url}/settings/people`);
    await part(page, 'person-add').click();
    await field(page, 'person-name').fill('王芳');
    await field(page, 'person-mail').fill('fang@touchline.example');
    await part(page, 'person-queue-support').check();
    await reads(page);
    await part(page, 'person-save').click();
    const password = (await part(page, 'first-password').locator('code').textContent()) ?? '';
    await part(page, 'password-away').click();

    await page.goto(`${test.url}/settings/queue-list`);
    await part(page, 'add-queue').click();
    const added = part(page, 'queue-row').nth(1);
    await added.locator('[data-test="name-en"]').fill('Billing');
    await added.locator('[data-test="name-zh-CN"]').fill('账务');
    await reads(page);
    await part(page, 'save-part').click();
    await part(page, 'unsaved').waitFor({ state: 'detached' });
    await page.goto(`${test.url}/settings/history`);
    await expect.poll(() => page.locator('main').first().textContent()).toMatch(locale === 'zh-CN' ? /账务/ : /Billing/);
    await reads(page);

    // The new colleague signs in with what was shown once, and chooses a password of her own.
    const hers = await (await test.browser.newContext({ locale, colorScheme })).newPage();
    await hers.goto(test.url);
    await field(hers, 'sign-in-email').fill('fang@touchline.example');
    await field(hers, 'sign-in-password').fill(password);
    await part(hers, 'sign-in-submit').click();
    await expect.poll(() => hers.locator('input[type="password"]').count()).toBeGreaterThan(1);
    await eventually(async () => expect((await mei.call('catalog')).queues.map(({ label }) => label['zh-CN'])).toContain('账务'));
  });
});
