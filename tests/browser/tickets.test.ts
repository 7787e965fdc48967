import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketKinds } from '../../server/contract/statuses.ts';
import { sql } from '../../server/db/sql.ts';
import { dice, plantTickets } from '../server/tickets/plant-tickets.ts';
import { field, part } from '../support/browser.ts';
import { clockOfToday } from '../support/clock.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives } from '../support/hub.ts';
import { picture } from '../support/picture.ts';
import { startTwoQueues } from '../support/two-queues.ts';

/** The list of tickets in a real browser: views, filters, keys, many at once; and what a ticket is about. */
let test: ConsoleHub;
let boss: Person;
let admin: Client;
let page: Page;

const [heating, boiler, billing, wear, slip] = [uuid(), uuid(), uuid(), uuid(), uuid()];
const label = (en: string, zh: string) => ({ en, 'zh-CN': zh });

beforeAll(async () => {
  const started = await startTwoQueues({}, clockOfToday());
  test = await inBrowser(started.test);
  boss = await addPerson(test, { name: 'Boss Berg', role: 'supervisor', queues: [] });
  const mei = await addPerson(test, { name: 'Mei Lin' });
  admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin', queues: [] }));
  await admin.call('saveTicketTaxonomy', {
    body: {
      basedOn: 0,
      draft: {
        kinds: ticketKinds.map((kind) => ({
          kind,
          label: label(
            kind === 'complaint' ? 'Complaint' : kind === 'incident' ? 'Incident' : 'Request',
            kind === 'complaint' ? '投诉' : kind === 'incident' ? '故障' : '请求',
          ),
          rootCauseRequired: kind === 'complaint',
        })),
        categories: [
          { id: heating, kind: 'incident', parentId: null, label: label('Heating', '供暖') },
          {
            id: boiler,
            kind: 'incident',
            parentId: heating,
            label: label('Boiler', '锅炉'),
            checklist: [label('Ask for the serial number', '询问序列号'), label('Check the warranty', '核对保修')],
          },
          { id: billing, kind: 'complaint', parentId: null, label: label('Billing', '账单') },
        ],
        rootCauses: [
          { id: wear, label: label('Wear', '磨损') },
          { id: slip, label: label('Our slip', '我方失误') },
        ],
      },
    },
  });
  await admin.call('putTicketField', {
    body: {
      revision: null,
      draft: {
        key: 'product',
        label: label('Product', '产品'),
        type: 'choice',
        options: [
          { key: 'boiler', label: label('Boiler', '锅炉') },
          { key: 'pump', label: label('Pump', '水泵') },
        ],
      },
    },
  });
  const names = ['Ada Byron', '王小明', 'Grace Hopper', 'Bartholomew Featherstonehaugh-Cholmondeley', '李丽华', 'Tom'];
  const customerIds = await Promise.all(
    names.map((name, i) =>
      addCustomer(test, { name, tier: ['standard', 'gold', 'platinum'][i % 3] ?? 'standard', phone: `+4416329603${i}0` }),
    ),
  );
  await plantTickets(
    test,
    1200,
    {
      queueIds: [test.queueId, started.salesId],
      agentIds: [mei.id, boss.id],
      customerIds,
      categoryIds: [boiler, billing],
      rootCauseIds: [wear],
    },
    dice(3),
  );
  const subjects = [
    'The boiler is leaking again',
    '发票金额不对',
    'Where is my order 4711?',
    'Cannot sign in since the update',
    '请尽快回电',
    'Refund for the broken pump',
  ];
  await test.hub.db.all(sql`
    update tickets set category_id = case kind when 'incident' then ${boiler}::uuid when 'complaint' then ${billing}::uuid end where category_id is not null`);
  await admin.call('putTicketField', {
    body: {
      revision: null,
      draft: {
        key: 'topics',
        label: label('Topics', '话题'),
        type: 'choices',
        options: [
          { key: 'refund', label: label('Refund', '退款') },
          { key: 'recall', label: label('Recall', '召回') },
        ],
      },
    },
  });
  await test.hub.db.all(sql`update tickets set subject = (${subjects}::text[])[1 + number % 6]`);
  await smsArrives(test, { from: '+441632960300', text: 'My boiler hums. 锅炉有噪音' });
  page = await test.open(boss);
  await page.goto(`${test.url}/tickets`);
  await part(page, 'ticket-row').first().waitFor();
}, 120_000);

afterAll(() => test?.stop());

const rows = () => part(page, 'ticket-row');
/** Go to a view, and wait until its rows stand there instead of those before. */
const openView = async (name: string) => {
  await page.locator(`[data-view="${name}"]`).click();
  await page.locator(`[data-view="${name}"][aria-current]`).waitFor();
  await rows().first().waitFor();
};
const numberOf = async (row: ReturnType<typeof rows>) => Number(await row.getAttribute('data-number'));

describe('the list of tickets', () => {
  it('shows views with counts, draws only the rows in sight and loads on while it is scrolled', async () => {
    await openView('all');
    await eventually(async () => expect(await page.locator('[data-view="all"] [data-test="view-count"]').textContent()).toBe('1,000+'));
    const box = part(page, 'ticket-rows');
    await eventually(async () => {
      await box.evaluate((element) => (element.scrollTop = element.scrollHeight));
      expect(await box.evaluate((element) => element.scrollHeight)).toBeGreaterThanOrEqual(1200 * 44);
    });
    await expect.poll(() => rows().count()).toBeLessThan(60);
  });

  it('is worked through with the keyboard: next, preview, choose, open', async () => {
    await openView('unsolved');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    const preview = part(page, 'ticket-preview');
    await preview.waitFor();
    await eventually(async () => expect(await preview.getAttribute('data-number')).toBe(String(await numberOf(rows().nth(1)))));
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await eventually(async () => expect(await part(page, 'bulk-count').textContent()).toContain('2'));
    await part(page, 'bulk-clear').click();
  });

  it('changes many at once, says which could not, and takes it back', async () => {
    await openView('all');
    await part(page, 'pick-shown').check();
    await part(page, 'bulk-status').click();
    await page.locator('.choice-chip:visible [data-value="solved"]').click();
    await page.locator('[data-test="bulk-progress"][data-state="done"]').waitFor({ timeout: 30_000 });
    await part(page, 'bulk-failures').click();
    await expect.poll(async () => Number.parseInt((await part(page, 'bulk-failures').textContent()) ?? '', 10)).toBeGreaterThan(5);
    const before = await test.hub.db.one<{ count: number }>(sql`select count(*) from events where name = 'ticket.status_changed'`);
    expect(before.count).toBeGreaterThan(20);
    await part(page, 'bulk-undo').click();
    await page.locator('[data-test="bulk-progress"][data-state="undone"]').waitFor({ timeout: 30_000 });
    const outcomes = await test.hub.db.all<{ outcome: string }>(sql`select distinct outcome from bulk_items`);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'same', 'undone']);
    await part(page, 'bulk-dismiss').click();
  });

  it('puts one option of a field on those that are chosen, and takes it back', async () => {
    const marked = async () =>
      (await test.hub.db.one<{ count: number }>(sql`select count(*) from tickets where fields -> 'topics' ? 'refund'`)).count;
    await openView('unsolved');
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await eventually(async () => expect(await part(page, 'bulk-count').textContent()).toContain('2'));
    await part(page, 'bulk-fields.topics').click();
    await picture(page, 'bulk-topics');
    await page.locator('.choice-chip:visible [data-value="+refund"]').click();
    await page.locator('[data-test="bulk-progress"][data-state="done"]').waitFor({ timeout: 30_000 });
    await expect.poll(marked).toBe(2);
    await part(page, 'bulk-undo').click();
    await page.locator('[data-test="bulk-progress"][data-state="undone"]').waitFor({ timeout: 30_000 });
    await expect.poll(marked).toBe(0);
    await part(page, 'bulk-dismiss').click();
  });

  it('filters, keeps the filter as a view with columns of choice, and finds what was said', async () => {
    await openView('all');
    await part(page, 'filter-kind').click();
    await page.locator('.choice-chip:visible [data-value="complaint"]').click();
    await page.keyboard.press('Escape');
    await part(page, 'save-view').click();
    await field(page, 'view-name').fill('Complaints 投诉');
    await part(page, 'view-shared').check();
    await part(page, 'view-save').click();
    await page.locator('[data-test="ticket-view"]', { hasText: 'Complaints 投诉' }).waitFor();
    await part(page, 'columns').click();
    for (const spare of ['queue', 'channels', 'assignee']) await part(page, `column-${spare}`).uncheck();
    await part(page, 'column-category').check();
    await part(page, 'column-fields.product').check();
    await page.keyboard.press('Escape');
    await page.locator('th', { hasText: 'Product' }).waitFor();
    await openView('all');
    await field(page, 'ticket-search').fill('锅炉有噪音');
    await eventually(async () => expect(await rows().count()).toBe(1));
    await rows().first().locator('a').click();
    await part(page, 'ticket-side').waitFor();
  });
});

describe('what a ticket is about', () => {
  it('takes a category with its checklist, and a complaint is not solved without its root cause', async () => {
    await part(page, 'ticket-side').getByText('Ticket', { exact: true }).click();
    await part(page, 'matter-kind').selectOption('incident');
    await part(page, 'matter-category').selectOption(boiler);
    await eventually(async () => expect(await part(page, 'checklist-item').count()).toBe(2));
    await part(page, 'checklist-item').first().check();
    await page.getByText(/Boss Berg, /).waitFor();
    await part(page, 'matter-kind').selectOption('complaint');
    await part(page, 'matter-cause').waitFor();
    const number = await test.hub.db.one<{ id: string }>(sql`select ticket_id as id from entries where text like 'My boiler hums%'`);
    const who = await client(test, boss);
    expect(await who.refusal('setTicketStatus', { id: number.id, body: { status: 'solved' } })).toBe('409 root_cause_missing');
    await part(page, 'matter-cause').selectOption(slip);
    await eventually(async () => expect((await who.call('getTicketMatter', { id: number.id })).rootCauseId).toBe(slip));
    await who.call('setTicketStatus', { id: number.id, body: { status: 'solved' } });
  });

  it('tells everything that happened to it', async () => {
    await part(page, 'ticket-side').getByText('Activity').click();
    await eventually(async () => expect((await part(page, 'trail-line').allTextContents()).join('\n')).toContain('→ Solved'));
    const told = await part(page, 'trail-line').allTextContents();
    expect(told.join('\n')).toContain('kind: Incident → Complaint');
    expect(told.join('\n')).not.toMatch(/\[\w+\]|undefined|[a-z]+\.[a-z_]+/);
    await part(page, 'trail-topic').selectOption('status');
    await eventually(async () => {
      const names = await part(page, 'trail-line').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-name') ?? ''));
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !name.startsWith('ticket.'))).toEqual([]);
    });
  });
});

describe('in Chinese, in the dark and on a phone', () => {
  const overflow = () => page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);

  it('everything fits', async () => {
    await page.goto(`${test.url}/tickets`);
    await part(page, 'language').click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html').evaluate((html) => html.classList.add('dark'));
    await page.getByRole('heading', { name: '全部未解决' }).waitFor();
    await rows().first().waitFor();
    await expect.poll(() => overflow()).toBe(0);
    await part(page, 'ticket-peek').first().click();
    await part(page, 'ticket-preview').waitFor();
    await page.goto(`${test.url}/settings/ticket-taxonomy`);
    await part(page, 'category').first().waitFor();
    await part(page, 'category').nth(1).locator('button').first().click();
    await page.goto(`${test.url}/settings/ticket-fields`);
    await page.getByText('产品').first().waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${test.url}/tickets`);
    await rows().first().waitFor();
    await expect.poll(() => overflow()).toBe(0);
  });
});
