import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { type Line, layLine } from '../agent-console/support/line.ts';
import { field, openConsole, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives } from '../support/hub.ts';
import { somebodyWrites } from '../support/roles.ts';

/** Lines that are worse than none, several windows, and people who come and go. */
let test: ConsoleHub;
let line: Line;
let person: Person;
let mei: Client;
let page: Page;
let conversationId: string;

beforeAll(async () => {
  test = await startConsole();
  line = await layLine(test.url);
  person = await addPerson(test);
  mei = await client(test, person);
  await addCustomer(test, { name: 'Ada Byron', phone: '+441632960111' });
  ({ conversationId } = await somebodyWrites(test, '+441632960111', 'support', 'The heating is off'));
  page = await openConsole(test.browser, line.url.replace('127.0.0.1', 'localhost'), person);
});
afterAll(async () => {
  await test?.stop();
  await line?.close();
});

const desk = () => `${line.url.replace('127.0.0.1', 'localhost')}/desk/${conversationId}`;
const said = async () => (await mei.call('getConversation', { id: conversationId })).entries.map(({ text }) => text);
const reach = (on = page) => part(on, 'connection').getAttribute('data-reach');
const text = (on = page) => part(on, 'conversation').textContent();

async function signInHere({ email, password }: Person, on = page): Promise<void> {
  await field(on, 'sign-in-email').fill(email);
  await field(on, 'sign-in-password').fill(password);
  await part(on, 'sign-in-submit').click();
}

async function write(words: string, on = page): Promise<void> {
  await part(on, 'composer-mode-note').click();
  await field(on, 'composer-note').fill(words);
  await part(on, 'composer-send').click();
}

describe('a line on which nothing comes through any more', () => {
  it('shows what was read before, says that the hub is away, and catches up when it moves again', async () => {
    await page.goto(desk());
    await eventually(async () => expect(await text()).toContain('The heating is off'));
    await page.evaluate('navigator.serviceWorker.ready');
    line.stall();
    await page.reload();
    await eventually(async () => expect(await text()).toContain('The heating is off'), 20);
    await eventually(async () => expect(await reach()).toMatch(/slow|behind/), 30);
    await write('written in between');
    await smsArrives(test, { from: '+441632960111', text: 'still cold' });
    line.mend();
    await eventually(async () => expect(await text()).toContain('still cold'), 40);
    await eventually(async () => expect(await said()).toEqual(['The heating is off', 'still cold', 'written in between']), 30);
  });
});

describe('two windows of one agent', () => {
  it('send what waits once, and in both it is gone', async () => {
    const other = await page.context().newPage();
    await other.goto(desk());
    await part(other, 'conversation').waitFor();
    line.cut();
    await eventually(async () => expect(await reach()).toBe('behind'), 15);
    await write('from the first');
    await write('from the second', other);
    await eventually(async () => expect(await part(page, 'outgoing').count()).toBe(2));
    line.mend();
    await eventually(async () => expect((await said()).slice(-2).sort()).toEqual(['from the first', 'from the second']), 30);
    await eventually(async () => expect([await part(page, 'outgoing').count(), await part(other, 'outgoing').count()]).toEqual([0, 0]));
    await other.close();
  });
});

const kept = () =>
  page.evaluate<string[]>(
    'indexedDB.databases().then((all) => all.map(({ name }) => name).filter((name) => name.startsWith("touchline.read.")))',
  );

describe('what is kept for reading', () => {
  it('goes when the session is ended elsewhere, while words that were not sent stay for their author', async () => {
    await expect.poll(() => kept()).toHaveLength(1);
    line.cut();
    await eventually(async () => expect(await reach()).toBe('behind'), 15);
    await write('kept for the author');
    await test.hub.db.all(sql`delete from sessions`);
    line.mend();
    await field(page, 'sign-in-email').waitFor({ timeout: 20_000 });
    await expect.poll(() => kept()).toEqual([]);
    await signInHere(person);
    await eventually(async () => expect(await said()).toContain('kept for the author'), 20);
    await expect.poll(() => page.url()).toContain(conversationId);
  });

  it('goes when its reader signs out', async () => {
    await eventually(async () => expect(await kept()).toHaveLength(1));
    await part(page, 'me').click();
    await part(page, 'sign-out').click();
    await field(page, 'sign-in-email').waitFor();
    await eventually(async () => expect(await kept()).toEqual([]));
  });

  it('is never shown to the next person, in this window or another', async () => {
    const next = await addPerson(test, { name: 'Hao Wang' });
    const other = await page.context().newPage();
    await other.goto(`${desk()}`);
    await signInHere(next);
    await eventually(async () => expect(await kept()).toEqual([`touchline.read.${next.id}`]));
    await eventually(async () => expect(await page.evaluate('localStorage.getItem("touchline.person")')).toBe(next.id));
    await signInHere(person, other);
    await eventually(async () => expect(await kept()).toEqual([`touchline.read.${person.id}`]), 20);
    await eventually(async () => expect(await part(page, 'me').getAttribute('aria-label')).toContain('Mei Lin'), 20);
    await other.close();
  });
});
