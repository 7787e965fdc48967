import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { addPast } from '../server/rehearsals/add-past.ts';
import { part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addPerson, type Person, startTestHub } from '../support/hub.ts';

let test: ConsoleHub;
let boss: Person;
let page: Page;
beforeAll(async () => {
  test = await inBrowser(startTestHub());
  const agent = await addPerson(test, { name: 'Mei Lin', capacity: { voice: 1 } });
  await test.hub.db.all(sql`delete from queue_members where agent_id <> ${agent.id}`);
  await addPast(
    test,
    agent.id,
    Array.from({ length: 40 }, (_, i) => ({ at: -7200 + i * 90, tier: i % 4 ? 'standard' : 'gold', wait: i % 5, handle: 80 })),
  );
  // The day before yesterday at the latest, whatever the time is: what staffing is measured from.
  await addPast(
    test,
    agent.id,
    Array.from({ length: 5 }, (_, i) => ({ at: -30 * 3600 + i * 60, tier: 'gold', wait: 3, handle: 200 })),
  );
  boss = await addPerson(test, { role: 'supervisor', name: 'Ingrid', queues: [] });
  page = await test.open(boss);
});
afterAll(() => test.stop());

describe('a supervisor', () => {
  it('rehearses the last week with an agent less and reads the difference, by name', async () => {
    await page.goto(`${test.url}/rehearsals`);
    await part(page, 'fewer-support').click();
    await part(page, 'rehearsal-run').click();
    await part(page, 'rehearsal-figures').waitFor();
    await expect.poll(() => page.url()).toMatch(/\/rehearsals\/[0-9a-f-]{36}$/);
    await expect.poll(() => part(page, 'figure-agents').textContent()).toMatch(/1\s*→\s*0/);
    await expect.poll(() => part(page, 'rehearsal-group').count()).toBe(2);
    // Of those who were answered it is drawn how long they would have had patience: some would have given up sooner than they waited.
    await expect.poll(() => part(page, 'longer-row').count()).toBeGreaterThan(30);
    await page.getByRole('link', { name: '#1', exact: true }).first().click();
    await page.waitForURL(/\/tickets\/1$/);
    await page.getByText('call 1', { exact: true }).first().waitFor();
    await page.goBack();
    await part(page, 'rehearsal-figures').waitFor();
  });

  it('sorts the table by any figure, and back', async () => {
    const tiers = () => part(page, 'rehearsal-group').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-tier')));
    await expect.poll(() => tiers()).toEqual(['gold', 'standard']);
    await part(page, 'sort-arrived').click();
    await expect.poll(() => tiers()).toEqual(['standard', 'gold']);
    await part(page, 'sort-arrived').click();
    await expect.poll(() => tiers()).toEqual(['gold', 'standard']);
  });

  it('brings arrivals along, and is told the line that cannot be played', async () => {
    await page.goto(`${test.url}/rehearsals`);
    await page.getByText('A CSV', { exact: true }).click();
    const header = 'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills';
    const choose = (text: string) =>
      part(page, 'rehearsal-csv').setInputFiles({ name: 'day.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await choose(`${header}\n1,0,support,gold,voice,30,,\n2,soon,support,gold,voice,30,,\n`);
    await part(page, 'rehearsal-run').click();
    await part(page, 'rehearsal-detail').waitFor();
    await expect.poll(() => part(page, 'rehearsal-detail').textContent()).toBe('CSV line 3: at: "soon" is not a number');
    await choose(`${header}\n1,0,support,gold,voice,30,,\n2,10,support,gold,voice,30,,\n`);
    await part(page, 'rehearsal-run').click();
    await part(page, 'rehearsal-figures').waitFor();
    await expect.poll(() => part(page, 'rehearsal-group').count()).toBe(1);
  });

  it('sees how far a long one is, and cancels it', async () => {
    await page.goto(`${test.url}/rehearsals`);
    await page.getByText('A CSV', { exact: true }).click();
    const rows = Array.from({ length: 150_000 }, (_, i) => `${i},${i},support,gold,voice,30,,`);
    const text = ['id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills', ...rows].join('\n');
    await part(page, 'rehearsal-csv').setInputFiles({ name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await part(page, 'rehearsal-run').click();
    await part(page, 'rehearsal-cancel').click({ timeout: 30_000 });
    await page.locator('[data-test="rehearsal"][data-state="canceled"]').waitFor();
    await expect.poll(() => part(page, 'rehearsal-row').count()).toBe(3);
  });

  it('plans how many are needed from half hour to half hour', async () => {
    await page.goto(`${test.url}/staffing`);
    await part(page, 'staffing-row').first().waitFor();
    await expect.poll(() => part(page, 'staffing-chart').locator('rect').count()).toBeGreaterThan(0);
    const top = async (name: string) => (await part(page, name).boundingBox())?.y ?? 0;
    const height = async () => (await part(page, 'staffing-chart').locator('svg').boundingBox())?.height ?? 0;
    await expect.poll(async () => (await top('staffing-table')) - (await top('staffing-chart')) - (await height())).toBeGreaterThan(0);
    await page.getByText('Email', { exact: true }).click();
    await page.getByText('Nobody came to this queue by this channel').waitFor();
  });
});

describe('an agent', () => {
  it('neither finds these pages nor opens them by their address', async () => {
    const agent = await addPerson(test, { name: 'Tom' });
    const other = await test.open(agent);
    await expect.poll(() => other.getByRole('link', { name: 'Planning' }).count()).toBe(0);
    await other.goto(`${test.url}/rehearsals`);
    await part(other, 'status-menu').waitFor();
    await expect.poll(() => new URL(other.url()).pathname).toBe('/desk');
    await other.context().close();
  });
});
