import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addPerson, smsArrives, startTestHub } from '../support/hub.ts';

/** What makes the console answer at once: little is drawn that nobody sees, and what comes next is there before it is asked for. */
let test: ConsoleHub;
let page: Page;

const WAITING = 45;

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  for (let n = 0; n < WAITING; n++)
    await smsArrives(test, { from: `+4416329607${String(n).padStart(2, '0')}`, text: `cold radiator ${n}` });
  page = await test.open(await addPerson(test, { name: 'Mei Lin' }));
}, 240_000);
afterAll(() => test?.stop());

const rows = () => part(page, 'waiting-task');

describe('a desk where many wait', () => {
  it('draws those in sight, says how many there are, and draws on for whoever goes further down', async () => {
    await expect.poll(() => rows().count()).toBe(30);
    const item = page.locator('li', { has: rows() }).first();
    expect([await item.getAttribute('aria-posinset'), await item.getAttribute('aria-setsize')]).toEqual(['1', String(WAITING)]);
    await rows().nth(29).focus();
    await expect.poll(() => rows().count()).toBe(WAITING);
    await page.keyboard.press('Tab');
    await expect
      .poll(() =>
        rows()
          .nth(30)
          .evaluate((row) => row.matches(':focus')),
      )
      .toBe(true);
  });

  it('has loaded what the hand rests on before it is pressed, and shows it without asking the hub', async () => {
    const row = rows().filter({ hasText: 'cold radiator 3' }).first();
    const said = (await row.getAttribute('href'))?.split('/').at(-1) ?? '';
    const arrived = page.waitForResponse((response) => new URL(response.url()).pathname === `/api/conversations/${said}`);
    await row.hover();
    await (await arrived).finished();
    // From here on no question is answered until the words stand there.
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/**', (route) => answered.then(() => route.continue()));
    await row.click();
    await page.locator(`[data-conversation="${said}"] [data-test="entry"]`).waitFor();
    answer();
    await part(page, 'ticket-acts').waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});
