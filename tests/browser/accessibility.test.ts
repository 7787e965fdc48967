import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openConsole, part } from '../support/browser.ts';
import { goTo, pagesOf, settled } from '../support/console-pages.ts';
import { eventually } from '../support/hub.ts';
import { openWorld, type World } from '../support/world.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let world: World;
let browser: Browser;
let ticketNumber: number;

beforeAll(async () => {
  world = await openWorld();
  // A browser shows times by the clock of the Date headers, which is the real one; what rings already rings on for a year.
  world.test.clock.move(-365 * 86_400);
  ticketNumber = (await world.mei.call('getTicket', { id: world.ticketId })).ticket.number;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.stop();
});

interface Finding {
  id: string;
  impact: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** What the checker calls serious or critical on what is shown now, each with where. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found: Finding[] = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }).then((result) => result.violations)`,
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary.split('\n')[1]?.trim()}`),
    );
}

describe.each([
  { theme: 'light', language: 'en-GB' },
  { theme: 'dark', language: 'zh-CN' },
] as const)('every page, $theme, in $language', ({ theme, language }) => {
  it('has no serious finding of the accessibility checker', async () => {
    const page = await openConsole(browser, world.test.url, world.admin.person, { colorScheme: theme, locale: language });
    await page.evaluate(`localStorage.setItem('touchline.theme', '${theme}')`);
    const found: Record<string, string> = {};
    const pages = await pagesOf(page, { ...world, ticketNumber });
    expect(pages.length).toBeGreaterThan(25);
    for (const path of pages) {
      await goTo(page, path);
      // A finding in the frame stands on every page; it is named once.
      for (const finding of await findings(page)) found[finding] ??= path;
    }
    expect(found).toEqual({});
    await page.context().close();
  }, 300_000);

  it('nor have the desk while it rings, the command bar, the keys, the snooze menu, and signing in', async () => {
    const page = await openConsole(browser, world.test.url, world.mei.person, { colorScheme: theme, locale: language });
    await part(page, 'offer').waitFor();
    const found: Record<string, string[]> = {};
    const look = async (name: string) => {
      await settled(page);
      const here = await findings(page);
      if (here.length > 0) found[name] = here;
    };
    await look('ringing');
    await page.keyboard.press('Control+k');
    await part(page, 'search-field').fill('Ada');
    await eventually(async () => expect(await part(page, 'search-result').count()).toBeGreaterThan(0));
    await look('command bar');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await part(page, 'shortcuts').waitFor();
    await look('keys');
    await page.keyboard.press('Escape');
    await page.goto(`${world.test.url}/desk/${world.conversationId}`);
    await part(page, 'snooze').click();
    await look('snooze menu');
    await page.context().clearCookies();
    await page.goto(`${world.test.url}/sign-in`);
    await part(page, 'sign-in-submit').waitFor();
    await look('signing in');
    expect(found).toEqual({});
    await page.context().close();
  });
});
