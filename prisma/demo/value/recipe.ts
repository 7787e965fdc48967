import { TierRulesDraft } from '../../../server/contract/tier-rules.ts';
import { ValueSettings } from '../../../server/contract/value.ts';

/** How Northwind Home counts: in euros, an agent's hour at 28, what came out of the shop's books for orders without a cost. */
export const settings: ValueSettings = ValueSettings.parse({
  currency: 'EUR',
  rates: [
    { currency: 'CNY', from: '2015-01-01', rate: 0.126 },
    { currency: 'USD', from: '2015-01-01', rate: 0.9 },
  ],
  handlingHourCost: { voice: 2800, sms: 2400, email: 2600, web_chat: 2400 },
  messageCost: { sms: 7, email: 0, web_chat: 0 },
  callMinuteCost: 2,
  marginShare: 0.3,
});

const recent = (revenue: number, orders: number) =>
  [
    { number: 'revenueWindow', is: 'at_least', enter: revenue * 100, leave: revenue * 75 },
    { number: 'orders', is: 'at_least', enter: orders, leave: orders },
  ] as const;

/** Who buys for much and often is served first; nobody falls sooner than after three months. */
export const rules: TierRulesDraft = TierRulesDraft.parse({
  tiers: [
    { tier: 'platinum', match: 'all', conditions: recent(20_000, 7), minStayDays: 180 },
    { tier: 'gold', match: 'all', conditions: recent(6000, 4), minStayDays: 90 },
    { tier: 'silver', match: 'all', conditions: recent(1600, 3), minStayDays: 90 },
  ],
  reviewDays: 7,
  note: 'Recent revenue and loyalty; contracts by decision',
});
