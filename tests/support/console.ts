import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser, openConsole } from './browser.ts';
import { clockOfToday } from './clock.ts';
import { startTestHub, type TestHub } from './hub.ts';
import type { Person } from './people.ts';

/** A hub with a browser in front of it; both stop together. */
export interface ConsoleHub extends TestHub {
  readonly browser: Browser;
  /** Somebody signs in at a console of their own. */
  open(person: Pick<Person, 'email' | 'password'>, options?: BrowserContextOptions): Promise<Page>;
}

/** One whose people see the times of today. */
export const startConsole = (environment: Record<string, string> = {}): Promise<ConsoleHub> =>
  inBrowser(startTestHub(environment, undefined, clockOfToday()));

/** Any other one: that of another time, or with more in it. */
export async function inBrowser(started: TestHub | Promise<TestHub>): Promise<ConsoleHub> {
  const [test, browser] = await Promise.all([started, openBrowser()]);
  return {
    ...test,
    browser,
    open: (person, options) => openConsole(browser, test.url, person, options),
    async stop() {
      await browser.close();
      await test.stop();
    },
  };
}
