import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPromises } from '../../server/catalog/first-configuration.ts';
import { field, part } from '../support/browser.ts';
import { policyDraft } from '../support/configuration.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addPerson, type Client, client, eventually, type Person, startTestHub } from '../support/hub.ts';

/** Rules of the house as an administrator changes them: looked at first, put in force, refused where they cannot be. */
let test: ConsoleHub;
let boss: Person;
let admin: Client;
let page: Page;

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  for (const name of ['Mei', 'Tom']) await addPerson(test, { name, skills: { en: 3, zh: 3 } });
  boss = await addPerson(test, { name: 'Alex Morgan', role: 'admin', queues: [] });
  admin = await client(test, boss);
  page = await test.open(boss);
});
afterAll(() => test.stop());

const texts = (name: string) => part(page, name).locator('li').allInnerTexts();
const dialog = () => page.locator('.el-message-box');
const inForce = () => part(page, 'policy-in-force').getAttribute('data-version');

describe('the policy', () => {
  it('is changed after reading what that would mean, and is then in force', async () => {
    await page.goto(`${test.url}/settings/policy`);
    await field(page, 'promises.gold.voice').waitFor();
    await expect.poll(() => field(page, 'promises.gold.voice').inputValue()).toBe('20 s');
    await field(page, 'promises.gold.voice').fill('1:30');
    await eventually(async () => expect(await texts('changes')).toEqual([expect.stringMatching(/Gold call\s+20 s\s+1 min 30 s/)]));
    await expect
      .poll(() => texts('sentences'))
      .toContain('A gold call is answered before a standard chat that has waited 1 min when it has waited more than 30 s.');
    await expect.poll(() => part(page, 'finding').getAttribute('data-code')).toBe('better_tier_slower');
    await part(page, 'policy-note').fill('trial');
    await part(page, 'save-policy').click();
    await eventually(async () => expect(await inForce()).toBe('2'));
    await expect.poll(() => field(page, 'promises.gold.voice').inputValue()).toBe('1 min 30 s');
    await expect.poll(() => part(page, 'policy-version').first().textContent()).toMatch(/Version 2[\s\S]*trial[\s\S]*Alex Morgan/);
    await expect.poll(async () => (await admin.call('catalog')).policy).toMatchObject({ version: 2, promises: { gold: { voice: 90 } } });
  });

  it('is not saved while something in it cannot be, and the place is named', async () => {
    await field(page, 'promises.gold.voice').fill('-5');
    await field(page, 'promises.silver.email').fill('soon');
    await eventually(async () =>
      expect(await texts('problems')).toEqual(['promises.gold.voice must be greater than 0', 'promises.silver.email must be a number']),
    );
    await expect.poll(() => part(page, 'save-policy').isDisabled()).toBe(true);
    await expect.poll(() => field(page, 'promises.gold.voice').getAttribute('aria-invalid')).toBe('true');
    expect((await admin.call('catalog')).policy.version).toBe(2);
  });

  it('is not left by mistake', async () => {
    await page.locator('a[href="/settings/calendars"]').click();
    await dialog().getByRole('button', { name: 'Stay' }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/settings/policy');
    await expect.poll(() => field(page, 'promises.silver.email').inputValue()).toBe('soon');
    await part(page, 'discard').click();
    await expect.poll(() => field(page, 'promises.silver.email').inputValue()).toBe('8 h');
  });

  it('says when somebody else was faster, and compares with theirs', async () => {
    await field(page, 'promises.gold.sms').fill('5 min');
    const basedOn = (await admin.call('listPolicies')).versions[0]?.version ?? 0;
    await admin.call('savePolicy', { body: { basedOn, draft: policyDraft({ preset: 'deadline' }) } });
    await part(page, 'overtaken').waitFor();
    await expect.poll(() => part(page, 'overtaken').textContent()).toContain('Alex Morgan put version 3 in force');
    await eventually(async () => expect(await texts('changes')).toHaveLength(3));
    await expect.poll(async () => (await texts('changes'))[0]).toMatch(/Order\s+earliest due first\s+share of the promise used/);
    await part(page, 'discard').click();
    await expect.poll(() => part(page, 'preset-deadline').locator('input').isChecked()).toBe(true);
  });

  it('can be an older one again', async () => {
    await part(page, 'policy-version').last().getByRole('button').click();
    await part(page, 'save-policy').click();
    await eventually(async () => expect(await inForce()).toBe('4'));
    await expect.poll(async () => (await admin.call('catalog')).policy).toMatchObject({ preset: 'promise', promises: firstPromises });
  });

  it('can be changed by keyboard alone', async () => {
    await page.goto(`${test.url}/settings/policy`);
    await field(page, 'promises.platinum.voice').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('15s');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator(':focus').getAttribute('data-test')).toBe('promises.platinum.sms');
    await expect.poll(() => field(page, 'promises.platinum.voice').inputValue()).toBe('15 s');
    await part(page, 'preset-promise').locator('input').focus();
    await page.keyboard.press('ArrowDown');
    await eventually(async () => expect((await texts('changes'))[0]).toMatch(/earliest due first/));
    await part(page, 'save-policy').focus();
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await inForce()).toBe('5'));
  });
});

describe('a calendar', () => {
  it('is made, shows its holidays, and a queue follows it', async () => {
    await page.goto(`${test.url}/settings/calendars/new`);
    await field(page, 'calendar-name-en').fill('Shanghai office');
    await field(page, 'calendar-name-zh').fill('上海办公室');
    await field(page, 'calendar-time-zone').fill('Asia/Shangri-La');
    await eventually(async () => expect(await texts('problems')).toEqual(['timeZone is no time zone, such as Asia/Shanghai']));
    await field(page, 'calendar-time-zone').fill('Asia/Shanghai');
    await field(page, 'hours.mon.0.until').fill('12');
    await part(page, 'hours.mon.add').click();
    await field(page, 'hours.mon.1.from').fill('1300');
    await field(page, 'hours.mon.1.until').fill('18');
    await part(page, 'holiday-country').selectOption('CN');
    const year = test.clock.now().getUTCFullYear();
    await eventually(async () =>
      expect(await page.locator(`[data-test=holiday][data-date="${year}-10-01"]`).textContent()).toContain('National Day'),
    );
    await page.locator(`[data-test=holiday][data-date="${year}-10-01"]`).getByRole('button').click();
    await page.locator(`[data-test=override][data-date="${year}-10-01"]`).waitFor();
    await part(page, 'save-calendar').click();
    await eventually(async () => expect(await part(page, 'settings-entry').count()).toBe(1));
    const [saved] = (await admin.call('listCalendars')).calendars;
    expect(saved).toMatchObject({
      label: { en: 'Shanghai office', 'zh-CN': '上海办公室' },
      timeZone: 'Asia/Shanghai',
      hours: {
        mon: [
          ['09:00', '12:00'],
          ['13:00', '18:00'],
        ],
        tue: [['09:00', '18:00']],
      },
      holidays: { country: 'CN' },
      overrides: { [`${year}-10-01`]: { hours: [['09:00', '18:00']], label: 'National Day' } },
    });

    await page.goto(`${test.url}/settings/queues`);
    await part(page, 'queue-calendar').selectOption({ label: 'Shanghai office' });
    await part(page, 'workingTime.email').check();
    await field(page, 'offerSeconds').fill('45 s');
    await part(page, 'add-step').click();
    await part(page, 'relaxation.0.none').check();
    await part(page, 'save-queue').click();
    await eventually(async () =>
      expect((await admin.call('listQueueRules')).queues[0]?.rules).toMatchObject({
        calendarId: saved?.id,
        workingTime: ['email'],
        offerSeconds: 45,
        relaxation: [{ afterSeconds: 60, skills: null }],
      }),
    );
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/settings/queues/${test.queueId}`);
  });

  it('of a queue with an impossible rule is refused where it stands', async () => {
    await page.goto(`${test.url}/settings/queues/${test.queueId}`);
    await field(page, 'offerSeconds').fill('2 h');
    await part(page, 'save-queue').click();
    await eventually(async () => expect(await texts('problems')).toEqual(['offerSeconds must be at most 600']));
    expect((await admin.call('listQueueRules')).queues[0]?.rules.offerSeconds).toBe(45);
  });
});

describe('rules of the house', () => {
  it('are read by supervisors, who change nothing', async () => {
    const supervisor = await test.open(await addPerson(test, { role: 'supervisor', queues: [] }));
    await supervisor.goto(`${test.url}/settings/policy`);
    await field(supervisor, 'promises.gold.voice').waitFor();
    await expect.poll(() => field(supervisor, 'promises.gold.voice').isDisabled()).toBe(true);
    await expect.poll(() => part(supervisor, 'save-policy').count()).toBe(0);
    for (const place of ['calendars', 'queues']) {
      await supervisor.goto(`${test.url}/settings/${place}`);
      await part(supervisor, 'settings-entry').first().waitFor();
      await expect.poll(() => supervisor.locator('main input:enabled, main select:enabled, main textarea:enabled').count()).toBe(0);
    }
    await supervisor.context().close();
  });

  it('are not shown to agents, by no way', async () => {
    const agent = await test.open(await addPerson(test, { name: 'Ann' }));
    await agent.goto(`${test.url}/settings`);
    await agent.locator('main h1').waitFor();
    await expect.poll(() => agent.locator('a[href^="/settings/"]').count()).toBe(0);
    await agent.goto(`${test.url}/settings/policy`);
    await agent.waitForURL('**/desk');
    await agent.context().close();
  });

  it('fit in Chinese, in the dark, at 1280 by 720', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${test.url}/settings/policy`);
    await part(page, 'language').first().click();
    await eventually(async () => expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN'));
    await eventually(async () => expect((await texts('sentences')).at(-1)).toBe('正在处理来电的坐席不会再收到其他任务。'));
    for (const place of ['policy', 'queues', 'calendars']) {
      await page.goto(`${test.url}/settings/${place}`);
      await page.locator('main .card').first().waitFor();
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1280);
    }
  });
});
