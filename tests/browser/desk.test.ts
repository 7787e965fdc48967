import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives } from '../support/hub.ts';

let test: ConsoleHub;
let person: Person;
let mei: Client;

beforeEach(async () => {
  test = await startConsole();
  person = await addPerson(test);
  mei = await client(test, person);
});
afterEach(() => test.stop());

const openDesk = (options?: BrowserContextOptions) => test.open(person, options);

const phoneOf = (n: number) => `+44163296${String(7000 + n)}`;
const text = (n: number, words: string) => smsArrives(test, { from: phoneOf(n), text: words });
const names = ['Ada Byron', '王小明', 'Grace Hopper'] as const;

/** These customers wrote, and Mei has them in her hands. */
async function inHand(page: Page, ...customers: number[]): Promise<void> {
  await mei.call('setStatus', { body: { status: 'available' } });
  for (const n of customers) {
    await addCustomer(test, { name: names[n] ?? '', phone: phoneOf(n) });
    await text(n, `help ${n}`);
    await part(page, 'offer').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await part(page, 'conversation').waitFor();
    await part(page, 'offer').waitFor({ state: 'detached' });
    await eventually(async () => expect((await mei.call('myWork')).unread).toEqual({}));
  }
}

/** The cursor stands where the reply is written. */
const writing = (page: Page) =>
  eventually(async () =>
    expect(await page.evaluate(`document.activeElement?.closest('[data-test]')?.getAttribute('data-test')`)).toBe('composer-reply'),
  );

const row = (page: Page, name: string) => part(page, 'work-item').filter({ hasText: name });
const bar = async (page: Page, words: string) => {
  await page.keyboard.press('Control+k');
  await page.locator('[data-test="search-field"]:focus').waitFor();
  await page.keyboard.type(words);
};

describe('with the keyboard alone', () => {
  it('an agent goes from the ring to the end of wrap-up', async () => {
    const page = await openDesk();
    await bar(page, 'available');
    await page.keyboard.press('Enter');
    await eventually(async () => expect((await mei.call('desk')).agent.status).toBe('available'));
    await addCustomer(test, { name: names[0], phone: phoneOf(0) });
    await text(0, 'where is my parcel?');
    await part(page, 'offer').waitFor();
    await page.keyboard.press('a');
    await writing(page);
    await page.keyboard.type('It comes tomorrow.');
    await page.keyboard.press('Control+Enter');
    await eventually(async () => expect(await page.locator('[role=log]').textContent()).toContain('It comes tomorrow.'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await part(page, 'wrap-up').waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await part(page, 'wrap-up').waitFor({ state: 'detached' });
    await expect.poll(async () => (await mei.call('desk')).tasks).toEqual([]);
    await expect.poll(async () => (await mei.call('listTickets', {})).tickets[0]?.status).toBe('solved');
  });

  it('goes from one contact to the next, also while writing, and to what is unread', async () => {
    const page = await openDesk();
    await inHand(page, 0, 1, 2);
    const nameOf = async (item: Locator) => {
      const words = await item.textContent();
      return names.find((name) => words?.includes(name));
    };
    const open = () => nameOf(row(page, '').and(page.locator('[aria-current=true]')));
    const first = await nameOf(row(page, '').first());
    await field(page, 'composer-reply').focus();
    await page.keyboard.press('Alt+Digit1');
    await expect.poll(open).toBe(first);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await expect.poll(open).not.toBe(first);
    await page.keyboard.press('k');
    await expect.poll(open).toBe(first);
    const other = names.findIndex((name) => name !== first);
    await text(other, 'still there?');
    await eventually(async () =>
      expect(
        await row(page, names[other] ?? '')
          .locator('[data-test=unread]')
          .count(),
      ).toBe(1),
    );
    await page.keyboard.press('u');
    await expect.poll(open).toBe(names[other]);
  });

  it('finds a customer, a ticket by its number and any page in the command bar', async () => {
    const page = await openDesk();
    await addCustomer(test, { name: names[1], phone: phoneOf(1) });
    await text(1, '锅炉漏水');
    const [ticket] = (await mei.call('listTickets', {})).tickets;
    await bar(page, 'customers');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/customers$/);
    await bar(page, `#${ticket?.number}`);
    await part(page, 'bar-ticket').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/tickets/${ticket?.number}`));
    await bar(page, '小明');
    await part(page, 'search-result').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/customers\/[0-9a-f-]+/);
    await page.keyboard.press('Control+k');
    await eventually(async () => expect(await part(page, 'bar-recent').first().textContent()).toContain('王小明'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/\/desk/);
  });

  it('the sheet names every key that does something, and each does it', async () => {
    const page = await openDesk();
    await page.keyboard.press('?');
    for (const words of ['Accept what rings', 'Snooze or be reminded', 'Next unread', 'Find or do anything', 'Go to tickets'])
      await part(page, 'shortcuts').getByText(words).first().waitFor();
  });
});

describe('unread', () => {
  it('is counted in every window alike, and read in one is read in all', async () => {
    const [page, other] = [await openDesk(), await openDesk()];
    await inHand(page, 0, 1);
    await other.goto(`${test.url}/tickets`);
    await text(0, 'hello?');
    await text(0, 'anybody?');
    await eventually(async () => expect(await row(page, names[0]).locator('[data-test=unread]').textContent()).toContain('2'));
    await eventually(async () => expect(await part(other, 'desk-unread').first().textContent()).toContain('2'));
    await row(page, names[0]).click();
    await page.bringToFront();
    await eventually(async () => expect(await part(other, 'desk-unread').count()).toBe(0));
    await eventually(async () => expect((await mei.call('myWork')).unread).toEqual({}));
  });
});

describe('put aside', () => {
  it('by two keys; undone it is in hand again, and otherwise it stands among the snoozed', async () => {
    const page = await openDesk();
    await inHand(page, 0);
    await writing(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await part(page, 'snooze-until-tomorrow').click();
    await eventually(async () => expect((await mei.call('desk')).tasks).toEqual([]));
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => expect((await mei.call('desk')).tasks).toHaveLength(1));
    await row(page, names[0]).click();
    await part(page, 'snooze').click();
    await part(page, 'snooze-until-tomorrow').click();
    const head = page.locator('[data-test=work-group][data-group=snoozed]');
    await head.click();
    await row(page, names[0]).click();
    await expect.poll(() => part(page, 'snoozed').textContent()).toContain('Put aside until');
    await part(page, 'wake').click();
    await eventually(async () => expect((await mei.call('desk')).tasks).toHaveLength(1));
  });
});

describe('a small screen', () => {
  const overflow = (page: Page) => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  it('shows one column at a time on a phone', async () => {
    const page = await openDesk({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await inHand(page, 0);
    await expect.poll(() => part(page, 'work-item').first().isVisible()).toBe(false);
    await expect.poll(() => overflow(page)).toBe(0);
    await page.getByRole('button', { name: 'Back' }).click();
    await part(page, 'work-item').first().waitFor();
    await expect.poll(() => overflow(page)).toBe(0);
    for (const name of ['Tickets', 'Customers', 'Desk']) {
      await page.locator('nav.bottom').getByRole('link', { name }).click();
      await page.waitForURL(`**/${name.toLowerCase()}**`);
      await page.waitForLoadState('networkidle');
      await expect.poll(async () => [name, await overflow(page)]).toEqual([name, 0]);
    }
  });

  it('keeps everything in reach at 200 % zoom of 1280 × 720', async () => {
    const page = await openDesk({ viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 });
    await inHand(page, 0);
    await expect.poll(() => overflow(page)).toBe(0);
    // Nothing lies below the frame, to which a focus would scroll it all away.
    await expect.poll(() => page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
    await field(page, 'composer-reply').fill('on its way');
    await part(page, 'composer-send').click();
    await eventually(async () => expect(await page.locator('[role=log]').textContent()).toContain('on its way'));
    await part(page, 'end-contact').click();
    await part(page, 'disposition').first().click();
    await part(page, 'complete').click();
    await eventually(async () => expect((await mei.call('desk')).tasks).toEqual([]));
  });
});

describe('the first steps', () => {
  it('are done one by one, and put away for good', async () => {
    const page = await openDesk();
    await part(page, 'guide-available').click();
    await eventually(async () => expect(await part(page, 'guide-available').textContent()).toContain('Done'));
    await expect.poll(async () => (await mei.call('desk')).agent.status).toBe('available');
    await part(page, 'guide-close').click();
    await page.reload();
    await part(page, 'status-menu').waitFor();
    await page.waitForLoadState('networkidle');
    await expect.poll(() => part(page, 'guide').count()).toBe(0);
    await bar(page, 'first steps');
    await page.keyboard.press('Enter');
    await part(page, 'guide').waitFor();
  });
});

/** Runs in the page before anything else: its clock is two days ahead. */
const wrongClock = `(() => {
  const [True, ahead] = [Date, 2 * 86_400_000];
  globalThis.Date = class extends True {
    constructor(...given) { given.length > 0 ? super(...given) : super(True.now() + ahead); }
    static now() { return True.now() + ahead; }
  };
})()`;

describe('a browser whose clock is wrong by days', () => {
  it('shows by the hub’s clock how long somebody has waited, and how long it still rings', async () => {
    const page = await openDesk();
    await page.addInitScript(wrongClock);
    await page.reload();
    await part(page, 'search').first().waitFor();
    await inHand(page, 0);
    expect(await page.evaluate('Date.now()')).toBeGreaterThan(Date.now() + 86_400_000);
    await addCustomer(test, { name: names[1], phone: phoneOf(1) });
    await text(1, '你好');
    const offer = part(page, 'offer');
    await offer.waitFor();
    await expect.poll(() => part(page, 'offer-countdown').textContent()).toMatch(/^[1-5]?\d s$/);
    expect(await offer.textContent()).not.toMatch(/\b[12] (d|days)\b/);
    expect(await row(page, names[0]).textContent()).not.toMatch(/\b[12] ?d\b/);
  });
});
