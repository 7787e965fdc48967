import { describe, expect, it } from 'vitest';
import { exclusionText } from '../../../agent-console/routing/exclusion-text.ts';
import { assignmentRefusals } from '../../../server/contract/steering.ts';
import type { Exclusion } from '../../../server/routing/decide.ts';
import { exclusionCode } from '../../../server/routing/explain-decision.ts';
import { textsOf } from '../../support/texts.ts';

/** One of each: the compiler asks for those that come to be. */
const examples: { readonly [Why in Exclusion['why']]: Exclusion & { readonly why: Why } } = {
  not_in_queue: { why: 'not_in_queue' },
  being_asked: { why: 'being_asked' },
  held_for_other: { why: 'held_for_other' },
  declined_recently: { why: 'declined_recently' },
  on_a_call: { why: 'on_a_call' },
  barred: { why: 'barred', by: 'web_chat' },
  skill: { why: 'skill', skill: 'zh', needed: 2, held: 1 },
  capacity: { why: 'capacity', channel: 'web_chat', held: 3, limit: 3 },
};

describe.each(['en', 'zh-CN'] as const)('why somebody was not asked, in %s', (locale) => {
  const words = textsOf(locale);
  const say = (exclusion: Exclusion) => exclusionText(exclusionCode(exclusion), words);

  it.each(Object.values(examples))('is said in words: %j', (exclusion) => {
    expect(say(exclusion)).not.toMatch(/_|[{}]/);
    expect(say(exclusion)).not.toBe(exclusionCode(exclusion));
  });

  it('names the skill and the numbers', () => {
    expect(say(examples.skill)).toMatch(/zh.*1.*2/);
    expect(say(examples.capacity)).toContain('3/3');
  });

  it('of an assignment by hand has words for every refusal', () => {
    for (const refusal of assignmentRefusals) expect(words.known(`assign.refusal.${refusal}`), refusal).not.toBeNull();
  });
});
