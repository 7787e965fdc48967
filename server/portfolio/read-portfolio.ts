import type { Portfolio, PortfolioMeasure } from '../contract/portfolio.ts';
import { type Sql, sql } from '../db/sql.ts';
import { keptForAWhile } from './keep-for-a-while.ts';

/** How finely the curve is drawn: that many groups of equally many customers. */
const PARTS = 100;

export const measures: Record<PortfolioMeasure, Sql> = {
  revenue: sql`v.revenue`,
  profit: sql`v.profit`,
  lifetimeValue: sql`v.lifetime_value`,
};

/** Whoever has bought, by the heads of their records; prospects would make every curve look steep. */
export const buyers = (measure: PortfolioMeasure): Sql => sql`
  customer_values v join customers c on c.id = v.customer_id where c.merged_into_id is null and v.orders > 0 and ${measures[measure]} is not null`;

interface Group {
  readonly part: number;
  readonly tier: string;
  readonly stage: string;
  readonly currency: string;
  readonly customers: number;
  readonly losing: number;
  readonly sum: number;
}

/** What share of the customers brings what share of the measure. One pass in the database, whatever their number. */
export const readPortfolio = keptForAWhile(async (hub, measure: PortfolioMeasure): Promise<Portfolio> => {
  const groups = await hub.db.all<Group>(sql`
    select ceil(rank * ${PARTS}::numeric / count)::int as part, tier, stage, currency, count(*)::int as customers,
      count(*) filter (where amount < 0)::int as losing, sum(amount)::bigint as sum
    from (
      select ${measures[measure]} as amount, c.tier, v.stage, v.currency, count(*) over () as count,
        row_number() over (order by ${measures[measure]} desc, v.customer_id) as rank
      from ${buyers(measure)}) ranked
    group by 1, 2, 3, 4`);
  const [customers, sum] = [total(groups, 'customers'), total(groups, 'sum')];
  const curve = cumulated(groups, customers, sum);
  return {
    measure,
    currency: groups[0]?.currency ?? null,
    customers,
    sum,
    curve,
    topFifth: sum > 0 ? shareAt(curve, 0.2) : null,
    losing: total(groups, 'losing'),
    tiers: by(groups, 'tier'),
    stages: by(groups, 'stage'),
    at: hub.clock.now().toISOString(),
  };
});

const total = (groups: readonly Group[], what: 'customers' | 'losing' | 'sum'): number =>
  groups.reduce((sum, group) => sum + group[what], 0);

function cumulated(groups: readonly Group[], customers: number, sum: number): Portfolio['curve'] {
  const parts = Array.from({ length: PARTS + 1 }, () => ({ customers: 0, sum: 0 }));
  for (const group of groups) {
    const part = parts[group.part];
    if (!part) continue;
    part.customers += group.customers;
    part.sum += group.sum;
  }
  let [people, amount] = [0, 0];
  const points = parts
    .filter((part, i) => i === 0 || part.customers > 0)
    .map((part) => {
      people += part.customers;
      amount += part.sum;
      return { customers: customers > 0 ? people / customers : 0, sum: sum > 0 ? amount / sum : 0 };
    });
  return customers > 0 && sum > 0 ? points : [];
}

/** The curve between its points is a straight line. */
export function shareAt(curve: Portfolio['curve'], customers: number): number | null {
  const after = curve.findIndex((point) => point.customers >= customers);
  const [end, start] = [curve[after], curve[Math.max(0, after - 1)]];
  if (!end || !start) return null;
  if (end.customers === start.customers) return end.sum;
  return start.sum + ((end.sum - start.sum) * (customers - start.customers)) / (end.customers - start.customers);
}

function by(groups: readonly Group[], what: 'tier' | 'stage'): Portfolio['tiers'] {
  const keys = [...new Set(groups.map((group) => group[what]))];
  return keys.map((key) => {
    const own = groups.filter((group) => group[what] === key);
    return { key, customers: total(own, 'customers'), sum: total(own, 'sum') };
  });
}
