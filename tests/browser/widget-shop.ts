import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { build } from 'vite';
import { expect } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { type ChatServer, type ChatServerOptions, openChatServer, reply, shop } from '../channel-adapters/web-chat-hub.ts';
import { type ChatRecord, openChatRecord } from '../channel-adapters/web-chat-record.ts';

/** A site of its own that embeds the widget of a hub, and the hub's memory behind it. */
export interface Shop {
  readonly record: ChatRecord;
  readonly folder: string;
  /** The hub as it is now: a restart gives another one on the same port. */
  hub(): ChatServer;
  stopHub(): Promise<void>;
  startHub(): Promise<void>;
  /** A browser of its own: nothing is remembered from others. */
  enter(options?: VisitOptions): Promise<Visit>;
  /** Enter, and open the chat. */
  chat(options?: VisitOptions): Promise<Visit>;
  /** Send everybody out: their windows close. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export type VisitOptions = BrowserContextOptions & { embed?: Embed };

export interface Embed {
  /** Attributes of the script element. */
  readonly data?: string;
  /** What else the page brings, in its head. */
  readonly head?: string;
  readonly headers?: Record<string, string>;
}

export interface Visit {
  readonly page: Page;
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly field: Locator;
  readonly messages: Locator;
  /** Open one more window of this browser. */
  another(): Promise<Visit>;
  write(text: string): Promise<void>;
  /** The texts on screen, oldest first. */
  texts(): Promise<string[]>;
  /** Wait until exactly these are on screen. */
  shows(...texts: string[]): Promise<void>;
  /** Wait until the chat says so. */
  reads(words: string | RegExp): Promise<void>;
  /** What the hub has of this visitor. */
  stored(who?: string): Promise<string[]>;
  /** The visitor id of the guest, or of the customer who is signed in. */
  visitor(who?: string): Promise<string>;
  /** An agent answers this visitor. */
  answer(text: string, who?: string): Promise<string>;
}

export const patience = { timeout: 15_000 };
export const identitySecret = 'a secret that the shop and the hub share';

const launchFlags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export async function openShop(): Promise<Shop> {
  const folder = await buildWidget();
  const record = openChatRecord();
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: launchFlags.split(' ') });
  const options: ChatServerOptions = { pages: serveFolder(folder), identitySecret, messageRate: { perSecond: 50, burst: 50 } };
  let hub = await openChatServer(record, options);
  let embed: Embed = {};
  const site = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...embed.headers }).end(shopPage(hub.url, embed));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('the shop has no port');

  const self: Shop = {
    record,
    folder,
    hub: () => hub,
    stopHub: () => hub.close(),
    async startHub() {
      hub = await openChatServer(record, { ...options, port: hub.port });
    },
    async enter({ embed: wished = {}, ...browserOptions } = {}) {
      embed = wished;
      return visit(self, browser, browserOptions, `http://127.0.0.1:${address.port}/`);
    },
    async chat(how) {
      const entered = await self.enter(how);
      await entered.launcher.click();
      return entered;
    },
    async empty() {
      for (const context of browser.contexts()) await context.close();
      await expect.poll(() => hub.io.of('/chat').sockets.size).toBe(0);
    },
    async close() {
      await browser.close();
      await hub.close();
      site.closeAllConnections();
      site.close();
      await rm(folder, { recursive: true });
    },
  };
  return self;
}

async function buildWidget(): Promise<string> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'touchline-widget-'));
  const configFile = path.join(projectRoot, 'channel-adapters/web-chat/widget/vite.config.ts');
  await build({ configFile, logLevel: 'error', build: { outDir } });
  return outDir;
}

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript' };

// As the hub serves it, policy included: nothing inline may run on its pages.
function serveFolder(folder: string): RequestListener {
  return async ({ url = '' }, response) => {
    const name = path.basename(new URL(url, 'http://hub').pathname);
    const content = await readFile(path.join(folder, name)).catch(() => undefined);
    const headers = { 'content-type': types[path.extname(name)] ?? 'text/plain', 'content-security-policy': "default-src 'self'" };
    response.writeHead(content ? 200 : 404, headers).end(content && String(content).replace('demo-widget', shop.address));
  };
}

function shopPage(hub: string, { data = '', head = '' }: Embed): string {
  return `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A shop</title>${head}
    <script src="${hub}/widget/touchline-chat.js" data-inbox="${shop.address}" ${data} async></script></head>
    <body><h1>A shop</h1><button id="before">Buy</button></body></html>`;
}

async function visit(at: Shop, browser: Browser, options: BrowserContextOptions, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 720 }, locale: 'en-GB', ...options });
  const openPage = async (): Promise<Visit> => {
    const page = await context.newPage();
    await page.goto(url);
    const panel = page.locator('touchline-chat .panel');
    const messages = panel.locator('.bubble');
    const field = panel.locator('textarea');
    const visitor = (who = 'guest') => page.evaluate<string>(`JSON.parse(localStorage['touchline ${shop.address} ${who}']).id`);
    return {
      page,
      launcher: page.locator('touchline-chat .launch'),
      panel,
      field,
      messages,
      another: openPage,
      async write(text) {
        await field.fill(text);
        await field.press('Enter');
      },
      texts: () => messages.allTextContents(),
      shows: (...texts) => expect.poll(() => messages.allTextContents()).toEqual(texts),
      reads: (words) => panel.getByText(words).last().waitFor(patience),
      async stored(who) {
        const id = await visitor(who);
        return at.record.messages.filter(({ from }) => from.value === id).map(({ text }) => text);
      },
      visitor,
      answer: async (text, who) => (await reply({ record: at.record, server: at.hub() }, await visitor(who), text)).id,
    };
  };
  return openPage();
}
