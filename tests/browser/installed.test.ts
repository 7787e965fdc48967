import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlteringFront, openAlteringFront } from '../support/altering-front.ts';
import { field, openConsole, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addPerson, eventually, type Person } from '../support/hub.ts';

/** The console as an app of its own: what it brings along, and what it does when the hub has a newer one. */
let test: ConsoleHub;
let front: AlteringFront;
let person: Person;
let page: Page;

beforeAll(async () => {
  test = await startConsole();
  front = await openAlteringFront(test.url);
  person = await addPerson(test);
  page = await openConsole(test.browser, front.url, person);
  await page.evaluate('navigator.serviceWorker.ready');
});
afterAll(async () => {
  await test?.stop();
  await front?.close();
});

const kept = () =>
  page.evaluate<string[]>(`(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
    return all.flat();
  })()`);

describe('the installed console', () => {
  it('says what it is, in sizes that a home screen can use', async () => {
    const session = await page.context().newCDPSession(page);
    const { errors, data = '' } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest: { icons: { src: string; purpose: string }[]; start_url: string } = JSON.parse(data);
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
    for (const { src } of manifest.icons) expect((await fetch(front.url + src)).status).toBe(200);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // The windows of a test are private ones; nothing else may stand in the way.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  });

  it('keeps its own files and not one answer of the hub', async () => {
    await eventually(async () => expect((await kept()).length).toBeGreaterThan(20));
    await expect.poll(async () => (await kept()).filter((file) => file !== '/' && !file.startsWith('/assets/'))).toEqual([]);
  });

  it('tells when the hub has a newer one, and takes it when it is told to', async () => {
    await page.goto(`${front.url}/desk`);
    await part(page, 'status-menu').waitFor();
    await expect.poll(() => part(page, 'new-version').count()).toBe(0);
    front.alter('/service-worker.js', '\n// a newer build\n');
    await page.reload();
    await part(page, 'new-version').waitFor({ timeout: 20_000 });
    await Promise.all([page.waitForEvent('load'), part(page, 'new-version-take').click()]);
    await part(page, 'status-menu').waitFor();
    const inCharge = 'navigator.serviceWorker.getRegistration().then(({ waiting, active }) => [waiting, active.state])';
    await expect.poll(() => page.evaluate(inCharge)).toEqual([null, 'activated']);
    await expect.poll(() => part(page, 'new-version').count()).toBe(0);
  });

  it('opens pages that were never visited without a line', async () => {
    await page.context().setOffline(true);
    await page.goto(`${front.url}/sign-in`);
    await field(page, 'sign-in-email').waitFor();
    await page.context().setOffline(false);
  });
});
