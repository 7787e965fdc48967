import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoPeople, seedDemo } from '../../prisma/demo/seed.ts';
import { sql } from '../../server/db/sql.ts';
import { administer } from '../support/administer.ts';
import { clockOfToday } from '../support/clock.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { goTo, pagesOf, type Shown } from '../support/console-pages.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startTestHub } from '../support/hub.ts';

/** Everything that anybody may name or write in the whole demo is hostile: markup, quotes, a template, turned writing, no place to break. */
const words = `<img src=x onerror="window.taken=1"><script>window.taken=1</script>"'\`{{constructor.constructor("window.taken=1")()}}\u202E\u2066${'W'.repeat(80)}漏水`;
const labels = [
  'tiers',
  'queues',
  'inboxes',
  'calendars',
  'campaigns',
  'custom_fields',
  'dispositions',
  'skills',
  'ticket_fields',
  'roles',
];
const texts = [
  ['customers', 'name'],
  ['segments', 'name'],
  ['opportunities', 'title'],
  ['follow_ups', 'text'],
  ['tickets', 'subject'],
  ['conversations', 'subject'],
  ['entries', 'text'],
  ['attachments', 'name'],
  ['page_visits', 'title'],
  ['rehearsals', 'name'],
  ['ticket_views', 'name'],
  ['reminders', 'note'],
  ['help_requests', 'question'],
  ['side_conversations', 'subject'],
  ['side_messages', 'text'],
  ['tier_overrides', 'reason'],
  ['unmaskings', 'reason'],
  ['legal_holds', 'reason'],
  ['webhook_targets', 'label'],
  ['policies', 'note'],
] as const;
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const label = `${quoted(JSON.stringify({ en: words, 'zh-CN': words }))}::jsonb`;

let database: TestDatabase;
let test: ConsoleHub;
let people: DemoPeople['people'];
let shown: Shown;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ people } = await seedDemo(database.db, { now: new Date() }));
  await administer(
    database.url,
    ...labels.map((table) => `update ${table} set label = ${label}`),
    `update macros set name = ${label}, text = ${label}`,
  );
  await administer(
    database.url,
    ...texts.map(([table, column]) => `update ${table} set ${column} = ${quoted(words)} where ${column} is not null`),
  );
  test = await inBrowser(startTestHub({}, database, clockOfToday()));
  shown = await database.db.one<{ customerId: string; ticketNumber: number; conversationId: string }>(sql`
    select t.customer_id, t.number as ticket_number, c.id as conversation_id
    from tickets t join conversations c on c.ticket_id = t.id where t.status <> 'closed' order by t.number desc limit 1`);
}, 120_000);
afterAll(() => test?.stop());

const signedIn = (role: string, options: { locale: string; colorScheme: 'light' | 'dark' }): Promise<Page> =>
  test.open(people.find((person) => person.role === role) ?? expect.fail(`nobody is ${role}`), options);

/** What a page that shows such words must not do: run them, build from them, grow beyond the window, or break. */
async function harm(page: Page): Promise<string[]> {
  const found: Record<string, boolean> = await page.evaluate(`({
    'it ran': window.taken !== undefined,
    'it was built': document.querySelector('img[src="x"]') !== null,
    'it is wider than the window': document.documentElement.scrollWidth > document.documentElement.clientWidth,
    'it is to be scrolled sideways': [...document.querySelectorAll('main *')].some((box) =>
      /auto|scroll/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth + 1 && !box.matches('[data-sideways]')),
    'it is empty': !document.querySelector('main')?.textContent?.trim(),
  })`);
  return Object.keys(found).filter((name) => found[name]);
}

describe.each([
  { role: 'admin', locale: 'en-GB', colorScheme: 'light' },
  { role: 'supervisor', locale: 'zh-CN', colorScheme: 'dark' },
  { role: 'agent', locale: 'zh-CN', colorScheme: 'light' },
] as const)('hostile names and texts, seen by an $role', ({ role, ...options }) => {
  it('are words on every page, and break none', async () => {
    const page = await signedIn(role, options);
    const broken: string[] = [];
    page.on('pageerror', ({ message }) => void broken.push(`${page.url()} ${message}`));
    page.on('dialog', (dialog) => {
      broken.push(`${page.url()} asks: ${dialog.message()}`);
      return dialog.dismiss();
    });
    let seen = 0;
    for (const path of await pagesOf(page, shown)) {
      await goTo(page, path);
      for (const what of await harm(page)) broken.push(`${path}: ${what}`);
      if ((await page.locator('main').first().textContent())?.includes('window.taken')) seen += 1;
    }
    expect(broken).toEqual([]);
    expect(seen).toBeGreaterThan(role === 'agent' ? 6 : 15);
    await page.context().close();
  }, 240_000);
});
