import { createServer, type Server } from 'node:http';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { field, part } from '../support/browser.ts';
import { type ConsoleHub, startConsole } from '../support/console.ts';
import { sitDown } from '../support/console-socket.ts';
import { take } from '../support/desk.ts';
import { addPerson, type Client, client, eventually } from '../support/hub.ts';
import { picture } from '../support/picture.ts';

/** A visitor in a shop's chat and the agent who answers: each sees that the other is writing, and files reach the visitor. */
let test: ConsoleHub;
let mei: Client;
let shop: Server;
let desk: Page;
let panel: Locator;

beforeAll(async () => {
  test = await startConsole();
  const person = await addPerson(test, { name: 'Mei Lin' });
  mei = await client(test, person);
  const socket = await sitDown(test, mei);
  shop = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><html><head><meta charset="utf-8">
      <script src="${test.url}/widget/touchline-chat.js" data-inbox="website" async></script></head><body><h1>A shop</h1></body></html>`),
  );
  await new Promise<void>((listening) => shop.listen(0, '127.0.0.1', listening));
  panel = await openChat();
  await say('My thermostat is blank');
  const { conversationId } = await take(mei);
  desk = await test.open(person);
  await desk.goto(`${test.url}/desk/${conversationId}`);
  await part(desk, 'entry').first().waitFor();
  socket.close();
}, 60_000);
afterAll(async () => {
  shop?.closeAllConnections();
  shop?.close();
  await test?.stop();
});

async function openChat(): Promise<Locator> {
  const address = shop.address();
  if (typeof address !== 'object' || !address) throw new Error('the shop is not open');
  const page = await (await test.browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })).newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.locator('touchline-chat .launch').click();
  return page.locator('touchline-chat .panel');
}

async function say(text: string): Promise<void> {
  await panel.locator('textarea').fill(text);
  await panel.locator('textarea').press('Enter');
}

const customerWrites = () => part(desk, 'customer-writing');
const answer = () => field(desk, 'composer-reply');

describe('an agent who answers a chat', () => {
  it('is seen to write by the visitor, in their language, until the answer is there', async () => {
    await eventually(async () => {
      await answer().pressSequentially('o');
      expect(await panel.locator('.writing').textContent()).toBe('Mei Lin 正在输入');
    }, 25);
    await picture(panel.page(), 'widget-writing');
    await answer().fill('On its way');
    await part(desk, 'composer-send').click();
    await panel.getByText('On its way').waitFor();
    await expect.poll(() => panel.locator('.writing').textContent()).toBe('');
  });

  it('is not seen to write a note', async () => {
    const frames: string[] = [];
    desk.on('websocket', (socket) => socket.on('framesent', ({ payload }) => void frames.push(String(payload))));
    await desk.reload();
    await part(desk, 'composer-mode-note').click();
    await field(desk, 'composer-note').pressSequentially('They sound cross');
    await expect.poll(() => frames.some((frame) => frame.includes('"attend"') && frame.includes('typing'))).toBe(true);
    expect(frames.filter((frame) => frame.includes('"answering"'))).toEqual([]);
  });
});

describe('a visitor who writes', () => {
  it('is seen to by their agent, who reads it once it is sent', async () => {
    await eventually(async () => {
      await panel.locator('textarea').pressSequentially('a');
      expect(await customerWrites().textContent({ timeout: 1000 })).toMatch(/is writing$/);
    }, 25);
    await picture(desk, 'desk-customer-writing');
    await say('And the boiler too');
    await part(desk, 'entry').filter({ hasText: 'And the boiler too' }).waitFor();
    await customerWrites().waitFor({ state: 'detached' });
  });
});

describe('a file of ours', () => {
  it('reaches the visitor as a link with its name and size, and is what was chosen', async () => {
    const manual = Buffer.from('%PDF-1.7 how to bleed a radiator');
    await part(desk, 'composer-mode-reply').click();
    await part(desk, 'file-picker').setInputFiles([{ name: '说明书.pdf', mimeType: 'application/pdf', buffer: manual }]);
    await part(desk, 'file').waitFor();
    await answer().fill('Here is the manual');
    await part(desk, 'composer-send').click();
    const link = panel.locator('.bubble', { hasText: 'Here is the manual' }).locator('a.file');
    await link.waitFor();
    await expect.poll(() => link.textContent()).toBe('说明书.pdf 1 kB');
    const address = (await link.getAttribute('href')) ?? '';
    await expect.poll(async () => Buffer.from(await (await fetch(address)).arrayBuffer())).toEqual(manual);
    await picture(panel.page(), 'widget-file');
    await part(desk, 'file').waitFor({ state: 'detached' });
  });
});
