import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { deliveryError } from '../../../agent-console/conversation/delivery-error.ts';
import type { UnreadableReason } from '../../../channel-adapters/email/unreadable-mail.ts';
import { type QuarantineReason, quarantineReasons, reasonOf } from '../../../server/intake/quarantine-reasons.ts';
import { textsOf } from '../../support/texts.ts';

const root = path.join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const languages = ['en', 'zh-CN'] as const;

describe.each(languages)('in %s', (language) => {
  const words = textsOf(language);
  it('every reason for quarantine has words and an advice, and there are no others', () => {
    for (const section of ['quarantineReason', 'quarantineAdvice'])
      expect(words.keysOf(section).sort(), section).toEqual([...quarantineReasons].sort());
  });

  it('every code that our adapters give a failed delivery has words of its own', () => {
    expect(ownCodes().filter((code) => !words.keysOf('carrierError').includes(code))).toEqual([]);
    expect(ownCodes()).toContain('smtp_sign_in_failed');
  });

  it.each(['30005', '21610', '64999', 'smtp_550', 'smtp_559', 'smtp_441', 'http_429', 'http_none', 'something_new', ...ownCodes()])(
    'the code %s says what happened and what to do',
    (code) => {
      const { says, advice } = deliveryError(code, words);
      expect([says.length > 2, advice.length > 4]).toEqual([true, true]);
      expect(says.replace('something_new', '')).not.toMatch(/[{}]|_/);
      if (language === 'zh-CN') expect(says + advice).toMatch(/\p{Script=Han}/u);
    },
  );

  it('a code without words of its own is shown with its number', () => {
    expect(deliveryError('64999', words).says).toContain('64999');
    expect(deliveryError('smtp_559', words).says).toContain('559');
    expect(deliveryError('something_new', words).says).toContain('something_new');
  });
});

describe('the reasons for quarantine', () => {
  // Checked by the compiler: a reason that mail is given and that the list lacks does not build.
  it('hold all that mail is refused for', () => {
    expectTypeOf<UnreadableReason>().toExtend<QuarantineReason>();
  });

  it('keep in their detail what an adapter says that they do not know', () => {
    expect(reasonOf({ reason: 'mail_empty', detail: 'no byte' })).toEqual({ reason: 'mail_empty', detail: 'no byte' });
    expect(reasonOf({ reason: 'pigeon_lost', detail: 'over sea' })).toEqual({ reason: 'not_understood', detail: 'pigeon_lost: over sea' });
  });
});

/** The codes that stand in the sources of what sends messages. */
function ownCodes(): string[] {
  const folders = ['channel-adapters/email', 'channel-adapters/sms', 'channel-adapters/web-chat', 'server/conversations'];
  const files = folders.flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`));
  const sources = [...files, 'channel-adapters/twilio-client.ts'].filter((file) => file.endsWith('.ts')).map(read);
  const codes = sources.flatMap((source) => [...source.matchAll(/new DeliveryError\(\s*(?:\w+ \? String\(\w+\) : )?'(\w+)'/g)]);
  return [...new Set([...codes.map(([, code = '']) => code), 'internal'])].sort();
}
