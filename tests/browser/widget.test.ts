import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signCustomerId } from '../../channel-adapters/web-chat/verify-identity.ts';
import { identitySecret, openShop, type Shop } from './widget-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.empty());
afterAll(() => shop?.close());

describe('the chat on a shop’s page', () => {
  it('weighs less than 60 KB on the line', async () => {
    expect(gzipSync(await readFile(path.join(shop.folder, 'touchline-chat.js'))).length).toBeLessThan(60_000);
  });

  it('carries a question to the hub and the agent’s answer back', async () => {
    const visit = await shop.chat();
    await visit.write('Where is my thermostat?');
    await visit.reads(/Sent/);
    const id = await visit.answer('On its way 📦');
    await visit.shows('Where is my thermostat?', 'On its way 📦');
    await visit.reads('Li Na 李娜');
    await expect.poll(() => shop.record.reports).toContainEqual({ kind: 'report', messageId: id, externalId: id, status: 'read' });
  });

  it('shows what is written at once, and says when it is sent', async () => {
    const visit = await shop.chat();
    await visit.reads('Connected');
    const release = shop.record.holdAnswers();
    await visit.write('hello');
    await visit.reads('Sending…');
    release();
    await visit.reads(/Sent/);
  });

  it('does not connect before it is used', async () => {
    const visit = await shop.enter();
    await visit.launcher.waitFor();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(shop.hub().io.of('/chat').sockets.size).toBe(0);
    await visit.launcher.click();
    await expect.poll(() => shop.hub().io.of('/chat').sockets.size).toBe(1);
  });

  it('counts unread answers, previews the newest, and forgets both once it is opened, in every window', async () => {
    const visit = await shop.chat();
    await visit.write('hello');
    await visit.reads(/Sent/);
    await visit.launcher.click();
    const other = await visit.another();
    await visit.answer('one');
    await visit.answer('two');
    for (const { page } of [visit, other]) {
      await page.getByRole('button', { name: 'Chat with us, 2 unread' }).waitFor();
      await expect.poll(() => page.locator('.preview .said').textContent()).toBe('Li Na 李娜two');
    }
    await other.page.locator('.preview .said').click();
    await other.shows('hello', 'one', 'two');
    await visit.page.getByRole('button', { name: 'Chat with us', exact: true }).waitFor();
    await expect.poll(() => visit.page.locator('.preview').isVisible()).toBe(false);
  });

  it('keeps two windows of one visitor in step', async () => {
    const first = await shop.chat();
    await first.write('from the first');
    const second = await first.another();
    await second.launcher.click();
    await second.shows('from the first');
    await second.write('from the second');
    await first.shows('from the first', 'from the second');
    expect(await first.stored()).toEqual(['from the first', 'from the second']);
  });
});

describe('a message on screen', () => {
  it('has its web addresses as links, and markup as words', async () => {
    const visit = await shop.chat();
    await visit.write('hello');
    await visit.reads(/Sent/);
    const text =
      '<img src=x onerror="window.hacked=1"> 请看https://shop.example/a_(b)?x=1&y=2，谢谢 (https://example.com/). javascript:alert(1)';
    await visit.answer(text);
    await visit.shows('hello', text);
    const links = visit.panel.locator('.bubble a');
    await expect
      .poll(() => links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))))
      .toEqual(['https://shop.example/a_(b)?x=1&y=2', 'https://example.com/']);
    await expect.poll(() => links.first().getAttribute('rel')).toContain('noopener');
    expect(await visit.page.evaluate('window.hacked')).toBeUndefined();
  });
});

describe('a customer who is signed in at the shop', () => {
  const signed = (id: string, signature = signCustomerId(id, identitySecret)) =>
    `data-customer-id="${id}" data-customer-signature="${signature}"`;

  it('is known to the hub by the shop’s signature', async () => {
    const visit = await shop.chat({ embed: { data: signed('C-42') } });
    await visit.write('hello');
    await visit.reads(/Sent/);
    expect(shop.record.messages.at(-1)?.from.signedCustomerId).toBe('C-42');
  });

  it('may be named in window.touchline as well', async () => {
    const identity = JSON.stringify({ customerId: 'C-43', signature: signCustomerId('C-43', identitySecret) });
    const visit = await shop.chat({ embed: { head: `<script>window.touchline = { identity: ${identity}, name: '王小明' }</script>` } });
    await visit.write('hello');
    await visit.reads(/Sent/);
    expect(shop.record.messages.at(-1)?.from).toMatchObject({ signedCustomerId: 'C-43', name: '王小明' });
  });

  it('is served as a guest when the signature does not hold', async () => {
    const visit = await shop.chat({ embed: { data: signed('C-44', 'f'.repeat(64)) } });
    await visit.write('hello');
    await visit.reads(/Sent/);
    expect(shop.record.messages.at(-1)?.from).not.toHaveProperty('signedCustomerId');
  });

  it('goes on in the conversation just begun as a guest, and leaves nothing to the next at this browser', async () => {
    const visit = await shop.chat();
    await visit.write('my question');
    await visit.reads(/Sent/);
    const identify = (identity: unknown) => visit.page.evaluate(`window.touchline.identify(${JSON.stringify(identity)})`);
    await identify({ customerId: 'C-1', signature: signCustomerId('C-1', identitySecret) });
    await visit.shows('my question');
    await visit.answer('for C-1 only', 'customer C-1');
    await visit.shows('my question', 'for C-1 only');
    await identify({ customerId: 'C-2', signature: signCustomerId('C-2', identitySecret) });
    await visit.reads('Hello, how can we help?');
    await expect.poll(() => visit.texts()).toEqual([]);
    await identify(null);
    await visit.reads('Connected');
    await expect.poll(() => visit.texts()).toEqual([]);
  });
});
