import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addCustomer, addPerson, eventually, type Person, smsArrives, startTestHub } from '../support/hub.ts';
import { picture } from '../support/picture.ts';

let test: ConsoleHub;
let boss: Person;
let page: Page;
const numbers = { ada: '+441632960701', namesake: '+441632960702' };
let ada: string;

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  boss = await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] });
  ada = await addCustomer(test, { name: '林小雨', tier: 'gold', phone: numbers.ada });
  await addCustomer(test, { name: '林小雨', phone: numbers.namesake });
  await smsArrives(test, { from: numbers.ada, text: 'from my own phone' });
  await smsArrives(test, { from: numbers.namesake, text: '用公司手机发的' });
  page = await test.open(boss);
});
afterAll(() => test?.stop());

const history = () => part(page, 'timeline-item').allTextContents();

describe('a supervisor on a customer’s page', () => {
  it('sees who may be the same, says why, and reads one history; taking it back gives two again', async () => {
    await page.goto(`${test.url}/customers/${ada}`);
    await part(page, 'identity-match').waitFor();
    await picture(page, 'identity-match');
    await part(page, 'identity-merge').click();
    await expect.poll(() => part(page, 'identity-confirm').isDisabled()).toBe(true);
    await field(page, 'identity-reason').fill('confirmed on the phone');
    await picture(page, 'identity-reason');
    await field(page, 'identity-reason').press('Enter');
    await part(page, 'identity-merged').waitFor();
    await page.reload();
    await eventually(async () =>
      expect((await history()).join()).toMatch(/用公司手机发的.*from my own phone|from my own phone.*用公司手机发的/s),
    );
    await picture(page, 'identity-merged');
    await part(page, 'identity-undo').click();
    await field(page, 'identity-reason').fill('two sisters');
    await part(page, 'identity-confirm').click();
    await part(page, 'identity-match').waitFor();
    await page.reload();
    await part(page, 'timeline-item').first().waitFor();
    await expect.poll(async () => (await history()).join()).not.toContain('用公司手机发的');
  });

  it('finds another record by its number, and may say for good that two are not the same', async () => {
    await page.goto(`${test.url}/customers/${ada}`);
    await part(page, 'identity-search').click();
    await field(page, 'identity-find').fill(numbers.namesake.slice(-6));
    await part(page, 'identity-found').waitFor();
    await part(page, 'identity-apart').click();
    await field(page, 'identity-reason').fill('mother and daughter');
    await part(page, 'identity-confirm').click();
    await part(page, 'identity-match').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.identity').textContent()).toContain('mother and daughter');
  });

  it('gives somebody unknown a name', async () => {
    await smsArrives(test, { from: '+441632960799', text: 'hello' });
    await part(page, 'identity-search').waitFor();
    await page.goto(`${test.url}/customers`);
    await page.getByText('Unknown customer').first().click();
    await part(page, 'edit-open').click();
    await field(page, 'edit-name').fill('Grace Hopper');
    await field(page, 'edit-birthday').fill('1906-12-09');
    await field(page, 'edit-birthday').press('Enter');
    await picture(page, 'edit-filled');
    await part(page, 'edit-customer').waitFor({ state: 'detached' });
    await eventually(async () => expect(await part(page, 'customer-name').first().textContent()).toContain('Grace Hopper'));
  });
});
