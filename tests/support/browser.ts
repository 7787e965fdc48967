import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Person } from './hub.ts';

/** Debian's Chromium without anything that looks for the world outside. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });

/** A console in a browser of its own, signed in. */
export async function openConsole(
  browser: Browser,
  url: string,
  person: Pick<Person, 'email' | 'password'>,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  });
  // What is sent goes out at once, unless a test is about taking it back.
  await context.addInitScript(`localStorage.getItem('touchline.undo-seconds') ?? localStorage.setItem('touchline.undo-seconds', '0')`);
  const page = await context.newPage();
  await page.goto(url);
  await field(page, 'sign-in-email').fill(person.email);
  await field(page, 'sign-in-password').fill(person.password);
  await part(page, 'sign-in-submit').click();
  await part(page, 'search').first().waitFor();
  if (options.locale === 'zh-CN') await speakChinese(page);
  return page;
}

/** Whoever signs in reads their own language, whatever the browser's is: they choose it, unless it is on its way already. */
async function speakChinese(page: Page): Promise<void> {
  const chinese = page.locator('html[lang="zh-CN"]');
  for (const timeout of [1_000, 10_000]) {
    const there = await chinese.waitFor({ state: 'attached', timeout }).then(
      () => true,
      () => false,
    );
    if (there) return;
    await part(page, 'language').first().click();
  }
  await chinese.waitFor({ state: 'attached' });
}

export const part = (page: Page, name: string) => page.locator(`[data-test="${name}"]`);

/** The input of a field, whether the mark stands on it or around it. */
export const field = (page: Page, name: string) =>
  page
    .locator(
      `input[data-test="${name}"], textarea[data-test="${name}"], [contenteditable][data-test="${name}"], [data-test="${name}"] input, [data-test="${name}"] textarea`,
    )
    .first();
