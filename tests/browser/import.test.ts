import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addPerson, client, eventually, type Person, startTestHub } from '../support/hub.ts';

let test: ConsoleHub;
let boss: Person;
let page: Page;

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  boss = await addPerson(test, { name: 'Ingrid Boss', role: 'supervisor', queues: [] });
  page = await test.open(boss);
});
afterAll(() => test?.stop());

const picture = async (name: string) => {
  if (!process.env.SCREENSHOTS) return;
  for (const language of ['en', 'zh'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}-${language}-${colorScheme}.png` });
    }
    await part(page, 'language').first().click();
    await page.waitForTimeout(250);
  }
};
const count = (name: string) => part(page, `count-${name}`).locator('dd').textContent();
const choose = (file: string, content: string | Buffer) =>
  part(page, 'import-file').setInputFiles({ name: file, mimeType: 'text/csv', buffer: Buffer.from(content) });

const customers = [
  '会员编号,姓名,手机号码,电子邮箱,所在城市,出生日期,会员等级,备注',
  'M-1001,林小雨,138 0013 8001,lin@example.com,杭州,1990年5月1日,黄金,老客户',
  'M-1002,周建国,13800138002,zhou@example.com,上海,1962/11/30,,',
  'M-1003,Oliver Bennett,+44 20 7946 0018,oliver@example.com,Bristol,1975-07-02,gold,likes drawings',
  'M-1004,王小明,12,wang@example.com,北京,1990-02-30,,',
  'M-1005,王晓明,13800138002,,北京,1990-03-02,,',
].join('\n');

describe('a supervisor with a file of customers', () => {
  it('sees how it would be understood, corrects it, checks it, and takes it in', async () => {
    await page.goto(`${test.url}/customers`);
    await part(page, 'tab-imports').click();
    await choose('会员名单.csv', customers);
    await part(page, 'import-preview').waitFor();
    await expect.poll(() => part(page, 'import-country').inputValue()).toBe('CN');
    await expect.poll(() => part(page, 'map-0').inputValue()).toBe('externalId');
    await expect.poll(() => part(page, 'map-7').inputValue()).toBe('');
    await part(page, 'map-7').selectOption('manner');
    await expect.poll(() => part(page, 'import-preview').textContent()).toContain('likes drawings');
    await expect.poll(() => part(page, 'import-preview').textContent()).toContain('+8613800138001');
    await picture('import-plan');
    await part(page, 'import-check').click();
    await part(page, 'import-problems').waitFor();
    await expect.poll(async () => [await count('created'), await count('failed')]).toEqual(['4', '1']);
    await expect
      .poll(() => part(page, 'import-problem').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-code'))))
      .toEqual(['bad_date', 'bad_phone', 'address_of_another']);
    await picture('import-checked');
    await part(page, 'import-start').click();
    await part(page, 'import-undo').waitFor();
    await expect.poll(async () => [await count('created'), await count('failed'), await count('noted')]).toEqual(['4', '1', '1']);
    await picture('import-done');
    // Their words for the search are written behind the import.
    const hands = await client(test, boss);
    await eventually(async () => expect((await hands.call('listCustomers', { query: { search: '林小雨' } })).customers).toHaveLength(1));
    await page.goto(`${test.url}/customers?search=${encodeURIComponent('林小雨')}`);
    await part(page, 'customer-row').waitFor();
  });

  it('takes the rows with mistakes home as a CSV', async () => {
    await page.goto(`${test.url}/customers/import`);
    await part(page, 'import-row').first().click();
    const [download] = await Promise.all([page.waitForEvent('download'), part(page, 'import-problems').locator('a[download]').click()]);
    expect(await readFile(await download.path(), 'utf8')).toContain('bad_date');
  });

  it('takes it back', async () => {
    await part(page, 'import-undo').click();
    await expect.poll(() => part(page, 'import').getAttribute('data-state'), { timeout: 15_000 }).toBe('undone');
    await expect.poll(() => count('undone')).toBe('4');
    await page.goto(`${test.url}/customers?search=${encodeURIComponent('林小雨')}`);
    await page.getByText('林小雨').waitFor();
    await expect.poll(() => part(page, 'customer-row').count()).toBe(0);
  });

  it('is told by name when a file is not what it says', async () => {
    await page.goto(`${test.url}/customers/import`);
    await choose('list.xlsx', 'no workbook');
    await page.getByRole('alert').waitFor();
    await expect.poll(() => part(page, 'import-row').count()).toBe(1);
  });

  it('takes the list away as a file', async () => {
    await page.goto(`${test.url}/customers`);
    await part(page, 'export').click();
    const [download] = await Promise.all([page.waitForEvent('download'), part(page, 'export-customers-csv').click()]);
    expect(await readFile(await download.path(), 'utf8')).toContain('Customer number,Name');
  });
});

describe('a supervisor with records that look alike', () => {
  it('looks for them, merges one pair and tells another one apart', async () => {
    const shop = await client(test, boss);
    const bring = (externalId: string, body: object) => shop.call('putProfile', { body: { externalId, ...body } });
    const phone = { addresses: [{ kind: 'phone' as const, value: '+8613800138001' }] };
    await bring('D-1', { name: '林小雨', birthday: '1990-05-01', city: '杭州', tier: 'gold', ...phone });
    await bring('D-2', { name: '林小雨', birthday: '1990-05-01', city: '杭州', ...phone });
    await bring('D-3', { name: 'Catherine Walker', birthday: '1970-01-01', company: 'Harbour Court Hotel' });
    await bring('D-4', { name: 'Catherin Walker', birthday: '1970-01-01', company: 'Harbour Court Hotel' });
    await page.goto(`${test.url}/customers/duplicates`);
    await part(page, 'duplicates-look').click();
    await expect.poll(() => part(page, 'duplicate-pair').count()).toBe(2);
    await picture('duplicates');
    await part(page, 'duplicate-keep-one').first().click();
    await part(page, 'identity-reason').locator('visible=true').fill('confirmed on the phone');
    await part(page, 'identity-confirm').click();
    await expect.poll(() => part(page, 'duplicate-pair').count()).toBe(1);
    await part(page, 'duplicate-apart').click();
    await part(page, 'identity-reason').locator('visible=true').fill('two sisters');
    await picture('duplicates-apart');
    await part(page, 'identity-confirm').click();
    await expect.poll(() => part(page, 'duplicate-pair').count()).toBe(0);
    await eventually(async () => expect((await shop.call('listDuplicates')).pairs).toEqual([]));
  });
});
