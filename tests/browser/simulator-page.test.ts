import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { inboxes, openStage, people, type Stage } from '../channel-adapters/simulator-stage.ts';

const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const patience = { timeout: 15_000 };

let folder: string;
let browser: Browser;
let stage: Stage;
/** Anything that went wrong in a page. */
const troubles: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'simulator-page-'));
  await build({
    configFile: path.join(projectRoot, 'channel-adapters/simulator/page/vite.config.ts'),
    build: { outDir: folder, emptyOutDir: true },
    logLevel: 'error',
  });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags.split(' ') });
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  stage = await openStage({ pageFolder: folder, speed: 4 });
  troubles.length = 0;
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await stage.close();
  expect(troubles).toEqual([]);
});

const { ann, li } = people;

describe('somebody who plays a customer', () => {
  it('finds a person, texts as them, and reads the answer as it arrives', async () => {
    const page = await open();
    await page.getByRole('searchbox').fill('0147');
    await expect
      .poll(() => page.getByRole('navigation').getByRole('listitem').allInnerTexts(), patience)
      .toEqual([expect.stringContaining('Ann Smith')]);
    await page.getByRole('button', { name: 'Ann Smith' }).click();
    await page.getByRole('textbox', { name: 'Write a message' }).fill('<img src=x onerror=alert(1)> hello');
    await page.keyboard.press('Enter');
    await shows(page, '<img src=x onerror=alert(1)> hello');
    await expect.poll(() => stage.items, patience).toMatchObject([{ text: '<img src=x onerror=alert(1)> hello' }]);
    await stage.sms.send?.({ id: 'm1', inbox: inboxes.sms, to: ann.phone, text: 'Good morning, Ann.', files: [], at: new Date() });
    await shows(page, 'Good morning, Ann.');
    await shows(page, /delivered/);
  });

  it('calls, hears who will come, speaks with an agent, and hangs up', async () => {
    const page = await open({ locale: 'zh-CN', colorScheme: 'dark' });
    await page.getByRole('button', { name: li.name }).click();
    await page.getByRole('tab', { name: '电话' }).click();
    await page.getByRole('button', { name: '拨打' }).click();
    await shows(page, '正在等待客服');
    await shows(page, '感谢您的来电，客服人员马上为您服务，请不要挂机。');
    const [caller] = stage.simulator.calls();
    await stage.voice.calls?.connect({ callId: caller?.sid ?? '', inbox: inboxes.voiceZh, agentAddress: 'client:a', conversationId: 'c1' });
    await shows(page, '正在与客服通话');
    await page.getByRole('button', { name: '挂断' }).click();
    await shows(page, '之前的通话');
    expect(caller?.status).toBe('completed');
  });

  it('presses keys and leaves a message, where the hub asks for it', async () => {
    const page = await open();
    stage.guidance = { language: 'en', say: 'Press 1 or 2.', next: 'wait', choices: ['callback', 'voicemail'] };
    await page.getByRole('button', { name: 'Ann Smith' }).click();
    await page.getByRole('tab', { name: 'Call' }).click();
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await shows(page, 'Press 1 or 2.');
    stage.guidance = { language: 'en', say: 'Say it now.', next: 'record' };
    await page.getByRole('button', { name: '2', exact: true }).click();
    await expect.poll(() => stage.items.at(-1), patience).toMatchObject({ type: 'chose', choice: 'voicemail' });
    await shows(page, 'beep: you are being recorded');
    stage.guidance = { language: 'en', say: 'Thank you.', next: 'hang_up' };
    await page.getByRole('textbox', { name: 'What you say after the tone' }).fill('Please call me back.');
    await page.getByRole('button', { name: 'Speak' }).click();
    await shows(page, 'Please call me back.');
    await expect
      .poll(() => stage.items.find((item) => item.kind === 'call' && item.type === 'recorded'), patience)
      .toMatchObject({ seconds: 2 });
  });

  it('is called by the hub, and picks up', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Ann Smith' }).click();
    await page.getByRole('tab', { name: 'Call' }).click();
    const command = { callId: 'CAearlier', inbox: inboxes.voice, conversationId: 'c9' };
    await stage.voice.calls?.ringAgent({ ...command, agentAddress: 'client:a', attempt: 1 });
    await expect.poll(() => stage.items.at(-1), patience).toMatchObject({ type: 'agent_ready', callback: { attempt: 1 } });
    stage.guidance = { language: 'en', say: '', next: 'join', callId: 'CAearlier', conversationId: 'c9' };
    await stage.voice.calls?.ringCustomer({ ...command, number: ann.phone });
    await shows(page, 'Called by +12025550100');
    await shows(page, 'Speaking with an agent');
  });

  it('is somebody whom nobody knows, and keeps the number to themselves', async () => {
    const page = await open();
    await page.getByRole('button', { name: '+ Someone new' }).click();
    await shows(page, 'Unknown to the hub');
    await page.getByRole('tab', { name: 'Call' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await expect.poll(() => stage.items, patience).toMatchObject([{ type: 'incoming', from: { value: null } }]);
  });

  it('keeps what was written when it could not be handed over', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Ann Smith' }).click();
    await page.route('**/simulator/api/people/*/sms', (route) =>
      route.fulfill({ status: 400, json: { error: { message: 'No such number.' } } }),
    );
    await page.getByRole('textbox', { name: 'Write a message' }).fill('do not lose me');
    await page.getByRole('button', { name: 'Send' }).click();
    await shows(page, 'No such number.');
    await expect.poll(() => page.getByRole('textbox', { name: 'Write a message' }).inputValue()).toBe('do not lose me');
    troubles.length = 0;
  });
});

describe('the carrier log', () => {
  it('shows each webhook with its signature, answer and retries', async () => {
    const page = await open();
    stage.outage = { status: 503 };
    const sending = stage.simulator.sendSms({ from: ann.phone, to: inboxes.sms.address, text: 'again' });
    await shows(page, '503');
    stage.outage = undefined;
    const entry = page.getByRole('region', { name: 'Carrier log' }).getByRole('listitem').first();
    await expect.poll(() => entry.textContent(), patience).toMatch(/webhook\s*POST \/webhooks\/sms-en\/message\s*200\s*\d attempts/);
    await entry.locator('summary').click();
    await expect.poll(() => entry.textContent(), patience).toContain(stage.simulator.log()[0]?.signature);
    await sending;
  });
});

describe('the traffic knob', () => {
  it('lets people come by themselves, and stop', async () => {
    const page = await open();
    await page.getByText('Rush').click();
    await expect.poll(() => stage.simulator.log().length, patience).toBeGreaterThan(1);
    await page.getByText('Off', { exact: true }).click();
    await expect.poll(() => page.getByRole('radio', { name: 'Off' }).isChecked(), patience).toBe(true);
  });

  it('lets the agents’ phones ring unanswered', async () => {
    const page = await open();
    await page.getByLabel('Agents’ phones').selectOption('ring unanswered');
    await expect
      .poll(async () => (await page.request.get(`${stage.url}/simulator/api/overview`)).json(), patience)
      .toMatchObject({ agentPhones: 'never' });
  });
});

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en-GB', ...options })).newPage();
  page.on('pageerror', (trouble) => troubles.push(trouble.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(`${stage.url}/simulator/`);
  await page.getByRole('navigation').getByRole('listitem').first().waitFor();
  return page;
}

async function shows(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor(patience);
}
