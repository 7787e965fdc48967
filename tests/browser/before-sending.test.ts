import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives } from '../support/hub.ts';
import { somebodyWrites } from '../support/roles.ts';

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
  ({ conversationId } = await somebodyWrites(test, '+441632960111', 'support', 'help'));
  page = await test.open(person);
  await page.evaluate(`localStorage.setItem('touchline.undo-seconds', '30')`);
  await page.goto(`${test.url}/desk/${conversationId}`);
});
afterAll(() => test.stop());

const reply = (on = page) => field(on, 'composer-reply');
const said = async () => (await mei.call('getConversation', { id: conversationId })).entries.map(({ text }) => text);

describe('what was sent a moment ago', () => {
  it('can be undone: it is a draft again and was never said', async () => {
    await reply().fill('wrong words');
    await part(page, 'composer-send').click();
    await eventually(async () => expect(await part(page, 'scheduled').textContent()).toContain('goes out in'));
    await expect.poll(() => reply().inputValue()).toBe('');
    await part(page, 'take-back').click();
    await eventually(async () => expect(await reply().inputValue()).toBe('wrong words'));
    await expect.poll(async () => [await said(), await part(page, 'scheduled').count()]).toEqual([['help'], 0]);
  });

  it('goes out by itself when it is not', async () => {
    await reply().fill('right words');
    await part(page, 'composer-send').click();
    await part(page, 'scheduled').waitFor();
    // The browser names the time by its own clock, which went on since the hub's was set.
    await test.pass(3600);
    await eventually(async () => expect(await said()).toEqual(['help', 'right words']));
    await eventually(async () => expect(await part(page, 'scheduled').count()).toBe(0));
  });
});

describe('a reply for tomorrow', () => {
  it('stands at the end of the conversation with its time, and is kept back when the customer writes first', async () => {
    await reply().fill('see you on Tuesday');
    await part(page, 'send-later').click();
    await part(page, 'send-tomorrow').click();
    await eventually(async () => expect(await part(page, 'scheduled').textContent()).toMatch(/goes out \w+,? 09:00/));
    await smsArrives(test, { from: '+441632960111', text: 'not on Tuesday' });
    await test.hub.db.all(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
    await eventually(async () => expect(await part(page, 'scheduled').getAttribute('data-outcome')).toBe('refused'));
    await expect.poll(() => part(page, 'scheduled').textContent()).toContain('Not sent: Someone wrote since you last looked');
    await part(page, 'take-back').click();
    await eventually(async () => expect(await reply().inputValue()).toBe('see you on Tuesday'));
    expect(await said()).not.toContain('see you on Tuesday');
  });
});

describe('a draft', () => {
  it('begun in one window is there in another, and no word of either is lost', async () => {
    await reply().fill('Dear Ada,');
    await eventually(async () => expect((await mei.call('getDraft', { id: conversationId })).reply).toBe('Dear Ada,'));
    const other = await test.open(person);
    await other.goto(`${test.url}/desk/${conversationId}`);
    await eventually(async () => expect(await reply(other).inputValue()).toBe('Dear Ada,'));
    await reply(other).fill('Dear Ada, here');
    await eventually(async () => expect((await mei.call('getDraft', { id: conversationId })).reply).toBe('Dear Ada, here'));
    await reply().fill('Dear Ada, there');
    await eventually(async () =>
      expect((await mei.call('getDraft', { id: conversationId })).reply).toBe('Dear Ada, here\nDear Ada, there'),
    );
    await expect.poll(() => reply().inputValue()).toBe('Dear Ada, here\nDear Ada, there');
  });
});
