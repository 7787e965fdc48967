import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addPerson, type Client, client, type Person, startTestHub } from '../support/hub.ts';
import { tellStory } from '../support/tell-story.ts';

let test: ConsoleHub;
let page: Page;
let colleague: Client;
let agent: Person;
let conversationId: string;

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  agent = await addPerson(test, { name: 'Mei Lin' });
  colleague = await client(test, await addPerson(test, { name: 'Tom Reed' }));
  const [first = ''] = await tellStory(test, 400, (n) => `line ${n}: 暖气片还是不热`);
  const [row] = await test.hub.db.all<{ id: string }>(sql`select conversation_id as id from entries where id = ${first}`);
  conversationId = row?.id ?? '';
  page = await test.open(agent);
}, 240_000);
afterAll(() => test?.stop());

const entries = () => part(page, 'entry');
const seqs = () => entries().evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-seq'))));
const box = () => page.getByRole('log');
const note = (text: string) => colleague.call('addNote', { id: conversationId, body: { clientId: crypto.randomUUID(), text } });

describe('a conversation of four hundred lines', () => {
  it('opens at its end, goes back by itself as one scrolls up, and keeps the page light', async () => {
    await page.goto(`${test.url}/desk/${conversationId}`);
    await page.locator('[data-seq="400"]').waitFor();
    for (const earliest of [301, 251, 201, 151]) {
      await box().evaluate((log) => log.scrollTo({ top: 0 }));
      await expect.poll(async () => (await seqs())[0], { timeout: 15_000 }).toBeLessThanOrEqual(earliest);
      // What was read stays in view: nobody is thrown to what has just come in above it.
      await expect.poll(() => box().evaluate((log) => log.scrollTop), { timeout: 15_000 }).toBeGreaterThan(300);
    }
    const drawn = await seqs();
    expect(drawn).toEqual(drawn.map((_, n) => (drawn[0] ?? 0) + n));
    expect(drawn.length).toBeLessThanOrEqual(150);
  });

  it('says that something new is below to whoever reads further up, moves nothing, and goes there', async () => {
    const before = await seqs();
    const place = await box().evaluate((log) => log.scrollTop);
    await note('The plumber is on her way');
    await page.locator('button.unseen').waitFor();
    expect([await seqs(), await box().evaluate((log) => log.scrollTop)]).toEqual([before, place]);
    await page.locator('button.unseen').click();
    await page.locator('[data-seq="401"]').waitFor();
    await expect
      .poll(() => box().evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop), { timeout: 15_000 })
      .toBeLessThan(5);
    await page.locator('button.unseen').waitFor({ state: 'detached' });
  });

  it('comes down again line by line to what is said now', async () => {
    await box().evaluate((log) => log.scrollTo({ top: 0 }));
    await expect.poll(async () => (await seqs())[0], { timeout: 15_000 }).toBeLessThan(302);
    for (let more = 0; more < 3; more++) {
      const [first = 0] = await seqs();
      await box().evaluate((log) => log.scrollTo({ top: 0 }));
      await expect.poll(async () => (await seqs())[0], { timeout: 15_000 }).toBeLessThan(first);
    }
    await expect.poll(async () => (await seqs()).at(-1)).toBeLessThan(401);
    await expect
      .poll(
        async () => {
          await box().evaluate((log) => log.scrollTo({ top: log.scrollHeight }));
          return (await seqs()).at(-1);
        },
        { timeout: 30_000 },
      )
      .toBe(401);
  });
});

describe('a history in which something happens', () => {
  it('does not move for whoever reads further down, and shows it to them at the top', async () => {
    await page.goto(`${test.url}/desk/${conversationId}`);
    const items = part(page, 'timeline-item');
    await items.first().waitFor();
    const panel = page.locator('aside.customer .panel');
    await panel.evaluate((column) => column.scrollTo({ top: 1_500 }));
    await expect.poll(() => panel.evaluate((column) => column.scrollTop), { timeout: 15_000 }).toBeGreaterThan(800);
    await note('She has arrived');
    await part(page, 'news-above').waitFor();
    expect(await items.filter({ hasText: 'She has arrived' }).count()).toBe(0);
    await part(page, 'news-above').click();
    await items.filter({ hasText: 'She has arrived' }).first().waitFor();
    await part(page, 'news-above').waitFor({ state: 'detached' });
  });
});
