import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, startTestHub } from '../support/hub.ts';
import { picture } from '../support/picture.ts';

let test: ConsoleHub;
let admin: Person;
let mei: Person;
let boss: Client;
let page: Page;
let ada: string;

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  admin = await addPerson(test, { name: 'Admin', role: 'admin', queues: [] });
  mei = await addPerson(test);
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  ada = await addCustomer(test, { name: '林小雨' });
  await buys(300_000, 200, [{ at: ago(150), amount: 50_000, reason: '' }]);
  await buys(400_000, 30);
  await test.pass(0);
  page = await test.open(admin);
});
afterAll(() => test?.stop());

const ago = (days: number) => new Date(test.clock.now().getTime() - days * 86_400_000).toISOString();
let count = 0;
const buys = (amount: number, days: number, returns: { at: string; amount: number; reason: string }[] = []) =>
  boss.call('putOrder', {
    body: {
      number: `B-${++count}`,
      customer: { id: ada },
      placedAt: ago(days),
      currency: 'EUR',
      amount,
      cost: amount / 2,
      status: 'paid',
      returns,
    },
  });
const shown = (on: Page, name: string) => part(on, `value-${name}`).getAttribute('data-value');

describe('an admin', () => {
  it('writes rules, sees whom they would move before saving, saves, and sees them moved', async () => {
    await page.goto(`${test.url}/settings/tiers`);
    const gold = page.locator('[data-test="tier-rule"][data-tier="gold"]');
    await gold.locator('[data-test="add-condition"]').click();
    await gold.locator('[data-test="condition-enter"]').fill('5000');
    await gold.locator('[data-test="condition-enter"]').press('Tab');
    await gold.locator('[data-test="condition-leave"]').fill('9000');
    await gold.locator('[data-test="condition-leave"]').press('Tab');
    await part(page, 'preview-tiers').click();
    await part(page, 'problems').waitFor();
    await gold.locator('[data-test="condition-leave"]').fill('4000');
    await gold.locator('[data-test="condition-leave"]').press('Tab');
    await part(page, 'preview-tiers').click();
    await page.locator('[data-test="preview-move"][data-from="standard"][data-to="gold"]').waitFor({ timeout: 60_000 });
    await part(page, 'no-history').waitFor();
    await picture(page, 'tier-preview');
    expect((await boss.call('getCustomer', { id: ada })).tier).toBe('standard');
    await part(page, 'save-tiers').click();
    await page.locator('[data-test="rules-in-force"][data-version="1"]').waitFor();
    await eventually(async () => expect((await boss.call('getCustomer', { id: ada })).tier).toBe('gold'));
  });

  it('reads on a customer’s page what they are worth and why, then and now', async () => {
    await page.goto(`${test.url}/customers/${ada}/value`);
    await part(page, 'value-chart').waitFor();
    await expect.poll(async () => [await shown(page, 'revenue'), await shown(page, 'profit')]).toEqual(['650000', '325000']);
    await part(page, 'value-profit').locator('summary').click();
    await expect.poll(() => part(page, 'value-profit').textContent()).toMatch(/Margin − cost to serve/);
    await picture(page, 'value-why');
    await field(page, 'value-as-of').fill(ago(100).slice(0, 10));
    await eventually(async () => expect(await shown(page, 'revenue')).toBe('250000'));
    await field(page, 'value-as-of').fill('');
    await eventually(async () => expect(await shown(page, 'revenue')).toBe('650000'));
  });

  it('sees a new order arrive in the numbers without reloading', async () => {
    await buys(100_000, 1);
    await eventually(async () => expect(await shown(page, 'revenue')).toBe('750000'));
  });

  it('decides otherwise with a reason and an end, and ends it', async () => {
    await part(page, 'override-tier').click();
    await expect.poll(() => part(page, 'override-save').isDisabled()).toBe(true);
    await part(page, 'override-choice').selectOption('platinum');
    await field(page, 'override-reason').fill('framework contract');
    await field(page, 'override-until').fill(ago(-60).slice(0, 10));
    await picture(page, 'override');
    await part(page, 'override-save').click();
    await part(page, 'standing-override').waitFor();
    await expect.poll(async () => (await boss.call('getCustomer', { id: ada })).tier).toBe('platinum');
    await part(page, 'end-override').click();
    await part(page, 'standing-override').waitFor({ state: 'detached' });
    await expect.poll(async () => (await boss.call('getCustomer', { id: ada })).tier).toBe('gold');
  });

  it('changes what value is made of, and every value is made anew', async () => {
    await page.goto(`${test.url}/settings/value`);
    await page.getByLabel('Margin where no cost is known').fill('40');
    await part(page, 'add-rate').click();
    await part(page, 'save-value').click();
    await page.locator('[data-test="value-version"][data-version="1"]').waitFor();
    await page.locator('[data-test="sweep"][data-done="true"]').waitFor();
    await expect
      .poll(() =>
        test.hub.db.one(
          sql`select settings -> 'marginShare' as share, settings -> 'rates' -> 0 ->> 'currency' as currency from value_settings`,
        ),
      )
      .toEqual({
        share: 0.4,
        currency: 'USD',
      });
    await picture(page, 'value-settings');
  });
});

describe('an agent', () => {
  it('sees tier, stage and satisfaction, and nothing of what is earned', async () => {
    const desk = await test.open(mei);
    await desk.goto(`${test.url}/customers/${ada}/value`);
    await part(desk, 'value-revenue').waitFor();
    await expect.poll(() => part(desk, 'tier-standing').textContent()).toContain('Gold');
    await expect.poll(() => part(desk, 'value-stage').textContent()).toBe('Active');
    for (const name of ['margin', 'profit', 'costToServe', 'lifetimeValue'])
      await expect.poll(() => part(desk, `value-${name}`).count()).toBe(0);
    await expect.poll(() => part(desk, 'override-tier').count()).toBe(0);
  });
});
