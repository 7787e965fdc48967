import type { Page } from 'playwright-core';

const router = `document.querySelector('#app').__vue_app__.config.globalProperties.$router`;

/** What stands for the one thing that a page is of. */
export interface Shown {
  readonly customerId: string;
  readonly ticketNumber: number | string;
  readonly conversationId: string;
}

/** Every page of the console as its own router knows them, with something real where a page is of one thing. */
export async function pagesOf(page: Page, shown: Shown): Promise<string[]> {
  const paths: string[] = await page.evaluate(`${router}.getRoutes().filter((route) => route.components).map((route) => route.path)`);
  const filled = paths.filter((path) => !path.includes('(') && path !== '/sign-in').map((path) => fill(path, shown));
  return [...new Set(filled)];
}

const fill = (path: string, { customerId, ticketNumber, conversationId }: Shown): string =>
  path
    .replace('/customers/:id', `/customers/${customerId}`)
    .replace('/tickets/:number', `/tickets/${ticketNumber}`)
    .replace(':conversationId?', conversationId)
    .replace(/\/:\w+\?/g, '')
    .replace(/^$/, '/');

/** Go there without loading the console anew, and wait until nothing more is asked of the hub. */
export async function goTo(page: Page, path: string): Promise<void> {
  const asked = new Set<unknown>();
  const ask = (request: unknown) => void asked.add(request);
  const answer = (request: unknown) => void asked.delete(request);
  page.on('request', ask).on('requestfinished', answer).on('requestfailed', answer);
  await page.evaluate(`${router}.push('${path}')`);
  await settled(page);
  for (let waits = 0; asked.size > 0 && waits < 50; waits++) await page.waitForTimeout(100);
  page.off('request', ask).off('requestfinished', answer).off('requestfailed', answer);
}

/** What was loaded is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForTimeout(250);
}
