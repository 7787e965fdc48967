import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutQuote } from '../../../channel-adapters/email/cut-quote.ts';
import { readFixture, understand } from './read-fixture.ts';

/** What the customer wrote, and how the quoted part begins and ends. */
const replies: Record<string, { text: string; quoted: RegExp }> = {
  'outlook-reply-zh': {
    text: '您好，\n\n我已经把照片发过来了，请查收。麻烦尽快处理，谢谢！\n\n张伟',
    quoted: /^_{32}\n发件人: 客服 .*请把破损处的照片发给我们。\n\n客服 李娜$/s,
  },
  'outlook-reply-en': {
    text: 'Hi team,\n\nthe café still has not received it - £120 short.\n\nRegards,\nDana\nGet Outlook for iOS<https://aka.example/o0ukef>',
    quoted: /^_{32}\nFrom: Support .*which address should it go to\?$/s,
  },
  'outlook-original-message': { text: 'Please cancel it then.', quoted: /^-----Original Message-----.*any more\.$/s },
  'qq-mail-quote': {
    text: '还是没有收到退款，订单号20261109。都一周了！',
    quoted: /^------------------ 原始邮件 ------------------\n发件人: .*三个工作日内到账。$/s,
  },
  'foxmail-reply-zh': {
    text: '发票抬头写错了，请重开：上海晨光贸易有限公司。\n\n\n\nwang.fang@example.cn',
    quoted: /^发件人： 客服\n.*请问发票抬头是什么？$/s,
  },
  'foxmail-html-only': {
    text: expect.stringMatching(/^发票抬头写错了，请重开：上海晨光贸易有限公司。/),
    quoted: /发件人： 客服 .*请问发票抬头是什么？$/s,
  },
  'netease-163-quote': {
    text: '快递员说地址不详，退回去了。地址是：杭州市西湖区文三路90号东部软件园2号楼。',
    quoted: /^在 2026-11-20 15:15:00，"客服" .*>客服$/s,
  },
  'netease-mail-master-quote': { text: '好的，那我再等两天。', quoted: /^---- 回复的原邮件 ----\n发件人 客服.*48小时内到账。$/s },
  'gmail-reply-zh': { text: '周六上午可以，10点以后。', quoted: /^客服 <support@example.com> 于2026年11月20日周五 15:15写道：/ },
  'gmail-reply-wrapped-attribution': {
    text: 'Thanks!\nThe serial number is TL-2291-X.',
    quoted: /^On Fri, Nov 20.*<\nsupport@example.com> wrote:/s,
  },
  'apple-mail-reply-zh': {
    text: '师傅今天没有来，电话也打不通。我请了半天假在家里等，这已经是第二次了。\n\n从我的 iPhone 发送',
    quoted: /^> 在 2026年11月20日，15:15，客服 .*今天下午上门。$/s,
  },
  'big5-traditional': { text: '謝謝，我再等等。', quoted: /^客服 <support@example.com> 於 2026年11月20日.*訂單已出貨。$/s },
  'bottom-posting': {
    text: 'After six, every day but Monday. The bell does not work, so please call me.',
    quoted: /^On 20\/11\/2026 15:15, Support wrote:\n> When are you at home\?$/,
  },
};

describe('the quoted part of a reply', () => {
  it.each(Object.entries(replies))('is cut from %s', async (name, { text, quoted }) => {
    const message = await understand(readFixture(name));
    expect(message.text).toEqual(text);
    expect(message.mail.quoted).toMatch(quoted);
  });

  it('stays when the answers stand between the quoted lines', async () => {
    const { text, mail } = await understand(readFixture('interleaved-answers'));
    expect(text).toBe('On 20/11/2026 15:15, Support wrote:\n> Which model is it?\n\nThe X200.\n\n> When did you buy it?\n\nLast March.');
    expect(mail.quoted).toBeUndefined();
  });

  it('stays when it is forwarded: then it is what the customer wants to show', async () => {
    const { text, mail } = await understand(readFixture('forwarded-mail-zh'));
    expect(text).toMatch(/^你们看看这是不是你们发的？.*请点击链接领取发票。$/s);
    expect(mail.quoted).toBeUndefined();
    const block = 'see below\n\nFrom: A <a@example.org>\nSent: Friday\nTo: B\nSubject: Invoice\n\nthe invoice';
    expect(cutQuote(block, 'FW: Invoice')).toEqual({ text: block });
    expect(cutQuote(block, '转发：发票')).toEqual({ text: block });
  });

  it('stays when there is nothing else', () => {
    const only = 'On Fri, Nov 20, 2026 at 3:15 PM Support <support@example.com> wrote:\n> Are you there?';
    expect(cutQuote(only)).toEqual({ text: only });
  });

  it.each([
    ['a journey', 'From: Beijing\nTo: Shanghai\nDate: 3 May\n\nPlease rebook.'],
    ['reported speech', 'Yesterday your colleague wrote:\nI shall call you.\nNobody called.'],
    ['Chinese reported speech', '你们的客服写道：\n明天回电。\n没有人打来。'],
    ['a face', '谢谢！\n>_<'],
    ['a comparison', 'The price is\n> 100'],
    ['a line of dashes', 'above\n-----\nbelow'],
  ])('is not mistaken for %s', (_what, text) => {
    expect(cutQuote(text)).toEqual({ text });
  });

  it('is found without an introduction when it ends the mail', () => {
    expect(cutQuote('Yes, please.\n\n> Shall we send\n> a new one?')).toEqual({
      text: 'Yes, please.',
      quoted: '> Shall we send\n> a new one?',
    });
  });

  it('leaves the line above a broken introduction to its author', () => {
    const { text, quoted } = cutQuote('谢谢！2026年见\n客服 <support@example.com>\n于2026年11月20日周五 15:15写道：\n> 好的');
    expect(text).toContain('谢谢！2026年见');
    expect(quoted).toContain('于2026年11月20日周五 15:15写道：');
  });

  it('together with the text holds every line of the mail', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '> quoted',
        '>> twice',
        '',
        '  ',
        '-----Original Message-----',
        'From: a <a@example.org>',
        'Sent: Friday',
        'Subject: x',
        '发件人: 客服',
      ),
      fc.constantFrom(
        '发送时间: 2026年',
        '主题: 退款',
        'On 1/1/2026 10:00, A wrote:',
        '在 2026年1月1日 写道：',
        '---- 转发的邮件 ----',
        '谢谢',
        '_____',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('Re: x', 'Fwd: x', ''), (lines, subject) => {
        const mail = lines.join('\n');
        const { text, quoted = '' } = cutQuote(mail, subject);
        const visible = (whole: string) =>
          whole
            .split('\n')
            .filter((part) => part.trim())
            .map((part) => part.trim())
            .sort();
        expect(visible(`${text}\n${quoted}`)).toEqual(visible(mail));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['one endless line', 'On '.repeat(200_000)],
    ['endless spaces', `On ${' '.repeat(500_000)}wrote`],
    ['many introductions', 'On 1/1/2026 wrote:\n'.repeat(50_000)],
    ['many dashes', `${'-'.repeat(300_000)}x`],
    ['many quoted headers', 'From: a@b\n'.repeat(50_000)],
  ])('costs no more time than its length, even with %s', (_what, text) => {
    const begun = performance.now();
    cutQuote(`x\n${text}`);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});
