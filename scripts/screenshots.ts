import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import { projectRoot } from '../server/project-root.ts';
import { field, openBrowser, openConsole, part } from '../tests/support/browser.ts';

/**
 * Makes the README's pictures from a running demo: `npm start` in one terminal, `npm run screenshots` in another.
 * HUB (default http://localhost:8080) and DATA_DIR (default data) say which.
 */
const hub = process.env.HUB ?? 'http://localhost:8080';
const folder = path.join(projectRoot, 'docs', 'images');
const people: { email: string; role: string; password: string }[] = JSON.parse(
  readFileSync(path.join(process.env.DATA_DIR ?? 'data', 'demo-people.json'), 'utf8'),
);

const person = (name: string) => {
  const found = people.find(({ email }) => email.startsWith(name));
  if (!found) throw new Error(`${name} is not among the demo people: is DATA_DIR right?`);
  return found;
};

async function simulate(method: string, what: string, body: object): Promise<void> {
  const response = await fetch(`${hub}/simulator/api/${what}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`simulator: ${response.status} ${await response.text()}`);
}

const wait = (page: Page, seconds: number) => page.waitForTimeout(seconds * 1000);
const shoot = (page: Page, name: string) => page.screenshot({ path: path.join(folder, `${name}.png`) });
const look = (colorScheme: 'light' | 'dark', size = { width: 1440, height: 810 }): BrowserContextOptions => ({
  colorScheme,
  viewport: size,
});

const Overview = z.object({ people: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Somebody of the demo does something: `act` is `sms`, `chat`, `mail` or `call`. */
async function act(name: string, what: 'sms' | 'chat' | 'mail' | 'call', text?: string): Promise<void> {
  const overview = Overview.parse(await (await fetch(`${hub}/simulator/api/overview`)).json());
  const found = overview.people.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`${name} is not among the demo customers`);
  await simulate('POST', `people/${found.id}/${what}`, text ? { text } : {});
}

async function available(page: Page): Promise<void> {
  await part(page, 'status-menu').click();
  await part(page, 'status-available').click();
}

/** Take a contact, answer it, and let the next one ring beside it. */
async function scene(page: Page, name: string, contact: () => Promise<void>, answer: string, next: () => Promise<void>): Promise<void> {
  await contact();
  await available(page);
  await part(page, 'offer-accept').first().click({ timeout: 30_000 });
  await part(page, 'timeline-item').first().waitFor();
  await field(page, 'composer-reply').fill(answer);
  await part(page, 'composer-send').click();
  await wait(page, 4);
  await next();
  await part(page, 'offer').waitFor({ timeout: 30_000 });
  await wait(page, 5);
  await shoot(page, name);
  // Taken and ended, so that nobody else is asked.
  await part(page, 'offer-accept').first().click();
  await wait(page, 3);
  await part(page, 'end-contact').first().click();
  await wait(page, 1);
}

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
try {
  await simulate('PUT', 'traffic', { mode: 'off' });
  const english = await openConsole(browser, hub, person('mei.lin'), look('light'));
  await scene(
    english,
    'desk-en-light',
    () => act('Oliver Bennett', 'chat', 'Hello, the new thermostat shows E4 since this morning and the studio is at 14 degrees.'),
    'Good morning Mr Bennett. E4 is the outdoor sensor; I can reset it from here. Is anybody near the boiler?',
    () => act('Harbour Court Hotel', 'call'),
  );
  await english.context().close();
  const chinese = await openConsole(browser, hub, person('hao.wang'), { ...look('light'), locale: 'zh-CN' });
  if ((await chinese.locator('html').getAttribute('lang')) !== 'zh-CN') await part(chinese, 'language').first().click();
  await scene(
    chinese,
    'desk-zh-light',
    () => act('周建国', 'sms', '你好，昨天装的空调一直滴水，能今天派人来看一下吗？'),
    '周先生您好，非常抱歉。师傅今天下午两点到四点上门，到达前会先给您打电话。',
    () => act('刘思远', 'call'),
  );
  const board = await openConsole(browser, hub, person('ingrid'), look('dark', { width: 1600, height: 900 }));
  await simulate('PUT', 'traffic', { mode: 'rush' });
  await board.goto(`${hub}/queues`);
  await wait(board, 45);
  await shoot(board, 'board-en-dark');
} finally {
  await simulate('PUT', 'traffic', { mode: 'off' });
  await browser.close();
}
