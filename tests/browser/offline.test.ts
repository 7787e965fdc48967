import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives } from '../support/hub.ts';
import { somebodyWrites } from '../support/roles.ts';

/** A console whose line is taken away by the browser itself. */
let test: ConsoleHub;
let person: Person;
let mei: Client;
let page: Page;
let conversationId: string;

beforeAll(async () => {
  test = await startConsole();
  person = await addPerson(test);
  mei = await client(test, person);
  await addCustomer(test, { name: 'Ada Byron', phone: '+441632960111' });
  ({ conversationId } = await somebodyWrites(test, '+441632960111', 'support', 'The heating is off'));
  page = await test.open(person);
});
afterAll(() => test?.stop());

const said = async () => (await mei.call('getConversation', { id: conversationId })).entries.map(({ text }) => text);
const outgoing = async (on = page) => (await part(on, 'outgoing').all()).length;
const states = (on = page) => part(on, 'outgoing').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-state')));
const reach = (on = page) => part(on, 'connection').getAttribute('data-reach');

async function write(text: string, mode: 'reply' | 'note', on = page): Promise<void> {
  await part(on, `composer-mode-${mode}`).click();
  await field(on, `composer-${mode}`).fill(text);
  await part(on, 'composer-send').click();
}

describe('without a line', () => {
  it('the console says so, and what was opened can still be read', async () => {
    await page.goto(`${test.url}/desk/${conversationId}`);
    await eventually(async () => expect(await part(page, 'conversation').textContent()).toContain('The heating is off'));
    await part(page, 'customer-name').first().waitFor();
    await page.evaluate('navigator.serviceWorker.ready');
    await page.context().setOffline(true);
    await eventually(async () => expect(await reach()).toBe('offline'));
    await expect.poll(() => part(page, 'behind').textContent()).toMatch(/No connection \d+ s/);
    await page.reload();
    await eventually(async () => expect(await part(page, 'conversation').textContent()).toContain('The heating is off'));
    await expect.poll(() => part(page, 'customer-name').first().textContent()).toContain('Ada Byron');
    await eventually(async () => expect(await reach()).toBe('offline'));
  });

  it('notes and replies wait in the order they were written, and are sent once when the line is back', async () => {
    await write('first', 'reply');
    await write('second', 'note');
    await write('third', 'reply');
    await expect.poll(() => states()).toEqual(['waiting', 'waiting', 'waiting']);
    await part(page, 'behind').click();
    await expect.poll(() => part(page, 'unsent').count()).toBe(3);
    await page.context().setOffline(false);
    await eventually(async () => expect(await said()).toEqual(['The heating is off', 'first', 'second', 'third']), 20);
    await eventually(async () => expect([await outgoing(), await reach()]).toEqual([0, 'reached']));
  });

  it('a reply is not sent when the customer wrote meanwhile: its author is asked', async () => {
    await page.context().setOffline(true);
    await eventually(async () => expect(await reach()).toBe('offline'));
    await write('on our way', 'reply');
    await write('she sounded cold', 'note');
    await smsArrives(test, { from: '+441632960111', text: 'It works again' });
    await page.context().setOffline(false);
    await eventually(async () => expect(await said()).toContain('she sounded cold'), 20);
    await eventually(async () => expect(await states()).toEqual(['asked']));
    expect(await said()).not.toContain('on our way');
    await eventually(async () => expect(await part(page, 'conversation').textContent()).toContain('It works again'));
    await part(page, 'send-anyway').click();
    await eventually(async () => expect(await said()).toContain('on our way'));
    await eventually(async () => expect(await outgoing()).toBe(0));
  });
});
