import { describe, expect, it } from 'vitest';
import { firstPromises } from '../../../server/catalog/first-configuration.ts';
import { type Catalog, noExceptions, noTargets, type PolicyRow } from '../../../server/catalog/read-catalog.ts';
import { shippedMatchRules } from '../../../server/contract/identity.ts';
import { type Candidate, decide, type Head, type Receipt } from '../../../server/routing/decide.ts';
import { explain } from '../../../server/routing/explain-decision.ts';
import { policyFrom } from '../../../server/routing/policy.ts';
import { shippedTaxonomy } from '../../../server/tickets/taxonomy/shipped-taxonomy.ts';

const now = Date.UTC(2026, 10, 21, 12);
const tiers = [
  { key: 'standard', rank: 0, label: { en: 'Standard', 'zh-CN': '标准' } },
  { key: 'gold', rank: 2, label: { en: 'Gold', 'zh-CN': '黄金' } },
];
const policyOf = (preset: PolicyRow['preset']): PolicyRow => ({
  version: 1,
  preset,
  promises: firstPromises,
  ...noExceptions,
  lines: { gold: { voice: { headStart: 9, acceleration: 1 } } },
});
const catalogOf = (policy: PolicyRow): Catalog => ({
  tiers,
  queues: [],
  inboxes: [],
  dispositions: [],
  calendars: [],
  policy,
  customFields: [],
  freshness: [],
  matchRules: shippedMatchRules,
  serviceTargets: noTargets,
  followUpTriggers: [],
  ticketFields: [],
  taxonomy: shippedTaxonomy,
  skills: [],
  installation: { name: { en: '', 'zh-CN': '' }, timeZone: 'UTC', language: 'en' },
});

const call: Head = { taskId: 'call', queueId: 'q', tier: 'gold', channel: 'voice', neededAt: now - 15_000, skills: {}, cooling: [] };
const mail: Head = { ...call, taskId: 'mail', tier: 'standard', channel: 'email', neededAt: now - 600_000 };
const mei: Candidate = {
  agentId: 'mei',
  queueIds: ['q'],
  skills: {},
  capacity: { voice: 1, email: 5 },
  holding: {},
  beingAsked: false,
  idleSince: now,
};

function say(heads: Head[], preset: PolicyRow['preset'] = 'promise', changed: Partial<Receipt> = {}) {
  const policy = policyOf(preset);
  const snapshot = { heads, agents: [mei] };
  const { receipt } = decide(snapshot, policyFrom(policy, tiers), now);
  return explain(catalogOf(policy), policy, { snapshot, receipt: { ...receipt, ...changed } });
}

describe('the sentence under a policy', () => {
  const gold = 'Gold call, waited 15 s of 20 s promised (75%)';
  const standard = 'Standard email, waited 10 min of 24 h promised (1%)';
  it.each([
    ['promise', `${gold}, before ${standard}.`],
    ['deadline', `${gold}, before ${standard}: what is due first comes first.`],
    ['strict', `${gold}, before ${standard}: the higher tier comes first.`],
    ['first-come', `${standard}, before ${gold}: who came first is first.`],
    ['table', `${gold}, before ${standard}: by the table in force.`],
  ] as const)('%s says what decided', (preset, sentence) => {
    expect(say([call, mail], preset).en).toBe(sentence);
  });

  it('says the same in Chinese', () => {
    expect(say([call, mail], 'strict')['zh-CN']).toBe(
      '黄金来电已等待 15 秒，承诺 20 秒（75%），先于标准邮件已等待 10 分钟，承诺 24 小时（1%）：等级高者优先。',
    );
  });
});

describe('the sentence about who knows the matter', () => {
  it('tells an offer kept for them from one they are only asked first for', () => {
    expect(say([{ ...call, preferred: 'mei', heldFor: 'mei' }]).en).toMatch(
      /, kept for you because you know the matter; nothing of another kind/,
    );
    expect(say([{ ...call, preferred: 'mei' }]).en).toMatch(/, yours first because you know the matter; nothing of another kind/);
    expect(say([{ ...call, preferred: 'tom' }]).en).not.toMatch(/you know the matter/);
  });

  it('does not speak of what is kept for others', () => {
    expect(say([call, { ...mail, preferred: 'tom', heldFor: 'tom' }]).en).toMatch(/; nothing of another kind was waiting for you\.$/);
  });
});

describe('the sentence about a supervisor’s choice', () => {
  it('names who chose and why, and claims no race', () => {
    const byHand = { agentId: 'boss', name: 'Boss', reason: 'sold them the boiler' };
    const { en, 'zh-CN': zh } = say([call, mail], 'promise', { byHand });
    expect(en).toBe('Gold call, waited 15 s of 20 s promised (75%); Boss chose you: sold them the boiler');
    expect(zh).toContain('；由Boss指派给您：sold them the boiler');
  });
});
