import type { Page } from 'playwright-core';

type How = Parameters<Page['screenshot']>[0];

/** For the eye: `SCREENSHOTS=folder` keeps pictures of what a test has come to. */
export async function picture(page: Page, name: string, how: How = {}): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ ...how, path: `${folder}/${name}.png` });
}
