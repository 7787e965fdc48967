import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, inBrowser } from '../support/console.ts';
import { addCustomer, addPerson, eventually, startTestHub } from '../support/hub.ts';
import { picture } from '../support/picture.ts';

let test: ConsoleHub;
let page: Page;
const ids: string[] = [];

beforeAll(async () => {
  test = await inBrowser(startTestHub());
  await test.hub.db.all(
    sql`insert into tiers (key, rank, label) values ('silver', 5, '{"en":"Silver","zh-CN":"白银"}') on conflict do nothing`,
  );
  const people = ['Ada Byron', '林小雨', 'Grace Hopper', '周建国', 'Alan Turing'];
  for (const [i, name] of people.entries())
    ids.push(await addCustomer(test, { name, tier: i < 2 ? 'gold' : 'standard', phone: `+4416329607${i}0` }));
  await test.hub.db.all(sql`
    insert into customer_values (customer_id, as_of, currency, orders, revenue, profit, cost_to_serve, stage, explanation)
    select id, now(), 'EUR', 2, 10000 * place, 2000 * place * place, 0, 'active', '{}' from unnest(${ids}::uuid[]) with ordinality as known(id, place)`);
  await test.hub.db.all(sql`
    insert into tier_changes (id, customer_id, from_tier, to_tier, cause, at)
    values (gen_random_uuid(), ${ids[0]}, 'standard', 'gold', 'by_hand', now() - interval '3 days')`);
  await test.hub.db.all(sql`update customers set since = now() - interval '900 days'`);
  const boss = await addPerson(test, { name: 'Boss', role: 'admin', queues: [] });
  page = await test.open(boss);
});
afterAll(() => test?.stop());

const texts = (mark: string) => part(page, mark).allTextContents();

describe('a segment', () => {
  it('is written as a sentence, counted while one writes, and becomes a work list', async () => {
    await page.goto(`${test.url}/customers/segments/new`);
    await field(page, 'segment-name').fill('黄金客户');
    await part(page, 'add-condition').first().click();
    await part(page, 'condition-is').selectOption('one_of');
    await part(page, 'condition-value').getByLabel('Gold').check();
    await eventually(async () => expect(await part(page, 'segment-count').textContent()).toContain('2'));
    await part(page, 'add-group').first().click();
    await part(page, 'condition-field').nth(1).selectOption('name');
    await part(page, 'condition-value').nth(1).locator('input').fill('ada');
    await eventually(async () => expect(await part(page, 'segment-count').textContent()).toContain('0'));
    await part(page, 'condition-is').nth(1).selectOption('contains');
    await eventually(async () => expect(await part(page, 'segment-count').textContent()).toContain('1'));
    await part(page, 'condition-value').nth(1).locator('input').fill('');
    await expect.poll(() => part(page, 'segment-save').isDisabled()).toBe(true);
    await page.getByLabel('Remove this group').click();
    await picture(page, 'segment-editor');
    await part(page, 'segment-save').click();
    await eventually(async () => expect(await part(page, 'segment-row').count()).toBe(2));
    await expect.poll(async () => (await texts('segment-row')).join()).toMatch(/Tier\s*Gold/);
    await picture(page, 'segment-work');
  });

  it('gets a follow-up for one, or for all with a way back', async () => {
    await part(page, 'row-plan').first().click();
    await field(page, 'follow-up-text').fill('say thank you');
    await part(page, 'follow-up-save').click();
    await part(page, 'row-follow-up').first().waitFor();
    await part(page, 'for-all').click();
    await field(page, 'batch-text').fill('tell the news');
    await part(page, 'batch-start').click();
    await eventually(async () => expect(await part(page, 'batch').getAttribute('data-state')).toBe('done'));
    const made = () => test.hub.db.one<{ count: number }>(sql`select count(*) from follow_ups`);
    await expect.poll(() => made()).toEqual({ count: 3 });
    await picture(page, 'segment-batch');
    await part(page, 'batch-undo').click();
    await eventually(async () => expect(await made()).toEqual({ count: 1 }));
  });
});

describe('follow-ups', () => {
  it('are done from the list, and the last act can be taken back', async () => {
    await page.goto(`${test.url}/customers/follow-ups`);
    await part(page, 'follow-up-row').waitFor();
    await part(page, 'follow-up-done').click();
    await part(page, 'outcome-reached').click();
    await part(page, 'follow-up-row').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await part(page, 'follow-up-row').waitFor();
    await picture(page, 'follow-ups');
    await part(page, 'follow-up-start').click();
    await part(page, 'reach').first().waitFor();
    await expect.poll(() => part(page, 'reach').first().getAttribute('data-allowed')).toBe('true');
    await eventually(async () => expect(await texts('in-segment')).toEqual(['黄金客户']));
  });

  it('are planned by rules that admins write in both languages', async () => {
    await page.goto(`${test.url}/settings/follow-ups`);
    await part(page, 'new-rule').click();
    for (const [mark, words] of [
      ['rule-name-en', 'After delivery'],
      ['rule-name-zh', '送货之后'],
      ['rule-text-en', 'All well?'],
      ['rule-text-zh', '一切正常吗？'],
    ] as const)
      await field(page, mark).fill(words);
    await part(page, 'rule-days').fill('5');
    await part(page, 'rule-save').click();
    await part(page, 'follow-up-rule').waitFor();
    await expect.poll(async () => (await texts('follow-up-rule')).join()).toMatch(/After delivery.*All well\?.*5 days/s);
    await part(page, 'end-rule').click();
    await eventually(async () => expect((await texts('follow-up-rule')).join()).toContain('Ended'));
  });
});

describe('an opportunity', () => {
  it('is noted at its customer, moves on the board, and is lost for a reason', async () => {
    await page.goto(`${test.url}/customers/${ids[1]}/care`);
    await part(page, 'new-opportunity').click();
    await field(page, 'opportunity-title').fill('新空调');
    await part(page, 'opportunity-amount').fill('12,500.50');
    await part(page, 'opportunity-save').click();
    await part(page, 'opportunity').waitFor();
    await expect.poll(async () => (await texts('opportunity')).join()).toContain('€12,500.50');
    await page.goto(`${test.url}/customers/opportunities`);
    await part(page, 'move-stage').selectOption('quoted');
    await page.locator('[data-test="stage"][data-stage="quoted"] [data-test="opportunity"]').waitFor();
    await part(page, 'lose').click();
    await expect.poll(() => part(page, 'lost-confirm').isDisabled()).toBe(true);
    await field(page, 'lost-reason').fill('too dear');
    await part(page, 'lost-confirm').click();
    await page.locator('[data-test="stage"][data-stage="lost"] [data-test="opportunity"]').waitFor();
    await picture(page, 'opportunities');
  });
});

describe('the portfolio', () => {
  it('says in a sentence who brings the profit, and opens the customers behind each part', async () => {
    await page.goto(`${test.url}/customers/portfolio`);
    await eventually(async () => expect(await part(page, 'sentence').textContent()).toBe('20% of customers bring 45% of profit.'));
    await page.locator('[data-test="curve-point"][data-share="0.2"]').click();
    await eventually(async () => expect((await texts('behind-row')).join()).toContain('Alan Turing'));
    await expect.poll(() => part(page, 'behind-row').count()).toBe(1);
    await picture(page, 'portfolio');
    await page.keyboard.press('Escape');
    await page.locator('[data-test="migration-cell"][data-from="standard"][data-to="gold"]').click();
    await eventually(async () => expect((await texts('behind-row')).join()).toContain('Ada Byron'));
  });
});
