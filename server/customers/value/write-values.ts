import type { Explanations, ValueNumber } from '../../contract/value.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import type { Assessment } from './assess-customer.ts';
import { numberIn } from './worth-of.ts';

/** Numbers that lists and segments know only by their explanation; those with columns of their own are explained when asked for. */
const kept = [
  'ordersWindow',
  'revenueWindow',
  'profitWindow',
  'promotionCost',
  'expectedSpend',
  'tenureDays',
] as const satisfies readonly ValueNumber[];

/** Keep what was found of these customers, each a head; a record that has joined one of them has no value of its own. */
export function writeValues(tx: Tx, assessments: readonly Assessment[], currency: string): void {
  const heads = assessments.map(({ facts }) => facts.customerId);
  tx.write(sql`
    delete from customer_values v using customers c where c.id = v.customer_id and c.merged_into_id = any(${heads}::uuid[])`);
  tx.write(sql`
    insert into customer_values (customer_id, as_of, currency, orders, first_order_at, last_order_at, revenue, margin, cost_to_serve, profit, recency, frequency, monetary,
      expected_purchases, probability_alive, lifetime_value, churn_risk, loyalty, satisfaction, stage, last_contact_at, tier_by_rules, explanation, model_id, due_at)
    select * from jsonb_to_recordset(${json(assessments.map((one) => row(one, currency)))}) as (customer_id uuid, as_of timestamptz, currency text, orders int,
      first_order_at timestamptz, last_order_at timestamptz, revenue bigint, margin bigint, cost_to_serve bigint, profit bigint, recency int, frequency int, monetary int,
      expected_purchases float8, probability_alive float8, lifetime_value bigint, churn_risk float8, loyalty float8, satisfaction float8, stage text,
      last_contact_at timestamptz, tier_by_rules text, explanation jsonb, model_id uuid, due_at timestamptz)
    on conflict (customer_id) do update set as_of = excluded.as_of, currency = excluded.currency, orders = excluded.orders, first_order_at = excluded.first_order_at,
      last_order_at = excluded.last_order_at, revenue = excluded.revenue, margin = excluded.margin, cost_to_serve = excluded.cost_to_serve, profit = excluded.profit,
      recency = excluded.recency, frequency = excluded.frequency, monetary = excluded.monetary, expected_purchases = excluded.expected_purchases,
      probability_alive = excluded.probability_alive, lifetime_value = excluded.lifetime_value, churn_risk = excluded.churn_risk, loyalty = excluded.loyalty,
      satisfaction = excluded.satisfaction, stage = excluded.stage, last_contact_at = excluded.last_contact_at, tier_by_rules = excluded.tier_by_rules,
      explanation = excluded.explanation, model_id = excluded.model_id, due_at = excluded.due_at`);
}

function row({ facts, worth, path, modelId, dueAt }: Assessment, currency: string): object {
  const number = (name: ValueNumber) => numberIn(worth, name);
  return {
    customer_id: facts.customerId,
    as_of: dateOf(worth.asOf),
    currency,
    orders: number('orders'),
    first_order_at: dateOf(worth.firstOrderAt),
    last_order_at: dateOf(worth.lastOrderAt),
    revenue: number('revenue'),
    margin: number('margin'),
    cost_to_serve: number('costToServe'),
    profit: number('profit'),
    recency: number('recency'),
    frequency: number('frequency'),
    monetary: number('monetary'),
    expected_purchases: number('expectedPurchases'),
    probability_alive: number('probabilityAlive'),
    lifetime_value: number('lifetimeValue'),
    churn_risk: number('churnRisk'),
    loyalty: number('loyalty'),
    satisfaction: number('satisfaction'),
    stage: worth.stage,
    last_contact_at: dateOf(worth.lastContactAt),
    tier_by_rules: path?.tier ?? null,
    explanation: explanationOf(worth.numbers),
    model_id: modelId,
    due_at: dateOf(dueAt),
  };
}

const dateOf = (at: number | null | undefined): Date | null => (at === null || at === undefined ? null : new Date(at));

const explanationOf = (numbers: Explanations): Explanations => Object.fromEntries(kept.map((name) => [name, numbers[name]]));
