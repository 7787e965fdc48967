import type { Page } from 'playwright-core';
import { goWithin } from './desk-page.ts';
import { median, percentile, rounded } from './summarise.ts';

/** Contacts of the work list opened one after the other: never seen before, after the hand rested on them, and once more. */
export async function timeSwitching(page: Page, rounds: number): Promise<object> {
  const row = page.locator('[data-test="work-item"]');
  await row.first().waitFor();
  const ids = await row.evaluateAll((rows) => rows.map((one) => one.getAttribute('data-conversation') ?? ''));
  const open = (id: string) => goWithin(page, `/desk/${id}`, `[data-conversation="${id}"] [data-test="entry"]`);
  const took = { first: [] as number[], prepared: [] as number[], again: [] as number[] };
  // The first of all brings what the others find there.
  await open(ids[0] ?? '');
  for (let round = 1; round <= rounds; round++) {
    const [unseen = '', rested = ''] = [ids[2 * round - 1], ids[2 * round]];
    took.first.push(await open(unseen));
    await page.locator(`[data-test="work-item"][data-conversation="${rested}"]`).hover();
    await page.waitForTimeout(500);
    took.prepared.push(await open(rested));
    took.again.push(await open(unseen));
  }
  return Object.fromEntries(
    Object.entries(took).map(([name, all]) => [name, { ms: rounded(median(all)), longest: rounded(Math.max(...all)) }]),
  );
}

/** From a key or a press to the next frame, as the browser counts it for "interaction to next paint" (milliseconds, in steps of 8). */
export async function timeActs(page: Page): Promise<object> {
  await page.evaluate(`(() => {
    window.acts = [];
    new PerformanceObserver((list) => window.acts.push(...list.getEntries().filter((one) => one.interactionId).map((one) => one.duration)))
      .observe({ type: 'event', durationThreshold: 16 });
  })()`);
  return {
    openCommandBar: await timed(page, 10, async () => {
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(150);
      await page.keyboard.press('Escape');
    }),
    switchByKey: await timed(page, 18, (n) => page.keyboard.press(`Alt+${(n % 9) + 1}`)),
    type: await timed(page, 60, async (n) => {
      if (n === 0) await page.locator('[data-test="conversation"] textarea').first().focus();
      await page.keyboard.press('a');
    }),
  };
}

/** A step the browser does not count took less than 16 ms. */
async function timed(page: Page, times: number, act: (n: number) => Promise<unknown>): Promise<object> {
  for (let n = 0; n < times; n++) {
    await act(n);
    await page.waitForTimeout(150);
  }
  const took = await page.evaluate<number[]>('(() => { const taken = window.acts; window.acts = []; return taken; })()');
  return { times, over16: took.length, p50: took.length > 0 ? median(took) : 0, p98: took.length > 0 ? percentile(took, 0.98) : 0 };
}
