import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { deskPassword } from './fill-desk.ts';

/** A mobile line of the slower kind (Lighthouse's "slow 4G"). */
const slowLine = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

export interface Load {
  /** From the address to the desk with its work list (milliseconds). */
  readonly ms: number;
  readonly requests: number;
  /** As they came over the line, compressed and with their headers. */
  readonly bytes: number;
}

const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();

/** A browser of its own, signed in, that has loaded nothing yet. The session is one for all: a hub takes ten sign-ins a minute. */
export async function signedIn(browser: Browser, url: string, email: string): Promise<BrowserContext> {
  const [key, look] = [`${email} ${url}`, { viewport: { width: 1280, height: 720 }, locale: 'en-GB' }];
  const session = sessions.get(key);
  if (session) return browser.newContext({ ...look, storageState: session });
  const context = await browser.newContext(look);
  const answer = await context.request.post(`${url}/api/session`, { data: { email, password: deskPassword } });
  if (!answer.ok()) throw new Error(`sign-in: ${answer.status()}`);
  sessions.set(key, await context.storageState());
  return context;
}

export async function loadDesk(page: Page, url: string, slow = false): Promise<Load> {
  const session = await page.context().newCDPSession(page);
  let [requests, bytes] = [0, 0];
  await session.send('Network.enable');
  if (slow) await session.send('Network.emulateNetworkConditions', slowLine);
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    requests += 1;
    bytes += encodedDataLength;
  });
  const begun = performance.now();
  await page.goto(`${url}/desk`, { waitUntil: 'commit' });
  await page.locator('[data-test="status-menu"]').waitFor();
  await page.locator('.work').waitFor();
  const ms = performance.now() - begun;
  await session.detach();
  return { ms, requests, bytes };
}

/** Go to a page as a click on a link does, without loading the console again; resolves with the time until `shown` is on screen and painted. */
export const goWithin = (page: Page, address: string, shown: string): Promise<number> =>
  page.evaluate(`new Promise((shown) => {
    const begun = performance.now();
    const isThere = () => document.querySelector(${JSON.stringify(shown)}) !== null;
    const painted = () => requestAnimationFrame(() => setTimeout(() => shown(performance.now() - begun)));
    const watch = new MutationObserver(() => isThere() && (watch.disconnect(), painted()));
    history.pushState({ position: history.length }, '', ${JSON.stringify(address)});
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
    if (isThere()) painted();
    else watch.observe(document.body, { childList: true, subtree: true });
  })`);

export interface Scroll {
  readonly rows: number;
  readonly frames: number;
  /** Share of the frames of a 60 Hz screen that were not drawn. */
  readonly dropped: number;
  readonly longestMs: number;
}

/** Scroll a list by its box, a third of a screen a frame, until so many rows went by or nothing more comes. */
export const scrollRows = (page: Page, box: string, rows: number, rowHeight: number): Promise<Scroll> =>
  page.evaluate(`new Promise((done) => {
    const box = document.querySelector(${JSON.stringify(box)});
    const gaps = [];
    let [last, still, place] = [performance.now(), 0, -1];
    const step = (now) => {
      gaps.push(now - last);
      last = now;
      box.scrollTop += box.clientHeight / 3;
      still = box.scrollTop === place ? still + 1 : 0;
      place = box.scrollTop;
      if (box.scrollTop < ${rows * rowHeight} && still < 300) return requestAnimationFrame(step);
      const missed = gaps.slice(1).reduce((sum, gap) => sum + Math.max(0, Math.round(gap / 16.67) - 1), 0);
      done({ rows: Math.round((box.scrollTop + box.clientHeight) / ${rowHeight}), frames: gaps.length, dropped: missed / (missed + gaps.length), longestMs: Math.max(...gaps.slice(1)) });
    };
    requestAnimationFrame(step);
  })`);

/** Memory that is in use once all that can go has gone (MB), and how many nodes the document has; `Performance` is enabled. */
export async function memoryOf(session: CDPSession): Promise<{ heapMb: number; nodes: number }> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heapMb: of('JSHeapUsedSize') / 2 ** 20, nodes: of('Nodes') };
}
