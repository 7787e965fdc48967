import { describe, expect, it } from 'vitest';
import { readFixture, understand } from './read-fixture.ts';

describe('a mail that a program wrote', () => {
  it.each([
    ['bounce-dsn', 'bounce'],
    ['out-of-office-zh', 'auto_reply'],
    ['out-of-office-exchange', 'auto_reply'],
    ['vacation-rfc3834', 'auto_reply'],
    ['read-receipt', 'auto_reply'],
    ['mailing-list', 'list'],
  ])('is known: %s is %s', async (name, automatic) => {
    expect((await understand(readFixture(name))).mail.automatic).toBe(automatic);
  });

  it.each([
    ['Auto-Submitted: auto-generated', 'auto_reply'],
    ['Auto-Submitted: NO', undefined],
    ['X-Autoreply: yes', 'auto_reply'],
    ['X-Autorespond: vacation', 'auto_reply'],
    ['Precedence: auto_reply', 'auto_reply'],
    ['Precedence: bulk', 'list'],
    ['Precedence: junk', 'list'],
    ['List-Id: <x.example.org>', 'list'],
    ['Mailing-List: list x@example.org', 'list'],
    ['Return-Path: <>', 'bounce'],
    ['Return-Path: <a@example.org>', undefined],
    ['Subject: Automatic reply: hello', 'auto_reply'],
    ['Subject: Re: Automatic reply does not work', undefined],
    ['Subject: 自动回复', 'auto_reply'],
    ['Subject: 自动回复功能怎么关？', undefined],
    ['Subject: Out of the office: back on Monday', 'auto_reply'],
  ])('is told by %s: %s', async (header, automatic) => {
    const { mail } = await understand(`From: a@example.org\r\n${header}\r\n\r\nhello\r\n`);
    expect(mail.automatic).toBe(automatic);
  });

  it('is not every mail: a person may say that no program wrote theirs', async () => {
    expect((await understand(readFixture('written-by-a-person'))).mail).not.toHaveProperty('automatic');
  });
});
