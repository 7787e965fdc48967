import { createServer, type Server } from 'node:http';
import type { Browser, Locator } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { finish, ringing, take } from '../support/desk.ts';
import { addPerson, type Client, client, eventually, startTestHub, type TestHub } from '../support/hub.ts';

/** A visitor who waits sees where they stand: a real hub, a shop's page, the built widget. */
let test: TestHub;
let mei: Client;
let shop: Server;
let browser: Browser;

beforeEach(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test, { capacity: { web_chat: 1 } }));
  browser = await openBrowser();
  shop = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><html><head><meta charset="utf-8">
      <script src="${test.url}/widget/touchline-chat.js" data-inbox="website" async></script></head><body><h1>A shop</h1></body></html>`),
  );
  await new Promise<void>((listening) => shop.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  await browser.close();
  shop.closeAllConnections();
  shop.close();
  await test.stop();
});

/** Somebody with a browser of their own opens the chat and writes. */
async function visitor(text: string, locale = 'en-GB'): Promise<{ place: Locator; panel: Locator }> {
  const address = shop.address();
  if (typeof address !== 'object' || !address) throw new Error('the shop is not open');
  const page = await (await browser.newContext({ locale })).newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.locator('touchline-chat .launch').click();
  const panel = page.locator('touchline-chat .panel');
  await panel.locator('textarea').fill(text);
  await panel.locator('textarea').press('Enter');
  return { place: panel.locator('.place'), panel };
}

const reads = (place: Locator, words: string | RegExp) => eventually(async () => expect(await place.textContent()).toMatch(words), 25);
const isHidden = (place: Locator) => eventually(async () => expect(await place.isVisible()).toBe(false), 25);

describe('a chat visitor who waits', () => {
  it('sees the place in line, in their language; it moves on, and goes when an agent is there', async () => {
    await mei.available();
    const first = await visitor('I am first');
    const task = await take(mei);
    await isHidden(first.place);
    const second = await visitor('I am second');
    await reads(second.place, /^You are next in line · about \d+ to \d+ minutes$/);
    test.clock.move(5);
    const third = await visitor('我是第三个', 'zh-CN');
    await reads(third.place, /^您前面还有 1 位 · 预计约 \d+ 到 \d+ 分钟$/);
    await finish(mei, task);
    expect((await ringing(mei)).task.preview).toBe('I am second');
    await take(mei);
    await isHidden(second.place);
    await reads(third.place, '您是下一位');
  });

  it('is not told of any time while nobody is at work', async () => {
    const { place } = await visitor('Anybody there?');
    await reads(place, /^You are next in line$/);
  });

  it('sees no place any more once somebody writes to them', async () => {
    await mei.available();
    const { place, panel } = await visitor('Hello');
    const { id, conversationId } = await take(mei);
    const { conversation } = await mei.call('getConversation', { id: conversationId });
    await mei.call('sendReply', {
      id: conversationId,
      body: { clientId: `reply-${id}`, text: 'How can I help?', seenSeq: conversation.lastSeq },
    });
    await panel.getByText('How can I help?').waitFor();
    await expect.poll(() => place.isVisible()).toBe(false);
  });
});
