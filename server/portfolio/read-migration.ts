import type { Migration, PortfolioRow } from '../contract/portfolio.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { keptForAWhile } from './keep-for-a-while.ts';
import { readRows } from './list-customers.ts';

interface Period {
  readonly from: string;
  readonly to: string;
}

/** How many went from which tier to which. Whoever has no change behind a time had then the tier they have now. */
export const readMigration = keptForAWhile(async (hub, period: Period): Promise<Migration> => {
  if (Date.parse(period.from) >= Date.parse(period.to)) throw new HubError('bad_request', 'query: `from` must lie before `to`');
  const cells = await hub.db.all<Migration['cells'][number]>(
    sql`select "from", "to", count(*)::int as customers from (${moves(period)}) moved group by 1, 2`,
  );
  const rank = new Map((await hub.catalog.current()).tiers.map((tier) => [tier.key, tier.rank]));
  const count = (fits: (difference: number) => boolean) =>
    cells
      .filter((cell) => cell.from !== null && fits((rank.get(cell.to) ?? 0) - (rank.get(cell.from) ?? 0)))
      .reduce((sum, cell) => sum + cell.customers, 0);
  return {
    ...period,
    cells,
    risen: count((difference) => difference > 0),
    fallen: count((difference) => difference < 0),
    stayed: cells.filter((cell) => cell.from === cell.to).reduce((sum, cell) => sum + cell.customers, 0),
    came: cells.filter((cell) => cell.from === null).reduce((sum, cell) => sum + cell.customers, 0),
    at: hub.clock.now().toISOString(),
  };
});

/** Every customer of the time with their tier at its beginning (null: they came later) and at its end. */
const moves = ({ from, to }: Period): Sql => sql`
  select c.id, case when c.since <= ${from}::timestamptz then coalesce(began.from_tier, c.tier) end as "from", coalesce(ended.from_tier, c.tier) as "to"
  from customers c
  left join (${firstBehind(from)}) began on began.customer_id = c.id
  left join (${firstBehind(to)}) ended on ended.customer_id = c.id
  where c.merged_into_id is null and c.since <= ${to}::timestamptz`;

/** The first change behind a time says what the tier was at that time. */
const firstBehind = (time: string): Sql =>
  sql`select distinct on (customer_id) customer_id, from_tier from tier_changes where at > ${time}::timestamptz order by customer_id, at, id`;

export interface CellAsked extends Period {
  readonly fromTier?: string | undefined;
  readonly toTier: string;
  readonly after: string | undefined;
  readonly limit: number;
}

/** The customers of one cell, by their ids. */
export async function listCell(
  hub: Hub,
  { fromTier, toTier, after, limit, ...period }: CellAsked,
): Promise<{ rows: PortfolioRow[]; next: string | null }> {
  const found = await hub.db.all<{ id: string }>(sql`
    select id from (${moves(period)}) moved where "from" is not distinct from ${fromTier ?? null}::text and "to" = ${toTier}
      ${after ? sql`and id > ${after}::uuid` : sql``} order by id limit ${limit + 1}`);
  const ids = found.slice(0, limit).map(({ id }) => id);
  return { rows: await readRows(hub.db, ids), next: found.length > ids.length ? (ids.at(-1) ?? null) : null };
}
