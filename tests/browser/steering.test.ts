import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wallClock } from '../../server/clock.ts';
import { freePort } from '../../server/db/free-port.ts';
import { sql } from '../../server/db/sql.ts';
import { field, openBrowser, openConsole, part } from '../support/browser.ts';
import type { TestDatabase } from '../support/database.ts';
import { accountSid, addCustomer, addPerson, authToken, eventually, type Person, smsArrives } from '../support/hub.ts';
import { type HubProcess, spawnHub } from '../support/hub-process.ts';
import { makeTwoQueues } from '../support/two-queues.ts';

/** A supervisor assigns by hand and an agent hands on, in real browsers and with the keyboard. */
let database: TestDatabase;
let hub: HubProcess;
let browser: Browser;
let [boss, mei, sally]: Person[] = [];
let [bossPage, meiPage, sallyPage]: Page[] = [];

const phone = (n: number) => `+4416329601${n}`;
const inbox = async (channel: string) =>
  (await database.db.one<{ id: string }>(sql`select id from inboxes where channel = ${channel}::channel and address = '+441632960000'`)).id;
const writes = (n: number, text: string) => smsArrives({ url: hub.url, inboxOf: inbox }, { from: phone(n), text });

beforeAll(async () => {
  const made = await makeTwoQueues();
  database = made.database;
  hub = await spawnHub({
    PORT: String(await freePort()),
    SMTP_LISTEN_PORT: '0',
    DATABASE_URL: database.url,
    PHONE_NUMBERS: '+441632960000',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: 'http://127.0.0.1:9',
  });
  const place = { hub: { db: database.db, clock: wallClock }, queueId: made.supportId };
  boss = await addPerson(place, { name: 'Boss', role: 'supervisor', queues: [] });
  mei = await addPerson(place, { name: 'Mei Lin', capacity: { sms: 1 } });
  sally = await addPerson(place, { name: 'Sally Sales', queues: [made.salesId], capacity: { sms: 1 } });
  for (const [n, tier] of [
    [10, 'platinum'],
    [11, 'gold'],
    [12, 'gold'],
    [40, 'standard'],
  ] as const)
    await addCustomer(place, { name: `Customer ${n}`, tier, phone: phone(n) });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await hub?.kill();
  await database?.drop();
});

async function sitDown(person: Person | undefined): Promise<Page> {
  if (!person) throw new Error('nobody to sit down');
  const page = await openConsole(browser, hub.url, person);
  if (person === boss) return page;
  await part(page, 'status-menu').click();
  await part(page, 'status-available').click();
  return page;
}

const page = (given: Page | undefined): Page => given ?? expect.fail('nobody has sat down');

describe('assigning by hand', () => {
  it('shows whom and at what cost, asks why, and rings there with the reason', async () => {
    meiPage = await sitDown(mei);
    await writes(10, 'first of all');
    await part(meiPage, 'offer-accept').click();
    for (const n of [11, 12, 40]) await writes(n, `hello from ${n}`);
    const board = await sitDown(boss);
    bossPage = board;
    await board.goto(`${hub.url}/queues`);
    const row = board.locator('li', { has: part(board, 'waiting-task'), hasText: 'Customer 40' });
    await row.locator('[data-test="assign"]').click();
    await part(board, 'assign-panel').waitFor();
    // Mei is at capacity, which a supervisor may overrule; Sally is not there, which nobody can.
    const agents = part(board, 'assign-agent');
    await eventually(async () => expect(await agents.allTextContents()).toHaveLength(1));
    await expect.poll(() => agents.first().textContent()).toContain('SMS at capacity (1/1)');
    await board.locator('[data-test="assign-agent"] input:focus').waitFor();
    await board.keyboard.press('Space');
    await board.locator('[data-test="assign-cost"][data-count="2"]').waitFor();
    await expect
      .poll(() => part(board, 'assign-cost').textContent())
      .toContain('Mei Lin would be given 2 others first. All of them wait longer');
    await expect.poll(() => part(board, 'used-bar').count()).toBe(3);
    await expect.poll(() => part(board, 'assign-submit').isDisabled()).toBe(true);
    await board.keyboard.press('Tab');
    await board.keyboard.type('knows the house');
    await board.keyboard.press('Control+Enter');
    await part(board, 'assign-panel').waitFor({ state: 'detached' });
    const offer = part(meiPage, 'offer');
    await offer.waitFor();
    await expect.poll(() => offer.textContent()).toMatch(/Boss chose you: knows the house/);
    // She is writing to the first one.
    await meiPage.keyboard.press('Escape');
    await meiPage.keyboard.press('a');
    await eventually(async () => expect(await part(page(meiPage), 'customer-name').first().textContent()).toContain('Customer 40'));
  });

  it('is told on the task at hand in one sentence, and to the supervisor in full', async () => {
    const desk = page(meiPage);
    await part(desk, 'why').click();
    await eventually(async () => expect(await part(desk, 'why-line').textContent()).toContain('Boss chose you: knows the house'));
    const ticket = await database.db.one<{ number: number; id: string }>(
      sql`select t.number, k.id from tickets t join tasks k on k.ticket_id = t.id join customers c on c.id = t.customer_id where c.name = 'Customer 40'`,
    );
    await page(bossPage)
      .evaluate((id) => fetch(`/api/tasks/${id}/receipts`).then((answer) => answer.json()), ticket.id)
      .then((body) => expect(body).toMatchObject({ receipts: [{ byHand: { name: 'Boss' } }] }));
  });
});

describe('handing on', () => {
  it('asks where to and takes a note along, by keyboard; the other queue is offered it with its whole wait', async () => {
    const desk = page(meiPage);
    await desk.keyboard.press('t');
    await part(desk, 'transfer').waitFor();
    // The only other queue is chosen already.
    await expect.poll(() => part(desk, 'transfer-queue').textContent()).toContain('Sales');
    await field(desk, 'transfer-note').fill('Wants to buy one more 还要一台');
    await desk.keyboard.press('Control+Enter');
    await part(desk, 'transfer').waitFor({ state: 'detached' });
    await part(desk, 'conversation').waitFor({ state: 'detached' });
    sallyPage = await sitDown(sally);
    await part(sallyPage, 'offer-accept').click();
    await part(sallyPage, 'conversation').waitFor();
    await eventually(async () =>
      expect(await page(sallyPage).locator('[data-test="entry"][data-kind="note"]').textContent()).toContain(
        'Wants to buy one more 还要一台',
      ),
    );
  });
});
