import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addPerson, type Client, client, eventually, type Person, settle, smsArrives, startTestHub } from '../support/hub.ts';

/** The whole house, set up from the console: found, changed with its effects in view, told of, taken back, carried elsewhere. */
let test: ConsoleHub;
let boss: Person;
let admin: Client;
let page: Page;

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  await addPerson(test, { name: 'Mei', skills: { zh: 5 } });
  boss = await addPerson(test, { name: 'Alex Morgan', role: 'admin', queues: [] });
  admin = await client(test, boss);
  page = await test.open(boss);
});
afterAll(() => test.stop());

const open = (name: string) => page.goto(`${test.url}/settings/${name}`);
const effects = () => part(page, 'effect').allInnerTexts();
const row = (name: string, n: number) => part(page, name).nth(n);
const nameIn = (name: string, n: number, language: 'en' | 'zh-CN') => row(name, n).locator(`[data-test="name-${language}"]`);
const saved = async () => {
  await part(page, 'save-part').click();
  await eventually(async () => expect(await part(page, 'unsaved').count()).toBe(0));
};

describe('the home of the settings', () => {
  it('finds a page by its name or by a field on it, in either language', async () => {
    await open('all');
    await part(page, 'settings-search').fill('后处理');
    await eventually(async () => expect(await part(page, 'settings-found').first().getAttribute('data-to')).toBe('/settings/queues'));
    await part(page, 'settings-search').fill('tier name');
    await part(page, 'settings-found').first().press('Enter');
    await eventually(async () => expect(new URL(page.url()).pathname).toBe('/settings/tier-names'));
  });

  it('says so when nothing is called that', async () => {
    await open('all');
    await part(page, 'settings-search').fill('zzqq');
    await page.getByText('Nothing is called “zzqq”').waitFor();
  });
});

describe('a queue', () => {
  it('is made, with both names, after reading what that means', async () => {
    await open('queue-list');
    await part(page, 'add-queue').click();
    await nameIn('queue-row', 1, 'en').fill('Billing');
    await eventually(async () => expect(await part(page, 'problems').textContent()).toContain('label.zh-CN'));
    await nameIn('queue-row', 1, 'zh-CN').fill('账务');
    await eventually(async () => expect(await effects()).toEqual([expect.stringContaining('Nobody serves Billing yet')]));
    await saved();
    await expect.poll(async () => (await admin.call('catalog')).queues.map(({ label }) => label['zh-CN'])).toEqual(['客服支持', '账务']);
  });

  it('is retired, and what waits in it goes where its keeper says', async () => {
    await smsArrives(test, { from: '+441632960111', text: 'help', sid: 'SMa'.padEnd(34, '0') });
    await settle(test.hub);
    await open('queue-list');
    await row('queue-row', 0).locator('[data-test="retire-queue"]').click();
    await eventually(async () =>
      expect(await effects()).toEqual(expect.arrayContaining([expect.stringContaining('1 waiting task moves to Billing')])),
    );
    await saved();
    await settle(test.hub);
    const billing = (await admin.call('catalog')).queues.find(({ label }) => label.en === 'Billing');
    await expect.poll(async () => (await admin.call('queue', { query: {} })).tasks.map(({ queueId }) => queueId)).toEqual([billing?.id]);
  });

  it('comes back from the history, after a look at what that changes', async () => {
    await open('history?part=queues');
    await part(page, 'change').first().getByText('Retired').waitFor();
    await part(page, 'restore').first().click();
    await part(page, 'restore-sheet').getByText('Support · Retired').waitFor();
    await part(page, 'restore-confirm').click();
    await eventually(async () => expect(await part(page, 'change').first().getAttribute('data-cause')).toBe('restored'));
    await expect.poll(async () => (await admin.call('catalog')).queues.every(({ retired }) => !retired)).toBe(true);
  });

  it('keeps what was drafted when somebody else saves meanwhile', async () => {
    await open('queue-list');
    await nameIn('queue-row', 0, 'en').fill('Help desk');
    const { content, revision } = await admin.call('readSettings', { query: { part: 'queues' } });
    const theirs = Array.isArray(content) ? content.map((queue: object) => ({ ...queue, wrapUpSeconds: 90 })) : [];
    await admin.call('saveSettings', { body: { part: 'queues', revision, draft: theirs } });
    await part(page, 'overtaken').waitFor();
    await expect.poll(() => nameIn('queue-row', 0, 'en').inputValue()).toBe('Help desk');
    await part(page, 'discard').click();
  });
});

describe('names', () => {
  it('of skills and tiers are given in words, hostile ones shown as they are', async () => {
    await open('skills');
    await nameIn('skill-row', 0, 'en').fill('<img src=x onerror=alert(1)>');
    await nameIn('skill-row', 0, 'zh-CN').fill('普通话');
    await saved();
    await open('inboxes');
    await part(page, 'inbox-row').first().getByText('<img src=x onerror=alert(1)>').waitFor();
    await open('tier-names');
    await nameIn('tier-row', 0, 'en').fill('Emperor');
    await row('tier-row', 0).locator('[data-test="tier-mark"]').selectOption('square');
    await saved();
    await expect.poll(async () => (await admin.call('catalog')).tiers[0]).toMatchObject({ label: { en: 'Emperor' }, mark: 'square' });
  });

  it('of the house stand in the window, and a wrong clock is refused at its place', async () => {
    await open('installation');
    await field(page, 'name-en').fill('Northwind Home');
    await part(page, 'house-zone').fill('Mars/Base');
    await eventually(async () => expect(await part(page, 'house-zone').getAttribute('aria-invalid')).toBe('true'));
    await expect.poll(() => part(page, 'save-part').isDisabled()).toBe(true);
    await part(page, 'house-zone').fill('Asia/Shanghai');
    await eventually(async () => expect(await part(page, 'save-part').isDisabled()).toBe(false));
    await saved();
    await eventually(async () => expect(await page.title()).toContain('Northwind Home'));
  });

  it('of dispositions are put in order by keyboard', async () => {
    await open('dispositions');
    const second = await nameIn('disposition-row', 1, 'en').inputValue();
    await row('disposition-row', 1).locator('[data-test="move-up"]').focus();
    await page.keyboard.press('Enter');
    await saved();
    await expect.poll(async () => (await admin.call('catalog')).dispositions[0]?.label.en).toBe(second);
  });
});

describe('the file', () => {
  it('is taken out, changed, compared, taken in as a whole, and taken back', async () => {
    await open('transfer');
    const [download] = await Promise.all([page.waitForEvent('download'), part(page, 'export-settings').click()]);
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'settings-')), 'house.json');
    await download.saveAs(file);
    const document = JSON.parse(await readFile(file, 'utf8'));
    document.parts.installation.name.en = 'Elsewhere';
    document.parts.retention = { page_visits: 30 };
    await writeFile(file, JSON.stringify(document));
    await part(page, 'settings-file').setInputFiles(file);
    await eventually(async () =>
      expect(await part(page, 'import-part').evaluateAll((parts) => parts.map((one) => one.getAttribute('data-part')))).toEqual([
        'installation',
        'retention',
      ]),
    );
    await part(page, 'import-settings').click();
    await part(page, 'import-done').waitFor();
    await expect.poll(async () => (await admin.call('catalog')).installation.name.en).toBe('Elsewhere');
    await part(page, 'undo-import').click();
    await eventually(async () => expect((await admin.call('catalog')).installation.name.en).toBe('Northwind Home'));
  });

  it('that is none is refused by name', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'settings-')), 'wrong.json');
    await writeFile(file, '{"format": "something else"}');
    await part(page, 'settings-file').setInputFiles(file);
    await eventually(async () => expect(await page.locator('[role=alert]').count()).toBeGreaterThan(0));
    await expect.poll(() => part(page, 'import-settings').count()).toBe(0);
  });
});

describe('whoever may only look', () => {
  it('sees everything and changes nothing', async () => {
    const watcher = await test.open(await addPerson(test, { name: 'Sam', role: 'supervisor' }), {
      locale: 'zh-CN',
      colorScheme: 'dark',
    });
    await watcher.goto(`${test.url}/settings/queue-list`);
    await part(watcher, 'queue-row').first().waitFor();
    await expect.poll(() => part(watcher, 'save-part').count()).toBe(0);
    await expect.poll(() => part(watcher, 'name-en').first().isDisabled()).toBe(true);
    await watcher.goto(`${test.url}/settings/history`);
    await part(watcher, 'change').first().waitFor();
    await expect.poll(() => part(watcher, 'restore').count()).toBe(0);
    await watcher.context().close();
  });
});
