import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyKinds } from '../../server/contract/history.ts';
import { sql } from '../../server/db/sql.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addCustomer, addPerson, eventually, type Person, smsArrives, startTestHub } from '../support/hub.ts';
import { live, type Moment } from '../support/live-a-life.ts';
import { picture } from '../support/picture.ts';
import { tellStory } from '../support/tell-story.ts';

let test: ConsoleHub;
let agent: Person;
let page: Page;
let ada: string;
const phone = '+441632960801';
const monthsAgo = (months: number) => new Date(test.clock.now().getTime() - months * 30 * 86400_000);

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  agent = await addPerson(test, { name: 'Mei Lin' });
  ada = await addCustomer(test, { name: '林小雨', tier: 'gold', phone });
  const moments: Moment[] = Array.from({ length: 2000 }, (_, i) => ({
    kind: historyKinds[(i * 5) % 7 === 0 ? i % 12 : i % 5] ?? 'sms',
    at: monthsAgo((20 * i ** 1.4) / 2000 ** 1.4),
  }));
  await live(test, ada, moments.filter(({ kind }) => kind !== 'return').reverse());
  await live(
    test,
    ada,
    historyKinds.map((kind, i) => ({ kind, at: monthsAgo(0.03 + i * 0.03) })),
  );
  await smsArrives(test, { from: phone, text: 'The boiler leaks <b>again</b>, 空调也漏水了' });
  await tellStory(test, 180, (n) => (n === 20 ? 'the needle 银针 in the haystack' : `hay ${n}`));
  page = await test.open(agent);
}, 240_000);
afterAll(() => test?.stop());

const items = () => part(page, 'timeline-item');
const kinds = async () => new Set(await items().evaluateAll((rows) => rows.map((row) => row.getAttribute('data-kind'))));
const openAda = async () => {
  await page.goto(`${test.url}/customers/${ada}`);
  await items().first().waitFor();
};

describe('a customer’s history on screen', () => {
  it('shows a picture of two years, which leads to a month and back again', async () => {
    await openAda();
    await expect.poll(() => part(page, 'density-month').count()).toBe(24);
    await picture(page, 'history');
    const newest = await items().first().textContent();
    await part(page, 'density-month').nth(15).click();
    await part(page, 'history-now').waitFor();
    await eventually(async () => expect(await items().first().textContent()).not.toBe(newest));
    await picture(page, 'history-month');
    const before = await items().count();
    await part(page, 'history-newer').click();
    await eventually(async () => expect(await items().count()).toBeGreaterThan(before));
    await part(page, 'history-now').click();
    await eventually(async () => expect(await items().first().textContent()).toBe(newest));
  });

  it('jumps to a date', async () => {
    await openAda();
    const day = monthsAgo(6);
    await part(page, 'history-date').fill(day.toISOString().slice(0, 10));
    await eventually(async () => {
      const first = await items().first().locator('time').getAttribute('datetime');
      expect(Math.abs(Date.parse(first ?? '') - day.getTime())).toBeLessThan(3 * 86400_000);
    });
  });

  it('shows several kinds at once, and searches in them', async () => {
    await openAda();
    await part(page, 'show-order').click();
    await part(page, 'show-rating').click();
    await eventually(async () => expect([...(await kinds())].sort()).toEqual(['order', 'rating', 'return']));
    await part(page, 'show-all').click();
    await part(page, 'history-search-open').click();
    await field(page, 'history-search').fill('漏水');
    await eventually(async () => expect(await items().locator('mark').allTextContents()).toEqual(['漏水']));
    await expect.poll(() => items().first().textContent()).toContain('<b>again</b>');
    await picture(page, 'history-search');
    await field(page, 'history-search').fill('nobody ever said this');
    await page.getByText('Nothing like that here').waitFor();
  });

  it('is grouped by ticket', async () => {
    await openAda();
    await part(page, 'history-by-ticket').click();
    await expect.poll(() => part(page, 'ticket-group').count()).toBeGreaterThan(1);
    await picture(page, 'history-tickets');
  });

  it('goes on to its end without losing anything', async () => {
    await openAda();
    const { count } = await test.hub.db.one<{ count: number }>(sql`select count(*) from page_visits where customer_id = ${ada}`);
    await part(page, 'show-page_visit').click();
    await eventually(async () => expect(await kinds()).toEqual(new Set(['page_visit'])));
    await eventually(async () => {
      await items().last().scrollIntoViewIfNeeded();
      expect(await items().count()).toBe(count);
    }, 60);
  });
});

describe('the search from anywhere', () => {
  it('finds customers first, then what was said, and opens the conversation there', async () => {
    await openAda();
    await page.keyboard.press('Control+k');
    await field(page, 'search-field').fill('银针');
    await part(page, 'said').waitFor();
    await expect.poll(() => part(page, 'said').locator('mark').allTextContents()).toEqual(['银针']);
    await picture(page, 'search');
    await page.keyboard.press('Enter');
    const sought = page.locator('.sought');
    await sought.waitFor();
    await expect.poll(() => sought.textContent()).toContain('the needle 银针');
    await eventually(async () => {
      const box = await sought.boundingBox();
      expect(box?.y).toBeGreaterThan(40);
      expect(box?.y).toBeLessThan(700);
    });
    await picture(page, 'sought');
  });

  it('on the customers’ page shows what was said below those who were found', async () => {
    await page.goto(`${test.url}/customers?search=${encodeURIComponent('林小雨')}`);
    await part(page, 'customer-row').waitFor();
    await field(page, 'customer-search').fill('漏水');
    await part(page, 'said').waitFor();
    await picture(page, 'customers-said');
  });

  it('speaks Chinese, in the dark as well', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await part(page, 'language').first().click();
    await openAda();
    await page.getByText('每月往来').first().waitFor();
    await picture(page, 'history-zh-dark');
    await page.keyboard.press('Control+k');
    await field(page, 'search-field').fill('漏水');
    await part(page, 'said').waitFor();
    await picture(page, 'search-zh-dark');
  });
});
