import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Leg } from '../../channel-adapters/simulator/carrier/records.ts';
import { openBrowser, openConsole, part } from '../support/browser.ts';
import { take } from '../support/desk.ts';
import { addPerson, type Client, client, eventually, type Person, supportNumber } from '../support/hub.ts';
import { startTown, type Town } from '../support/town.ts';

/** A call handed over by hand and eye: one agent asks, the other one’s desk rings, both speak, then it is theirs. */
let town: Town;
let browser: Browser;
let people: Record<'mei' | 'li', Person>;
let hands: Client;
let windows: Record<'mei' | 'li', Page>;
let caller: Leg;

beforeAll(async () => {
  town = await startTown();
  town.test.clock.move(-365 * 86_400);
  people = {
    mei: await addPerson(town.test, { name: 'Mei Lin' }),
    li: await addPerson(town.test, { name: '李伟', queues: [] }),
  };
  await town.person({ name: 'Ada Byron', tier: 'gold', phone: '+441632960102', email: 'ada@customers.example', externalId: 'C-1' });
  hands = await client(town.test, people.mei);
  browser = await openBrowser();
  const { url } = town.test;
  const [mei, li] = await Promise.all([openConsole(browser, url, people.mei), openConsole(browser, url, people.li, { locale: 'zh-CN' })]);
  windows = { mei, li };
  for (const who of [people.mei, people.li]) await (await client(town.test, who)).call('setStatus', { body: { status: 'available' } });
  caller = await town.simulator.startCall({ from: '+441632960102', to: supportNumber });
  const { conversationId } = await take(hands);
  await mei.goto(`${town.test.url}/desk/${conversationId}`);
  await part(mei, 'call-panel').and(mei.locator('[data-state="connected"]')).waitFor();
}, 90_000);
afterAll(async () => {
  await browser.close();
  await town.stop();
});

const inState = (page: Page, state: string) =>
  part(page, 'handover')
    .and(page.locator(`[data-state="${state}"]`))
    .waitFor();
const heard = () => caller.heard.findLast(({ kind }) => kind === 'joined' || kind === 'held')?.kind;

it('asks a colleague, puts the customer on hold, lets both speak, and changes hands; the other desk rings in its own language', async () => {
  const { mei, li } = windows;
  await mei.keyboard.press('t');
  await mei.locator(`[data-test="handover-to"][data-agent="${people.li.id}"]`).click();
  await part(mei, 'transfer-way').getByText('Speak with them first').click();
  await part(mei, 'transfer-note').fill('A boiler under guarantee 保修期内');
  await part(mei, 'transfer-submit').click();
  await inState(mei, 'asking');
  await eventually(async () => expect(heard()).toBe('held'));

  await part(li, 'handover-sheet').waitFor();
  const sheet = await part(li, 'handover-sheet').textContent();
  for (const words of ['Mei Lin想先与您沟通此事', 'Ada Byron', 'A boiler under guarantee 保修期内']) expect(sheet).toContain(words);
  await li.keyboard.press('a');
  await inState(li, 'talking');
  await inState(mei, 'talking');
  await part(mei, 'customer-hears').getByText('The customer is on hold').waitFor();
  await part(li, 'customer-hears').getByText('客户处于通话保持').waitFor();

  await part(mei, 'handover-introduce').click();
  await part(mei, 'customer-hears').getByText('The customer hears you both').waitFor();
  await eventually(async () => expect(heard()).toBe('joined'));
  await part(mei, 'handover-complete').click();
  await part(mei, 'handover').waitFor({ state: 'detached' });
  await part(li, 'handover').waitFor({ state: 'detached' });
  await part(li, 'hang-up').click();
  await eventually(async () => expect(caller.status).toBe('completed'));
}, 60_000);
