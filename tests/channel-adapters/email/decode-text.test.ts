import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../channel-adapters/email/decode-text.ts';
import { readFixture, understand } from './read-fixture.ts';

/** Subject, name and text as their author wrote them, whatever the charset was said to be. */
const mails: Record<string, { subject: string; name?: string; text: string }> = {
  '8bit-headers': { subject: 'Rückfrage – 你好 – zu Rechnung 12 😀', name: 'Müller, Jürgen', text: 'Grüße, 谢谢' },
  'latin1-8bit-headers': { subject: 'Rückfrage', name: 'Jürgen Müller', text: 'Schöne Grüße' },
  'gb18030-subject-unencoded': { subject: '关于退货的问题', name: '王小明', text: '想退货，怎么操作？' },
  'gb18030-text-labelled-gb2312': { subject: '朱镕先生与㐀村𠮷野家', name: '朱镕𠮷', text: '朱镕先生与㐀村𠮷野家' },
  'unknown-charset': { subject: '物流咨询', name: '李雷', text: '我的快递到哪里了？' },
  'gbk-body-without-charset': { subject: 'hi', text: '请问几点下班？' },
  'gbk-body-labelled-utf8': { subject: 'hi', text: '请问几点下班？' },
  'big5-traditional': { subject: '請問訂單進度', name: '陳小姐', text: '謝謝，我再等等。' },
  'emoji-and-rare-han': { subject: '😀 𠮷', name: '𠮷田', text: '𠮷野家 👩‍👩‍👧 👍🏽' },
  'subject-cut-within-character': {
    subject: '关于十一月九日在贵公司官方商城购买的空气净化器滤芯与主机型号不匹配要求换货的说明',
    text: 'see above',
  },
};

describe('the charset of a mail', () => {
  it.each(Object.entries(mails))('is seen through in %s', async (name, expected) => {
    const { text, from, mail } = await understand(readFixture(name));
    expect({ subject: mail.subject, text, ...(from.name && { name: from.name }) }).toEqual(expected);
  });

  it('is what the bytes say when the label cannot be right', () => {
    const gbk = Buffer.from([0xc4, 0xe3, 0xba, 0xc3]);
    for (const label of [undefined, '', 'utf-8', 'US-ASCII', 'x-nonsense', 'gb2312', 'cp936', 'GB18030'])
      expect(decodeText(gbk, label)).toBe('你好');
    expect(decodeText(Buffer.from('naïve café', 'latin1'))).toBe('naïve café');
    expect(decodeText(Buffer.from('naïve café'))).toBe('naïve café');
  });

  it('never stops a mail: bytes that mean nothing become U+FFFD', () => {
    expect(decodeText(Buffer.from([0xff, 0xfe, 0xfd, 0x80]), 'gb18030')).toContain('\ufffd');
  });
});
