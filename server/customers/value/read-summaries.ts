import type { ValueSettings } from '../../contract/value.ts';
import type { Database, Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { minorUnits } from './convert-amount.ts';
import type { Population } from './fitted-model.ts';
import type { Summary } from './summary.ts';

export interface PopulationSummary {
  readonly summary: Summary;
  readonly population: Population;
}

const ROWS_AT_ONCE = 20_000;

interface Row {
  frequency: number;
  recency: number;
  age: number;
  meanSpend: number | null;
  orders: number;
  silent: number;
  revenue: number;
}

/**
 * What the models are fitted on: a row for each customer who had bought by then, summed up by the database and brought some
 * thousands at a time. As `openLedger` has it: days on which something was bought, returns subtracted at their own dates.
 */
export async function readSummaries(
  db: Database,
  settings: ValueSettings,
  asOf: Date,
  look: (customers: number) => void,
): Promise<PopulationSummary> {
  return db.transact(async (tx) => {
    declare(tx, settings, asOf);
    const columns = gather();
    for (;;) {
      const rows = await tx.all<Row>(sql`fetch 20000 from summaries`);
      for (const row of rows) columns.add(row);
      look(columns.count());
      if (rows.length < ROWS_AT_ONCE) return columns.summary();
    }
  });
}

function declare(tx: Tx, settings: ValueSettings, asOf: Date): void {
  const { ignoredStatuses } = settings;
  tx.write(sql`create temporary table rates on commit drop as
    select * from jsonb_to_recordset(${json(factors(settings))}) as (currency text, since date, until date, factor float8)`);
  tx.write(sql`select set_config('value.as_of', ${asOf.toISOString()}, true), set_config('value.ignored', ${json(ignoredStatuses)}, true)`);
  // A cursor takes no parameters from the client's protocol: they are read from the transaction's settings.
  tx.write(sql`
    declare summaries no scroll cursor for
    with bought as (
      select coalesce(c.merged_into_id, c.id) as head, date_trunc('day', o.placed_at, 'UTC') as day, o.placed_at, r.factor * (o.amount - coalesce((
        select sum((b ->> 'amount')::float8) from jsonb_array_elements(o.returns) b where (b ->> 'at')::timestamptz <= current_setting('value.as_of')::timestamptz), 0)) as net
      from orders o join customers c on c.id = o.customer_id
      left join rates r on r.currency = o.currency and (o.placed_at at time zone 'UTC')::date >= r.since and (o.placed_at at time zone 'UTC')::date < r.until
      where o.placed_at <= current_setting('value.as_of')::timestamptz and not current_setting('value.ignored')::jsonb ? o.status
    ), days as (
      select head, day, count(*) as orders, max(placed_at) as last, sum(net) as net from bought group by head, day
    ), numbered as (select *, min(day) over (partition by head) as first_day from days)
    select count(*) - 1 as frequency, extract(epoch from max(day) - min(day))::float8 / 604800 as recency,
      extract(epoch from date_trunc('day', current_setting('value.as_of')::timestamptz, 'UTC') - min(day))::float8 / 604800 as age,
      (avg(net) filter (where day > first_day))::float8 as mean_spend, sum(orders)::float8 as orders,
      floor(extract(epoch from current_setting('value.as_of')::timestamptz - max(last)) / 86400)::float8 as silent, coalesce(sum(net), 0)::float8 as revenue
    from numbered group by head`);
}

/** From which day until which a currency's minor unit is worth how many of ours. */
function factors({ currency: ours, rates }: ValueSettings): object[] {
  const own = { currency: ours, since: '-infinity', until: 'infinity', factor: 1 };
  const sorted = rates.filter(({ currency }) => currency !== ours).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const others = sorted.map(({ currency, from, rate }) => ({
    currency,
    since: from,
    until: sorted.find((later) => later.currency === currency && later.from > from)?.from ?? 'infinity',
    factor: (rate * minorUnits(ours)) / minorUnits(currency),
  }));
  return [own, ...others];
}

/** In columns, because there may be millions. */
function gather() {
  const columns = { frequency: [], recency: [], age: [], meanSpend: [], orders: [], silent: [], revenue: [] } satisfies Record<
    string,
    number[]
  >;
  const lists: Record<keyof typeof columns, number[]> = columns;
  return {
    count: () => lists.frequency.length,
    add(row: Row) {
      lists.frequency.push(row.frequency);
      lists.recency.push(row.recency);
      lists.age.push(row.age);
      lists.meanSpend.push(Math.max(0, row.meanSpend ?? 0));
      lists.orders.push(row.orders);
      lists.silent.push(row.silent);
      lists.revenue.push(row.revenue);
    },
    summary(): PopulationSummary {
      const column = (name: keyof typeof lists) => Float64Array.from(lists[name]);
      return {
        summary: {
          customers: [],
          frequency: column('frequency'),
          recency: column('recency'),
          age: column('age'),
          meanSpend: column('meanSpend'),
        },
        population: { recency: fifths(column('silent')), orders: fifths(column('orders')), revenue: fifths(column('revenue')) },
      };
    },
  };
}

/** The values below which one, two, three and four fifths lie. */
function fifths(values: Float64Array): number[] {
  const sorted = values.sort();
  return [1, 2, 3, 4].map((fifth) => sorted[Math.max(0, Math.ceil((fifth / 5) * sorted.length) - 1)] ?? 0);
}
