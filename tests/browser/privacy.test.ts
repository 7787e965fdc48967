import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { putOrder } from '../../server/orders/put-order.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addPerson, eventually, type Person, startTestHub } from '../support/hub.ts';
import { type Planted, plantPerson } from '../support/plant-person.ts';
import { openReceiver, type Receiver, status } from '../support/receiver.ts';

let test: ConsoleHub;
let shop: Receiver;
let root: Person;
let page: Page;
let ada: Planted;

beforeAll(async () => {
  [test, shop] = await Promise.all([inBrowser(startTestHub({ WEBHOOK_NETWORKS: '127.0.0.1' })), openReceiver()]);
  root = await addPerson(test, { name: 'Root', role: 'admin', queues: [] });
  ada = await plantPerson(test, { mark: '林小雨', agentId: root.id, ticketStatus: 'open' });
  page = await test.open(root);
});
afterAll(async () => {
  await shop?.close();
  await test?.stop();
});

/** Both languages and both looks, when pictures are asked for. */
async function picture(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: `${folder}/${name}-dark.png` });
  await page.emulateMedia({ colorScheme: 'light' });
}

describe('an admin who lets a shop know', () => {
  it('adds it, sees the secret once, tests it, and reads what was delivered and why not', async () => {
    await page.goto(`${test.url}/settings/webhooks`);
    await part(page, 'webhook-add').click();
    await field(page, 'webhook-label').fill('Web shop');
    await field(page, 'webhook-url').fill('https://169.254.169.254/');
    await part(page, 'webhook-save').click();
    await page.getByText('This address may not be told').waitFor();
    await field(page, 'webhook-url').fill(shop.url);
    await page.getByText('Only these').click();
    await part(page, 'webhook-event-order.placed').check();
    await picture('webhook-form');
    await part(page, 'webhook-save').click();
    await expect.poll(() => part(page, 'webhook-secret').textContent()).toMatch(/^whsec_/);
    await part(page, 'webhook-test').click();
    await page.getByText('Arrived: answered 200').waitFor();
    shop.answer = (response, count) => status(count % 2 ? 500 : 200)(response);
    const { hub } = test;
    const order = {
      customer: { id: ada.id },
      placedAt: '2026-05-01T10:00:00Z',
      currency: 'EUR',
      amount: 1,
      cost: null,
      status: 'paid',
      items: [],
    };
    for (const number of ['SO-1', 'SO-2', 'SO-3'])
      await putOrder(hub, root.id, { ...order, number, payment: null, delivery: null, returns: [] });
    await eventually(async () => expect(shop.received.length).toBeGreaterThanOrEqual(4));
    await part(page, 'webhook-deliveries').click();
    await part(page, 'webhook-delivery').first().waitFor();
    await eventually(async () =>
      expect(await page.locator('[data-test="webhook-delivery"][data-state="delivered"]').count()).toBeGreaterThan(0),
    );
    await picture('webhooks');
    await page.reload();
    await part(page, 'webhook').waitFor();
    await expect.poll(() => part(page, 'webhook-secret').count()).toBe(0);
    await part(page, 'webhook-pause').click();
    await part(page, 'webhook-resume').waitFor();
  });
});

describe('an admin who looks after privacy', () => {
  it('sees how much a rule would take away before saving it', async () => {
    await test.hub.db.all(sql`update page_visits set at = at - interval '40 days' where customer_id = ${ada.id}`);
    await page.goto(`${test.url}/settings/privacy`);
    await field(page, 'retention-days-page_visits').fill('30');
    await page.getByText('1 would go tonight').waitFor();
    await picture('privacy');
    await part(page, 'retention-save-page_visits').click();
    await part(page, 'retention-save-page_visits').waitFor({ state: 'detached' });
    await page.reload();
    await eventually(async () => expect(await field(page, 'retention-days-page_visits').inputValue()).toBe('30'));
  });

  it('hands out everything of a person as a file', async () => {
    await page.goto(`${test.url}/customers/${ada.id}`);
    await part(page, 'privacy-export').click();
    await field(page, 'identity-reason').fill('asked by letter');
    await picture('privacy-export');
    const [download] = await Promise.all([page.waitForEvent('download'), part(page, 'identity-confirm').click()]);
    expect(download.suggestedFilename()).toBe(`customer-${ada.id}.zip`);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).subarray(0, 2).toString()).toBe('PK');
  });

  it('erases a customer in two steps, not while a hold stands, and sees only that it was done', async () => {
    await part(page, 'privacy-hold-open').click();
    await field(page, 'identity-reason').fill('court case 7');
    await part(page, 'identity-confirm').click();
    await part(page, 'privacy-hold').waitFor();
    await part(page, 'privacy-erase').click();
    await part(page, 'erasure-blocked').waitFor();
    await field(page, 'erasure-reason').fill('asked by letter');
    await expect.poll(() => part(page, 'erasure-next').isDisabled()).toBe(true);
    await picture('erasure-blocked');
    await part(page, 'erasure-force').check();
    await part(page, 'erasure-next').click();
    await picture('erasure-sure');
    await part(page, 'erasure-confirm').click();
    await part(page, 'privacy-erased').waitFor();
    await eventually(async () => {
      await page.reload();
      await part(page, 'privacy-erased').waitFor();
      expect(await page.locator('body').textContent()).not.toContain(ada.mark);
    });
    await page.getByText('Erased customer').first().waitFor();
    await picture('erased');
    await page.goto(`${test.url}/settings/privacy`);
    await part(page, 'erasure').waitFor();
    expect(await page.locator('main, body').first().textContent()).not.toContain(ada.mark);
  });
});

describe('the same in Chinese', () => {
  it('reads well', async () => {
    await page.goto(`${test.url}/settings/webhooks`);
    await part(page, 'webhook').waitFor();
    await page.goto(`${test.url}/settings`);
    await page.getByText('简体中文').first().click();
    await page.goto(`${test.url}/settings/webhooks`);
    await part(page, 'webhook').waitFor();
    await part(page, 'webhook-deliveries').click();
    await part(page, 'webhook-delivery').first().waitFor();
    await page.getByText('已送达').first().waitFor();
    await picture('webhooks-zh');
    await page.goto(`${test.url}/settings/privacy`);
    await part(page, 'erasure').waitFor();
    await picture('privacy-zh');
  });
});
