import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives } from '../support/hub.ts';

let test: ConsoleHub;
let boss: Person;
let mei: Client;
let page: Page;

beforeAll(async () => {
  test = await startConsole();
  mei = await client(test, await addPerson(test));
  boss = await addPerson(test, { name: 'Alex Morgan', role: 'admin' });
  page = await test.open(boss);
});
afterAll(() => test.stop());

const rule = (number: number) => page.locator(`[data-test="service-rule"][data-number="${number}"]`);
const inForce = () => part(page, 'targets-in-force').getAttribute('data-version');
const dues = () =>
  part(page, 'due').evaluateAll((marks) => marks.map((mark) => [mark.getAttribute('data-mood'), mark.textContent?.trim()]));

describe('service targets', () => {
  it('are set rule by rule, and refused where a rule would never be reached', async () => {
    await page.goto(`${test.url}/settings/service-targets`);
    await part(page, 'add-rule').click();
    await rule(1).locator('[data-test="first_response"]').fill('4 h');
    await part(page, 'add-rule').click();
    await rule(2).locator('[data-test="tiers.gold"]').check();
    await rule(2).locator('[data-test="first_response"]').fill('1 h');
    await part(page, 'save-targets').click();
    await eventually(async () => expect(await rule(2).textContent()).toContain('rule 1 comes first and fits all of it'));
    expect(await inForce()).toBe('0');
    await rule(2).getByRole('button', { name: 'Move up' }).click();
    await part(page, 'save-targets').click();
    await eventually(async () => expect(await inForce()).toBe('1'));
    await expect
      .poll(async () => (await mei.call('serviceTargets')).rules.map(({ tiers, targets }) => [tiers, targets.first_response]))
      .toEqual([
        [['gold'], 3600],
        [[], 14_400],
      ]);
  });

  it('show in the list and on the ticket what is due, and change when it is answered', async () => {
    await addCustomer(test, { name: 'Ada Byron', tier: 'gold', phone: '+441632960111' });
    await smsArrives(test, { from: '+441632960111', text: 'help' });
    await page.goto(`${test.url}/tickets`);
    await eventually(async () => expect(await dues()).toEqual([['calm', expect.stringMatching(/^(1h|5\dm)$/)]]));
    const [ticket] = (await mei.call('listTickets', {})).tickets;
    await page.goto(`${test.url}/tickets/${ticket?.number}`);
    await eventually(async () => expect((await dues())[0]?.[1]).toMatch(/^First answer in (1h|5\dm)$/));
    await part(page, 'clocks').click();
    await eventually(async () => expect(await part(page, 'clock').getAttribute('data-state')).toBe('running'));
    const { conversationId } = (await mei.call('queue', {})).tasks[0] ?? { conversationId: '' };
    await mei.call('sendReply', { id: conversationId, body: { clientId: 'the-only-one', text: 'coming', seenSeq: 1 } });
    await eventually(async () => expect(await part(page, 'clocks').textContent()).toContain('First answer · in time'));
  });
});
