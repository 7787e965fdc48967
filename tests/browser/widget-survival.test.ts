import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { IntakeRefused } from '../../channel-adapters/channel-adapter.ts';
import { shop as inbox } from '../channel-adapters/web-chat-hub.ts';
import { openShop, patience, type Shop } from './widget-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.empty());
afterAll(() => shop?.close());

describe('what the visitor wrote survives', () => {
  it('a reload, with the draft and the open window', async () => {
    const visit = await shop.chat();
    await visit.write('hello');
    await visit.reads(/Sent/);
    await visit.answer('Good day!');
    await visit.field.fill('half a sent');
    await visit.page.reload();
    await visit.shows('hello', 'Good day!');
    await expect.poll(() => visit.field.inputValue()).toBe('half a sent');
    expect(await visit.stored()).toEqual(['hello']);
  });

  it('a hub that cannot store for a while, in order and once', async () => {
    const visit = await shop.chat();
    await visit.reads('Connected');
    shop.record.fail(2);
    for (const text of ['one', 'two', 'three']) await visit.write(text);
    await expect.poll(() => visit.stored()).toEqual(['one', 'two', 'three']);
    await visit.shows('one', 'two', 'three');
  });

  it('a lost line: it is kept, said so calmly, and sent when the line is back', async () => {
    const visit = await shop.chat();
    await visit.write('before');
    await visit.reads(/Sent/);
    await shop.stopHub();
    await visit.write('meanwhile 一');
    await visit.write('meanwhile 二');
    await visit.reads('Kept, not sent yet');
    await visit.reads('No connection just now. What you write is kept and sent as soon as it is back.');
    await shop.startHub();
    await expect.poll(() => visit.stored()).toEqual(['before', 'meanwhile 一', 'meanwhile 二']);
    await visit.shows('before', 'meanwhile 一', 'meanwhile 二');
    await visit.reads('Connected');
  });

  it('a browser that goes offline and comes back', async () => {
    const visit = await shop.chat();
    await visit.write('before');
    await visit.reads(/Sent/);
    await visit.page.context().setOffline(true);
    shop.hub().io.of('/chat').disconnectSockets(true);
    await visit.write('in the tunnel');
    await visit.reads('Kept, not sent yet');
    await visit.page.context().setOffline(false);
    await visit.shows('before', 'in the tunnel');
    await expect.poll(() => visit.stored()).toEqual(['before', 'in the tunnel']);
  });

  it('closing the page while the hub is down', async () => {
    const visit = await shop.chat();
    await visit.reads('Connected');
    await shop.stopHub();
    await visit.write('my last words');
    await visit.reads('Kept, not sent yet');
    const id = await visit.visitor();
    await shop.startHub();
    await visit.page.close();
    await visit.another();
    await expect
      .poll(() => shop.record.messages.filter(({ from }) => from.value === id).map(({ text }) => text))
      .toEqual(['my last words']);
  });

  it('an answer that got lost: the hub has it once, the visitor sees it once', async () => {
    const visit = await shop.chat();
    await visit.reads('Connected');
    const release = shop.record.holdAnswers();
    await visit.write('once');
    await expect.poll(() => visit.stored()).toEqual(['once']);
    shop.hub().io.of('/chat').disconnectSockets(true);
    release();
    await visit.reads(/Sent/);
    await visit.shows('once');
    expect(await visit.stored()).toEqual(['once']);
  });

  it('a restart of the hub during which the agent answered', async () => {
    const visit = await shop.chat();
    await visit.write('Are you there?');
    await visit.reads(/Sent/);
    await shop.stopHub();
    const at = new Date();
    shop.record.rememberReply(inbox, await visit.visitor(), {
      id: crypto.randomUUID(),
      text: 'Yes!',
      agentName: 'Li Na',
      at,
    });
    await shop.startHub();
    await visit.shows('Are you there?', 'Yes!');
  });

  it('an answer that nobody looked at before the line was lost again: it is still reported as read', async () => {
    const visit = await shop.chat();
    await visit.write('hello');
    await visit.reads(/Sent/);
    await visit.launcher.click();
    await shop.stopHub();
    shop.record.rememberReply(inbox, await visit.visitor(), { id: 'unseen', text: 'Good day!', agentName: 'Li Na', at: new Date() });
    await shop.startHub();
    await visit.page.getByRole('button', { name: 'Chat with us, 1 unread' }).waitFor(patience);
    await shop.stopHub();
    await shop.startHub();
    await expect.poll(() => shop.hub().io.of('/chat').sockets.size).toBe(1);
    await visit.launcher.click();
    const read = { kind: 'report', messageId: 'unseen', externalId: 'unseen', status: 'read' };
    await expect.poll(() => shop.record.reports).toContainEqual(read);
  });

  it('growing long: a page load shows the newest hundred messages', async () => {
    const visit = await shop.chat();
    await visit.write('the first');
    await visit.reads(/Sent/);
    const reply = { agentName: 'Li Na', at: new Date() };
    for (let n = 1; n <= 250; n++) shop.record.rememberReply(inbox, await visit.visitor(), { ...reply, id: `reply-${n}`, text: `${n}` });
    await visit.page.reload();
    const numbers = Array.from({ length: 250 }, (_, index) => `${index + 1}`);
    await visit.shows('the first', ...numbers);
    await visit.page.reload();
    await visit.shows(...numbers.slice(-100));
  });

  it('the hub beginning their conversation anew', async () => {
    const visit = await shop.chat();
    await visit.write('old one');
    await visit.write('old two');
    await visit.reads(/Sent/);
    await visit.page.reload();
    const other = await visit.another();
    for (const window of [visit, other]) await window.shows('old one', 'old two');
    shop.record.beginAnew(inbox, await visit.visitor());
    await visit.write('new');
    for (const window of [visit, other]) await window.shows('old one', 'old two', 'new');
    await expect.poll(() => visit.stored()).toContain('new');
    await visit.reads(/Sent/);
    await shop.stopHub();
    shop.record.rememberReply(inbox, await visit.visitor(), { id: 'reply-new', text: 'our answer', agentName: 'Li Na', at: new Date() });
    await shop.startHub();
    for (const window of [visit, other]) await window.shows('old one', 'old two', 'new', 'our answer');
    await visit.page.reload();
    await visit.shows('new', 'our answer');
  });

  it('being refused: it says so and can be sent again or removed', async () => {
    const visit = await shop.chat();
    await visit.reads('Connected');
    shop.record.fail(1, new IntakeRefused('not_wanted', 'This cannot be taken in.'));
    await visit.write('first');
    await visit.panel.getByRole('button', { name: 'Try again' }).click();
    await visit.reads(/Sent/);
    shop.record.fail(1, new IntakeRefused('not_wanted', 'This cannot be taken in.'));
    await visit.write('second');
    await visit.panel.getByRole('button', { name: 'Remove' }).click();
    await visit.shows('first');
    expect(await visit.stored()).toEqual(['first']);
  });
});
