import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, openConsole, part } from '../support/browser.ts';
import { addPerson, type Client, client, eventually, supportNumber } from '../support/hub.ts';
import { callFrom } from '../support/phone.ts';
import { picture } from '../support/picture.ts';
import { isBeing, recordCalls } from '../support/recordings.ts';
import { startTown, type Town } from '../support/town.ts';

/** A call that is recorded, in a real browser: seen while it lasts, paused by a key, and heard afterwards. */
let town: Town;
let browser: Browser;
let boss: Client;

beforeEach(async () => {
  town = await startTown();
  browser = await openBrowser();
  boss = await client(town.test, await addPerson(town.test, { name: 'Root', role: 'admin', queues: [] }));
});
afterEach(async () => {
  await browser.close();
  await town.stop();
});

const li = { name: '李娜', tier: 'gold', phone: '+8613900000103', email: 'li@customers.example', externalId: 'C-1', language: 'zh-CN' };
const shows = (page: Page, state: string) => page.locator(`[data-test="recording-state"][data-state="${state}"]`).waitFor();
const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';

/** What the page's audio element can do. */
interface Sound {
  muted: boolean;
  readonly currentTime: number;
  readonly duration: number;
  play(): Promise<void>;
}

/** Play it and hear it: the time of the sound moves on. */
async function hear(sound: Locator): Promise<number> {
  await sound.evaluate((audio: Sound) => {
    audio.muted = true;
    return audio.play();
  });
  await expect.poll(() => sound.evaluate((audio: Sound) => audio.currentTime), { timeout: 15_000 }).toBeGreaterThan(0);
  return sound.evaluate((audio: Sound) => audio.duration);
}

async function takeCall(page: Page): Promise<void> {
  await part(page, 'status-menu').click();
  await part(page, 'status-available').click();
  await part(page, 'offer').waitFor();
  await page.keyboard.press('a');
  await part(page, 'call-panel').waitFor();
}

describe('a recorded call', () => {
  it('is shown as such, paused with a key, and heard in the conversation and in the history', async () => {
    await recordCalls(boss, 'unless_refused');
    const desk = await openConsole(browser, `${town.test.url}/desk`, await addPerson(town.test), { locale: 'zh-CN' });
    const leg = await callFrom(town, await town.person(li), supportNumber);
    await takeCall(desk);
    await shows(desk, 'on');
    await desk.getByText('录音中').waitFor();
    await picture(desk, 'recording-on');
    await desk.keyboard.press('p');
    await shows(desk, 'paused');
    await picture(desk, 'recording-paused');
    await part(desk, 'turn-recording').click();
    await shows(desk, 'on');
    town.simulator.hangUp(leg);
    const conversation = part(desk, 'conversation').locator('audio[data-test="recording"]');
    await conversation.waitFor({ timeout: 20_000 });
    await expect.poll(() => conversation.getAttribute('aria-label')).toMatch(/^通话录音 \d+:\d\d$/);
    expect(await hear(conversation)).toBeGreaterThan(0);
    const history = desk.locator('[data-test="timeline-item"] audio[data-test="recording"]');
    await history.first().waitFor();
    expect(await hear(history.first())).toBeGreaterThan(0);
    await picture(desk, 'recording-heard');
  });

  it('is not recorded any further once the customer objects, and the agent is told why it cannot go on', async () => {
    await recordCalls(boss, 'unless_refused');
    const desk = await openConsole(browser, `${town.test.url}/desk`, await addPerson(town.test));
    await callFrom(town, await town.person(li), supportNumber);
    await takeCall(desk);
    await shows(desk, 'on');
    await part(desk, 'refuse-recording').click();
    await shows(desk, 'paused');
    await part(desk, 'turn-recording').click();
    await desk.getByText('This customer does not want their calls to be recorded.').waitFor();
    await isBeing(boss, idOf(desk), 'paused');
  });
});

describe('whether calls are recorded', () => {
  it('is set for a number, with what it means said before', async () => {
    const admin = await addPerson(town.test, { name: 'Alex', role: 'admin', queues: [] });
    const settings = await openConsole(browser, `${town.test.url}/settings/inboxes`, admin, { viewport: { width: 1280, height: 1000 } });
    await part(settings, 'inbox-recording').selectOption('unless_refused');
    await settings.getByText('after callers are told; not those of 0 customers who refused').waitFor();
    await picture(settings, 'recording-setting', { fullPage: true });
    await part(settings, 'save-part').click();
    await eventually(async () => {
      const { content } = await boss.call('readSettings', { query: { part: 'inboxes' } });
      expect(content).toContainEqual(expect.objectContaining({ channel: 'voice', recording: 'unless_refused' }));
    });
  });
});
