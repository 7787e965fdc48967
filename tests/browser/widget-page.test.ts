import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Shop, type Visit } from './widget-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.empty());
afterAll(() => shop?.close());

describe('writing', () => {
  it('Enter that ends an input method’s composition does not send, the next one does', async () => {
    const visit = await shop.chat({ locale: 'zh-CN' });
    await visit.field.focus();
    const keyboard = await visit.page.context().newCDPSession(visit.page);
    await keyboard.send('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 });
    await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
    await expect.poll(() => visit.field.inputValue()).toBe('nihao');
    await keyboard.send('Input.insertText', { text: '你好' });
    expect(await visit.texts()).toEqual([]);
    await visit.page.keyboard.press('Enter');
    await visit.shows('你好');
  });

  it('nor does the Enter that Safari reports after the composition', async () => {
    const visit = await shop.chat();
    await visit.field.fill('你好');
    await visit.field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    expect(await visit.texts()).toEqual([]);
  });

  it('Shift and Enter start a new line', async () => {
    const visit = await shop.chat();
    await visit.field.pressSequentially('one');
    await visit.field.press('Shift+Enter');
    await visit.field.pressSequentially('two');
    await visit.field.press('Enter');
    await visit.shows('one\ntwo');
  });

  it('nothing, blanks and too much are not sent, and too much is counted', async () => {
    const visit = await shop.chat();
    await visit.write('  \n ');
    await visit.field.fill('𠮷'.repeat(4001));
    await visit.reads('1 characters too long');
    await visit.field.press('Enter');
    expect(await visit.texts()).toEqual([]);
    await visit.field.fill('𠮷'.repeat(4000));
    await visit.field.press('Enter');
    await visit.reads(/Sent/);
  });

  it('keys typed into the chat are not the page’s shortcuts', async () => {
    const visit = await shop.chat();
    await visit.page.evaluate('document.addEventListener("keydown", (event) => { window.heard = event.key })');
    await visit.field.pressSequentially('s');
    expect(await visit.page.evaluate('window.heard')).toBeUndefined();
  });
});

describe('on any page', () => {
  it('hostile styles of the page do not reach it, nor its styles the page', async () => {
    const head =
      '<style>div, dialog, button, textarea, touchline-chat, * { color: red !important; font-size: 3px !important } touchline-chat, dialog { display: none !important }</style>';
    const visit = await shop.chat({ embed: { head } });
    await visit.write('hello');
    await visit.reads(/Sent/);
    await expect
      .poll(() => visit.messages.first().evaluate((bubble) => bubble.ownerDocument.defaultView.getComputedStyle(bubble).fontSize))
      .toBe('15px');
    await expect
      .poll(() => visit.page.locator('#before').evaluate((button) => button.ownerDocument.defaultView.getComputedStyle(button).borderStyle))
      .toBe('outset');
  });

  it('a strict content security policy is enough for it', async () => {
    const hub = shop.hub().url;
    const policy = `default-src 'none'; script-src ${hub}; connect-src ${hub.replace('http', 'ws')}; require-trusted-types-for 'script'`;
    const visit = await shop.chat({ embed: { headers: { 'content-security-policy': policy } } });
    await visit.write('hello');
    await visit.reads(/Sent/);
    await expect
      .poll(() => visit.panel.evaluate((panel) => panel.ownerDocument.defaultView.getComputedStyle(panel).position))
      .toBe('fixed');
  });

  it('blocked storage does not stop it', async () => {
    const visit = await shop.enter();
    await visit.page.addInitScript(
      "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })",
    );
    await visit.page.reload();
    await visit.launcher.click();
    await visit.write('hello');
    await visit.reads(/Sent/);
  });

  it('the keyboard is enough: open, write, Escape, back to the button', async () => {
    const { page, panel, field } = await shop.enter();
    const launcher = page.getByRole('button', { name: 'Chat with us' });
    await launcher.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Chat with us' }).waitFor();
    await page.getByRole('log', { name: 'Conversation' }).waitFor({ state: 'attached' });
    await expect.poll(() => field.evaluate((it) => it.getRootNode().activeElement === it)).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.isVisible()).toBe(false);
    await expect.poll(() => launcher.evaluate((it) => it.getRootNode().activeElement === it)).toBe(true);
    await expect.poll(() => launcher.getAttribute('aria-expanded')).toBe('false');
  });

  it('a small screen is filled, and what is under it cannot be reached', async () => {
    const { page, panel } = await shop.chat({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      reducedMotion: 'reduce',
    });
    await expect.poll(() => panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    for (let n = 0; n < 8; n++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.id')).not.toBe('before');
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.isVisible()).toBe(false);
  });

  it('nothing moves for those who asked for calm', async () => {
    const animationOf = ({ panel }: Visit) => panel.evaluate((it) => it.ownerDocument.defaultView.getComputedStyle(it).animationName);
    expect(await animationOf(await shop.chat({ reducedMotion: 'reduce' }))).toBe('none');
    expect(await animationOf(await shop.chat())).toBe('rise');
  });
});

describe('language', () => {
  it('is the browser’s, can be switched, and stays as chosen', async () => {
    const visit = await shop.chat({ locale: 'zh-TW' });
    await visit.reads('您好，请问有什么可以帮您？');
    await visit.field.fill('你好');
    await visit.page.getByRole('button', { name: 'Switch to English' }).click();
    await visit.reads('Hello, how can we help?');
    await expect.poll(() => visit.field.inputValue()).toBe('你好');
    await visit.page.reload();
    await visit.reads('Hello, how can we help?');
    await visit.write('hi');
    await visit.reads(/Sent/);
    expect(shop.record.messages.at(-1)?.from.language).toBe('en');
  });

  it('is the one the page names before the browser’s, and follows it', async () => {
    const visit = await shop.chat({ locale: 'en-GB', embed: { data: 'data-language="zh-CN"' } });
    await visit.reads('您好，请问有什么可以帮您？');
    await visit.page.evaluate('document.querySelector("script[data-inbox]").dataset.language = "en"');
    await visit.reads('Hello, how can we help?');
  });
});

describe('the demo shop', () => {
  it.each([
    ['en-GB', 'light', 'Warm when you come home', 'Where is my order 10482?'],
    ['zh-CN', 'dark', '回家就是暖的', '请问我的订单10482到哪里了？'],
  ] as const)('speaks %s, in %s, with the chat', async (locale, colorScheme, headline, question) => {
    const { page, panel } = await shop.enter({ locale, colorScheme, viewport: { width: 1280, height: 800 } });
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(`${shop.hub().url}/widget/demo.html`);
    await page.getByText(headline).waitFor();
    await page.locator('.launch').click();
    await panel.locator('textarea').fill(question);
    await page.keyboard.press('Enter');
    await panel.getByText(/Sent|已发送/).waitFor();
    const surface = await panel.evaluate((panel) => panel.ownerDocument.defaultView.getComputedStyle(panel).backgroundColor);
    expect(surface).toBe(colorScheme === 'dark' ? 'rgb(24, 26, 31)' : 'rgb(255, 255, 255)');
    expect((await page.screenshot({ path: path.join(tmpdir(), 'touchline-pictures', `${locale}.png`) })).length).toBeGreaterThan(10_000);
    expect(errors).toEqual([]);
  });
});
