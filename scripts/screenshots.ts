import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser, openConsole, part } from '../tests/support/browser.ts';
import { projectRoot } from '../server/project-root.ts';

/**
 * Makes the README's pictures from a running demo: `npm start` in one terminal, `npm run screenshots` in another.
 * HUB (default http://localhost:8080) and DATA_DIR (default data) say which.
 */
const hub = process.env.HUB ?? 'http://localhost:8080';
const folder = path.join(projectRoot, 'docs', 'images');
const people: { email: string; role: string; password: string }[] = JSON.parse(readFileSync(path.join(process.env.DATA_DIR ?? 'data', 'demo-people.json'), 'utf8'));

const person = (name: string) => {
  const found = people.find(({ email }) => email.startsWith(name));
  if (!found) throw new Error(`${name} is not among the demo people: is DATA_DIR right?`);
  return found;
};

async function simulate(method: string, what: string, body: object): Promise<void> {
  const response = await fetch(`${hub}/simulator/api/${what}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`simulator: ${response.status} ${await response.text()}`);
}

const wait = (page: Page, seconds: number) => page.waitForTimeout(seconds * 1000);
const shoot = (page: Page, name: string) => page.screenshot({ path: path.join(folder, `${name}.png`) });
const look = (colorScheme: 'light' | 'dark', size = { width: 1440, height: 810 }): BrowserContextOptions => ({ colorScheme, viewport: size });

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
try {
  const board = await openConsole(browser, hub, person('ingrid'), look('dark', { width: 1600, height: 900 }));
  const english = await openConsole(browser, hub, person('emma'), look('light'));
  const chinese = await openConsole(browser, hub, person('hao.wang'), { ...look('light'), locale: 'zh-CN' });
  await simulate('PUT', 'traffic', { mode: 'rush' });
  await wait(english, 12);
  for (const page of [english, chinese]) {
    await part(page, 'status-menu').click();
    await part(page, 'status-available').click();
    await part(page, 'offer-accept').first().click({ timeout: 60_000 });
  }
  await part(english, 'offer').waitFor({ timeout: 60_000 });
  await wait(english, 1.5);
  await shoot(english, 'desk-en-light');
  await part(chinese, 'timeline-item').first().waitFor();
  await wait(chinese, 1);
  await shoot(chinese, 'desk-zh-light');
  await board.goto(`${hub}/queues`);
  await wait(board, 3);
  await shoot(board, 'board-en-dark');
} finally {
  await simulate('PUT', 'traffic', { mode: 'quiet' });
  await browser.close();
}
