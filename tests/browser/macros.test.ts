import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person } from '../support/hub.ts';
import { picture } from '../support/picture.ts';
import { somebodyWrites } from '../support/roles.ts';

/** The settings page of macros, and what an agent has of it. */
let test: ConsoleHub;
let admin: Person;
let mei: Client;
let page: Page;
let conversationId: string;

beforeAll(async () => {
  test = await startConsole();
  admin = await addPerson(test, { name: 'Ingrid Berg', role: 'admin' });
  mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
  await addCustomer(test, { name: '王小明', phone: '+441632960111', language: 'zh-CN' });
  ({ conversationId } = await somebodyWrites(test, '+441632960111', 'support', '你好'));
  page = await test.open(admin);
});
afterAll(() => test.stop());

const input = (name: string) => page.locator(`[data-test="${name}"]`);

describe('the page of macros', () => {
  it('teaches when there are none, and makes one with fields by name, seen as it will read', async () => {
    await page.goto(`${test.url}/settings/macros`);
    await page.getByText('No macros yet').waitFor();
    await picture(page, 'settings-empty');
    await part(page, 'new-macro').click();
    await input('name-en').fill('Call back');
    await input('name-zh-CN').fill('回电');
    await input('macro-text-en').fill('Hello ');
    await input('macro-field-en').selectOption('customer.name');
    await page.locator('[data-test="macro-text-en"]:focus').waitFor();
    await page.keyboard.type('there');
    await expect.poll(() => input('macro-text-en').inputValue()).toBe('Hello {{customer.name|there}}');
    await input('macro-text-zh-CN').fill('{{customer.name|您}}您好，{{agent.name}}会在{{date.tomorrow}}给您回电。');
    await eventually(async () =>
      expect(await part(page, 'macro-reads').last().textContent()).toMatch(/王小明您好，Ingrid Berg会在.*年.*日给您回电。/),
    );
    await input('add-action').selectOption('set_status');
    await input('action-status').selectOption('on_hold');
    await picture(page, 'settings-form');
    await part(page, 'save-macro').click();
    await part(page, 'macro-row').waitFor();
    const { macros } = await mei.call('listMacros');
    expect(macros).toMatchObject([{ name: { en: 'Call back', 'zh-CN': '回电' }, actions: [{ do: 'set_status', status: 'on_hold' }] }]);
    const filled = await mei.call('fillMacro', { id: conversationId, body: { macroId: macros[0]?.id ?? '' } });
    expect(filled.text).toMatch(/^王小明您好，Mei Lin会在\d+年\d+月\d+日给您回电。$/);
  });

  it('says at once which field there is not, and keeps what was typed when it is refused', async () => {
    await input('macro-text-en').fill('Hello {{customer.shoe}}');
    await eventually(async () => expect(await page.locator('.wrong').first().textContent()).toContain('customer.shoe'));
    await part(page, 'save-macro').click();
    await eventually(async () => expect(await part(page, 'macro-error').textContent()).toContain('customer.shoe'));
    await expect.poll(() => input('macro-text-en').inputValue()).toBe('Hello {{customer.shoe}}');
    await input('macro-text-en').fill('Hello {{customer.name|there}}');
  });

  it('retires a macro with an undo', async () => {
    await part(page, 'retire-macro').click();
    await eventually(async () => expect((await mei.call('listMacros')).macros).toEqual([]));
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => expect((await mei.call('listMacros')).macros).toHaveLength(1));
  });

  it('fits in Chinese, in the dark and on a phone', async () => {
    const chinese = await test.open(admin, { colorScheme: 'dark', locale: 'zh-CN' });
    await part(chinese, 'language').first().click();
    await chinese.goto(`${test.url}/settings/macros/${(await mei.call('listMacros')).macros[0]?.id}`);
    await part(chinese, 'macro-form').waitFor();
    await picture(chinese, 'settings-zh-dark');
    await chinese.setViewportSize({ width: 390, height: 844 });
    await picture(chinese, 'settings-phone');
    const wide = await chinese.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(390);
    await chinese.goto(`${test.url}/desk/${conversationId}`);
    await field(chinese, 'composer-reply').fill('您好');
    await part(chinese, 'open-macros').click();
    await part(chinese, 'macro').first().waitFor();
    await picture(chinese, 'desk-phone-macros');
    await expect.poll(() => chinese.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await chinese.close();
  });
});
