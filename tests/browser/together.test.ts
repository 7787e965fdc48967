import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmtpCarrier, type SmtpCarrier } from '../channel-adapters/email/smtp-carrier.ts';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { take } from '../support/desk.ts';
import { addCustomer, addPerson, type Client, client, eventually, type Person, smsArrives } from '../support/hub.ts';

/** Two agents, a supervisor, and one customer who writes too much for one ticket. */
let test: ConsoleHub;
let carrier: SmtpCarrier;
let [mei, tom, boss]: Page[] = [];
let people: Record<'mei' | 'tom' | 'boss', Person>;
let hands: Client;
let socket: ConsoleSocket;
let conversationId = '';
let number = 0;
const ada = '+441632960111';

beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startConsole({ SMTP_URL: carrier.url });
  people = {
    mei: await addPerson(test, { name: 'Mei Lin' }),
    tom: await addPerson(test, { name: 'Tom Reed' }),
    boss: await addPerson(test, { name: 'Boss', role: 'supervisor' }),
  };
  hands = await client(test, people.mei);
  await addCustomer(test, { name: 'Ada Byron', phone: ada });
  socket = await sitDown(test, hands);
  await smsArrives(test, { from: ada, text: 'When do you come? 什么时候来？' });
  const task = await take(hands);
  ({ conversationId, ticketNumber: number } = task);
  [mei, tom, boss] = await Promise.all([people.mei, people.tom, people.boss].map((person) => test.open(person)));
  await page('mei').goto(`${test.url}/desk/${conversationId}`);
  await page('tom').goto(`${test.url}/tickets/${number}`);
}, 60_000);
afterAll(async () => {
  socket.close();
  await test.stop();
  await carrier.close();
});

function page(who: keyof typeof people): Page {
  const found = { mei, tom, boss }[who];
  if (!found) throw new Error(`no window of ${who}`);
  return found;
}
const here = (who: keyof typeof people) => part(page(who), 'who-is-here').textContent();
const reply = (who: keyof typeof people) => field(page(who), 'composer-reply');
const act = async (who: keyof typeof people, what: string) => {
  await part(page(who), 'ticket-acts').click();
  await part(page(who), `act-${what}`).click();
};
const undo = (who: keyof typeof people) => page(who).locator('.shelf button', { hasText: 'Undo' }).last().click();
const shown = () => hands.call('getTicket', { id: String(number) });

describe('two agents with the same ticket open', () => {
  it('see each other, and who of them writes', async () => {
    await eventually(async () => expect(await here('mei')).toContain('Tom Reed has this open'));
    await eventually(async () => expect(await here('tom')).toContain('Mei Lin has this open'));
    await reply('tom').pressSequentially('At noon');
    await eventually(async () => expect(await here('mei')).toContain('Tom Reed is writing here'));
  });

  it('do not answer past each other: who sends a moment later is shown what they missed, keeps their words, and sends them knowingly', async () => {
    let collides = true;
    await page('tom').route('**/api/conversations/*/replies', async (route) => {
      if (collides)
        await hands.call('sendReply', { id: conversationId, body: { clientId: 'mei was quicker', text: 'At ten', seenSeq: 1 } });
      collides = false;
      await route.continue();
    });
    await reply('tom').fill('At noon');
    await part(page('tom'), 'composer-send').click();
    await part(page('tom'), 'stale-note').waitFor();
    await expect.poll(() => part(page('tom'), 'stale-note').textContent()).toContain('Mei Lin');
    await eventually(async () => expect(await part(page('tom'), 'entry').last().textContent()).toContain('At ten'));
    await eventually(async () => expect(await reply('tom').inputValue()).toBe('At noon'));
    await part(page('tom'), 'composer-send').click();
    await eventually(async () => expect((await shown()).conversations[0]?.lastSeq).toBe(3));
    await eventually(async () => expect(await part(page('mei'), 'entry').last().textContent()).toContain('At noon'));
  });

  it('are alone again when the other leaves, also when their browser just dies', async () => {
    await page('tom').goto('about:blank');
    await eventually(async () => expect((await here('mei'))?.trim()).toBe(''));
  });
});

describe('a ticket among colleagues', () => {
  it('is given to a colleague with a note, who finds it under the bell; undone it comes back', async () => {
    await page('tom').goto(`${test.url}/desk`);
    await act('mei', 'assign');
    await page('mei').locator('[data-test="assign-to"]', { hasText: 'Tom Reed' }).click();
    await part(page('mei'), 'assign-note').fill('You know this boiler');
    await part(page('mei'), 'assign-ticket-submit').click();
    await eventually(async () => expect((await shown()).ticket.assignee?.name).toBe('Tom Reed'));
    await eventually(async () => expect(await part(page('tom'), 'bell').getAttribute('data-unread')).toBe('1'));
    await part(page('tom'), 'bell').click();
    await expect.poll(() => part(page('tom'), 'notice').textContent()).toContain('You know this boiler');
    await part(page('tom'), 'notice').getByRole('link').click();
    await eventually(async () => expect(page('tom').url()).toContain(`/tickets/${number}`));
    await eventually(async () => expect(await part(page('tom'), 'bell').getAttribute('data-unread')).toBe('0'));
    await undo('mei');
    await eventually(async () => expect((await shown()).ticket.assignee?.name).toBe('Mei Lin'));
  });

  it('has a supervisor asked, who takes the question where it stands', async () => {
    await act('mei', 'ask');
    await part(page('mei'), 'help-question').fill('May I refund 300 €?');
    await part(page('mei'), 'help-submit').click();
    await eventually(async () => expect(await part(page('boss'), 'bell').getAttribute('data-unread')).toBe('1'));
    await part(page('boss'), 'bell').click();
    await part(page('boss'), 'notice').getByRole('link').click();
    await part(page('boss'), 'help-take').click();
    await eventually(async () => expect(await part(page('mei'), 'help').textContent()).toContain('Boss helps'));
    await expect.poll(() => part(page('mei'), 'bell').getAttribute('data-unread')).toBe('1');
  });

  it('is split where the second matter begins, linked, and made one again from the line that tells of it', async () => {
    await smsArrives(test, { from: ada, text: 'And my invoice is wrong' });
    await eventually(async () => expect(await part(page('mei'), 'entry').last().textContent()).toContain('invoice'));
    await act('mei', 'split');
    await page('mei').locator('[data-test="split-from"]', { hasText: 'invoice' }).click();
    await expect.poll(() => part(page('mei'), 'split-subject').inputValue()).toBe('And my invoice is wrong');
    await part(page('mei'), 'split-submit').click();
    await eventually(async () => expect(await page('mei').locator('header h1').textContent()).toContain('And my invoice is wrong'));
    const line = page('mei').locator('[data-test="move"][data-kind="split"]');
    await expect.poll(() => line.textContent()).toContain(`Split off from #${number}`);

    await act('mei', 'link');
    await page('mei').locator(`[data-test="other-ticket"][data-number="${number}"]`).click();
    await part(page('mei'), 'link-submit').click();
    await eventually(async () => expect(await part(page('mei'), 'link').textContent()).toContain(`#${number}`));
    await line.locator('[data-test="move-undo"]').click();
    await eventually(async () => expect(await page('mei').locator('header h1').textContent()).toContain('When do you come?'));
  });

  it('is merged into another of the same customer, and undone', async () => {
    const fromSeq = (await shown()).conversations[0]?.lastSeq ?? 0;
    const spare = await hands.call('splitTicket', { id: conversationId, body: { fromSeq, subject: 'Spare' } });
    await page('mei').goto(`${test.url}/tickets/${spare.ticket.number}`);
    await act('mei', 'merge');
    await part(page('mei'), 'other-number').fill(`#${number}`);
    await part(page('mei'), 'merge-submit').click();
    await eventually(async () => expect(page('mei').url()).toContain(`/tickets/${number}`));
    await undo('mei');
    await eventually(async () =>
      expect((await hands.call('getTicket', { id: String(spare.ticket.number) })).ticket.number).toBe(spare.ticket.number),
    );
  });

  it('is watched and written about aside, with the keyboard alone', async () => {
    await page('mei').goto(`${test.url}/desk/${conversationId}`);
    await part(page('mei'), 'ticket-acts').waitFor();
    await part(page('mei'), 'entry').first().waitFor();
    await page('mei').keyboard.press('m');
    await part(page('mei'), 'act-watch').waitFor();
    await part(page('mei'), 'act-watch').press('Enter');
    await eventually(async () => expect(await part(page('mei'), 'watchers').textContent()).toContain('watched by me'));
    await act('mei', 'side');
    await part(page('mei'), 'side-address').fill('parts@supplier.example');
    await part(page('mei'), 'side-subject').fill('Valve 3000');
    await part(page('mei'), 'side-text').fill('Do you have one?');
    await part(page('mei'), 'side-text').press('Control+Enter');
    await eventually(async () => expect(carrier.received.map(({ recipients }) => recipients)).toEqual([['parts@supplier.example']]));
    await part(page('mei'), 'side-message').waitFor();
    await expect.poll(() => part(page('mei'), 'side-message').textContent()).toContain('Do you have one?');
  });
});
