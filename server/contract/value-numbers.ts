/** Words of value that server and console share; without schemas, so that the console bundles none. */
export const stages = ['prospect', 'new', 'active', 'at_risk', 'lapsed', 'won_back'] as const;
export type Stage = (typeof stages)[number];

export const valueNumbers = [
  ...(['orders', 'ordersWindow', 'revenue', 'revenueWindow', 'margin', 'costToServe', 'promotionCost', 'profit', 'profitWindow'] as const),
  ...(['recency', 'frequency', 'monetary', 'probabilityAlive', 'expectedPurchases', 'expectedSpend', 'lifetimeValue'] as const),
  ...(['churnRisk', 'loyalty', 'satisfaction', 'tenureDays'] as const),
] as const;
export type ValueNumber = (typeof valueNumbers)[number];

/** Numbers that are amounts of money. */
export const moneyNumbers = [
  ...(['revenue', 'revenueWindow', 'margin', 'costToServe', 'promotionCost', 'profit', 'profitWindow'] as const),
  ...(['expectedSpend', 'lifetimeValue'] as const),
] as const satisfies readonly ValueNumber[];

/** What is for supervisors only: what customers cost us and what we earn with them. */
export const guardedNumbers = [
  ...(['margin', 'costToServe', 'promotionCost', 'profit', 'profitWindow', 'lifetimeValue'] as const),
] as const satisfies readonly ValueNumber[];

export const tierCauses = ['rules', 'override', 'override_ended', 'by_hand', 'import'] as const;
export type TierCause = (typeof tierCauses)[number];
