import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPromises } from '../../../server/catalog/first-configuration.ts';
import { noExceptions, promiseOf } from '../../../server/catalog/read-catalog.ts';
import { type Channel, channels, type Preset } from '../../../server/contract/statuses.ts';
import { decide, type Head, scoreOf } from '../../../server/routing/decide.ts';
import { policyFrom } from '../../../server/routing/policy.ts';

const now = Date.UTC(2026, 10, 21, 12);
const tiers = ['standard', 'silver', 'gold', 'platinum'].map((key, rank) => ({ key, rank }));
const rowOf = (preset: Preset) => ({ version: 1, preset, promises: firstPromises, ...noExceptions });

interface Waiting {
  readonly taskId: string;
  readonly tier: string;
  readonly channel: Channel;
  readonly waited: number;
}

const headOf = ({ waited, ...rest }: Waiting): Head => ({
  ...rest,
  queueId: 'support',
  neededAt: now - waited * 1000,
  skills: {},
  cooling: [],
});

/** Who stands before whom under a preset. */
const order = (preset: Preset, ...waiting: Waiting[]): string[] =>
  decide({ heads: waiting.map(headOf), agents: [] }, policyFrom(rowOf(preset), tiers), now).receipt.heads.map(({ taskId }) => taskId);

const goldCall: Waiting = { taskId: 'gold call', tier: 'gold', channel: 'voice', waited: 15 };
const standardChat: Waiting = { taskId: 'standard chat', tier: 'standard', channel: 'web_chat', waited: 50 };
const silverSms: Waiting = { taskId: 'silver SMS', tier: 'silver', channel: 'sms', waited: 1700 };
const platinumMail: Waiting = { taskId: 'platinum mail', tier: 'platinum', channel: 'email', waited: 360 };

describe('the order of the waiting', () => {
  it('`promise`: by the share of the promise used', () => {
    // 1700/1800, 15/20, 50/180, 360/3600
    expect(order('promise', goldCall, standardChat, silverSms, platinumMail)).toEqual([
      'silver SMS',
      'gold call',
      'standard chat',
      'platinum mail',
    ]);
    expect(scoreOf(headOf(goldCall), policyFrom(rowOf('promise'), tiers), now)).toBe(0.75);
  });

  it('`deadline`: by what is due first', () => {
    // due in 5, 100, 130, 3240 seconds
    expect(order('deadline', goldCall, standardChat, silverSms, platinumMail)).toEqual([
      'gold call',
      'silver SMS',
      'standard chat',
      'platinum mail',
    ]);
  });

  it('`strict`: by tier, then by age', () => {
    const youngerGold = { ...goldCall, taskId: 'gold mail', channel: 'email', waited: 5 } as const;
    expect(order('strict', youngerGold, goldCall, standardChat, silverSms, platinumMail)).toEqual([
      'platinum mail',
      'gold call',
      'gold mail',
      'silver SMS',
      'standard chat',
    ]);
  });

  it('`first-come`: by age alone', () => {
    expect(order('first-come', goldCall, standardChat, silverSms, platinumMail)).toEqual([
      'silver SMS',
      'platinum mail',
      'standard chat',
      'gold call',
    ]);
  });

  it('with equal scores the older stands first, then the smaller id', () => {
    const one: Waiting = { taskId: 'a', tier: 'gold', channel: 'sms', waited: 0 };
    expect(order('promise', { ...one, taskId: 'b' }, one)).toEqual(['a', 'b']);
    // Half of 300 s and half of 600 s: the same share.
    expect(order('promise', { ...one, tier: 'platinum', waited: 150 }, { ...one, taskId: 'z', waited: 300 })).toEqual(['z', 'a']);
  });
});

describe('under the `promise` preset', () => {
  const kinds = fc.tuple(fc.constantFrom(...tiers.map(({ key }) => key)), fc.constantFrom(...channels));
  const promised = ([tier, channel]: [string, Channel]) => promiseOf(rowOf('promise'), { queueId: 'support', tier, channel });
  const share = ([tier, channel]: [string, Channel], waited: number) =>
    scoreOf(headOf({ taskId: 't', tier, channel, waited }), policyFrom(rowOf('promise'), tiers), now);

  it('the score is 1 exactly when the promise runs out, whatever tier and channel', () => {
    fc.assert(fc.property(kinds, (kind) => void expect(share(kind, promised(kind))).toBeCloseTo(1, 12)));
  });

  it('nobody starves: whoever waits long enough stands before any newcomer', () => {
    fc.assert(
      fc.property(
        kinds,
        kinds,
        (old, newcomer) => void expect(share(old, 2 * promised(old))).toBeGreaterThan(share(newcomer, promised(newcomer))),
      ),
    );
  });

  it('tiers keep the ratio of their promises however long everybody waits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...channels),
        fc.integer({ min: 1, max: 1_000_000 }),
        (channel, waited) =>
          void expect(share(['gold', channel], waited) / share(['standard', channel], waited)).toBeCloseTo(
            firstPromises.standard[channel] / firstPromises.gold[channel],
            9,
          ),
      ),
    );
  });

  it('a tier or channel that nobody made a promise to never outranks one that somebody did', () => {
    const stranger: Waiting = { taskId: 'unknown tier', tier: 'diamond', channel: 'voice', waited: 300 };
    expect(order('promise', stranger, { taskId: 'call', tier: 'standard', channel: 'voice', waited: 300 })).toEqual([
      'call',
      'unknown tier',
    ]);
  });
});
