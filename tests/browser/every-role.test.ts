import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openConsole } from '../support/browser.ts';
import { pagesOf } from '../support/console-pages.ts';
import { addPerson, type Client, client } from '../support/hub.ts';
import { employ, roleDraft } from '../support/roles.ts';
import { openWorld, type World } from '../support/world.ts';

/** Reads the board and the settings, only the tickets of their own queue, and addresses in part only. */
const temp = roleDraft({
  masked: true,
  rights: {
    tickets: { read: 'team', write: 'own' },
    customers: { read: 'team', write: 'none' },
    queues: { read: 'all', write: 'none' },
    settings: { read: 'all', write: 'none' },
  },
});

let world: World;
let browser: Browser;
let people: Record<string, Client>;
let ticketNumber: number;

beforeAll(async () => {
  world = await openWorld();
  const { test, mei, supervisor, admin } = world;
  ticketNumber = (await mei.call('getTicket', { id: world.ticketId })).ticket.number;
  people = {
    agent: mei,
    supervisor,
    admin,
    manager: await client(test, await addPerson(test, { name: 'Grace', role: 'manager', queues: [] })),
    temp: await employ(test, temp, { name: 'Tessa Temp', queues: [test.queueId] }),
  };
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.stop();
});

it.each(['agent', 'temp', 'supervisor', 'manager', 'admin'])('nothing that %s is shown is refused to them, or breaks', async (role) => {
  const person = people[role];
  if (!person) throw new Error(`nobody is ${role}`);
  const page = await openConsole(browser, world.test.url, person.person);
  const walk = watch(page);
  const toVisit = await pagesOf(page, { ...world, ticketNumber });
  const shapes = new Set(toVisit.map(shapeOf));
  const walked: string[] = [];
  // What a page links to is walked too, one of each kind.
  for (const path of toVisit) {
    if (!(await walk.to(path))) continue;
    walked.push(path);
    await walk.openAll();
    for (const link of await linksOf(page)) if (!shapes.has(shapeOf(link))) toVisit.push(link) && shapes.add(shapeOf(link));
  }
  expect(walk.broken).toEqual([]);
  expect(walked.length, walked.join(' ')).toBeGreaterThan(role === 'agent' ? 9 : 20);
  await page.context().close();
});

const router = `document.querySelector('#app').__vue_app__.config.globalProperties.$router`;

/** Goes from page to page as a person does, and keeps what the hub refused and what the browser complained of. */
function watch(page: Page) {
  const broken: string[] = [];
  const asked = new Set<Request>();
  let here = '';
  page.on('request', (request) => void asked.add(request));
  page.on('requestfinished', (request) => void asked.delete(request));
  page.on('requestfailed', (request) => void asked.delete(request));
  page.on('response', (response) => {
    if (response.status() >= 400) broken.push(`${here}: ${response.request().method()} ${response.url()} ${response.status()}`);
  });
  page.on('pageerror', (error) => void broken.push(`${here}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) broken.push(`${here}: ${message.text()}`);
  });

  async function settled() {
    await page.waitForTimeout(40);
    for (let waits = 0; asked.size > 0 && waits < 200; waits++) await page.waitForTimeout(25);
  }

  return {
    broken,
    /** Whether this person has such a page; where not, they are taken to one that they have. */
    async to(path: string): Promise<boolean> {
      here = path;
      await page.evaluate(`${router}.push(${JSON.stringify(path)})`);
      await settled();
      const at: { path: string; name: string } = await page.evaluate(
        `({ path: ${router}.currentRoute.value.path, name: ${router}.currentRoute.value.name })`,
      );
      if (at.name === 'nowhere') broken.push(`${path}: there is no such page`);
      return at.path === new URL(path, 'http://hub').pathname;
    },
    /** Whatever opens here and changes nothing: menus, tabs, what is folded, the drawers of the board. */
    async openAll() {
      const openers = page.locator(
        'main :is(summary, [role="tab"], [aria-haspopup]:not(select), [aria-expanded="false"], [data-test="quarantined"], [data-test="waiting-why"]):visible',
      );
      for (const opener of (await openers.all()).slice(0, 6)) {
        await opener.click({ timeout: 500 }).catch(() => undefined);
        await settled();
        await page.keyboard.press('Escape');
      }
    },
  };
}

const linksOf = (page: Page): Promise<string[]> =>
  page.locator('main a[href^="/"]:visible').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? '/'));

/** Pages that differ only in what they are of are of one shape. */
const shapeOf = (path: string) =>
  (path.split('?')[0] ?? path)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replaceAll(/\/\d+/g, '/NUMBER')
    .replace(/\/$/, '');
