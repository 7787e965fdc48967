import { z } from 'zod';
import type { PortfolioMeasure, PortfolioRow } from '../contract/portfolio.ts';
import type { ValueBrief } from '../contract/segments.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { stripsOf } from '../sales/present-opportunity.ts';
import { keptForAWhile } from './keep-for-a-while.ts';
import { buyers, measures } from './read-portfolio.ts';

export interface PartAsked {
  readonly measure: PortfolioMeasure;
  readonly fromShare: number;
  readonly toShare: number;
  readonly tier?: string | undefined;
  readonly stage?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Place {
  readonly amount: number;
  readonly id: string;
}

interface Page {
  readonly rows: PortfolioRow[];
  readonly next: string | null;
}

/** The customers between two shares of the curve, of a tier or a stage, the most valuable first. */
export async function listPart(hub: Hub, asked: PartAsked): Promise<Page> {
  const { db } = hub;
  const { measure, tier, stage, limit } = asked;
  const [first, last] = await Promise.all([
    placeAt(hub, { measure, share: asked.fromShare }),
    placeAt(hub, { measure, share: asked.toShare }),
  ]);
  if (asked.fromShare > 0 && !first) return { rows: [], next: null };
  const after = asked.cursor ? readPlace(asked.cursor) : undefined;
  const amount = measures[measure];
  const places = await db.all<Place>(sql`
    select ${amount} as amount, v.customer_id as id from ${buyers(measure)}
      ${first && asked.fromShare > 0 ? sql`and not ${before(amount, first)}` : sql``} ${last ? sql`and ${before(amount, last)}` : sql``}
      ${after ? sql`and (${amount} < ${after.amount}::bigint or (${amount} = ${after.amount}::bigint and v.customer_id > ${after.id}::uuid))` : sql``}
      ${tier ? sql`and c.tier = ${tier}` : sql``} ${stage ? sql`and v.stage = ${stage}` : sql``}
    order by ${amount} desc, v.customer_id limit ${limit + 1}`);
  const page = places.slice(0, limit);
  const end = page.at(-1);
  return {
    rows: await readRows(
      db,
      page.map(({ id }) => id),
    ),
    next: end && places.length > page.length ? `${end.amount}_${end.id}` : null,
  };
}

/** Strictly more valuable than the one at this place. */
const before = (amount: Sql, place: Place): Sql =>
  sql`(${amount} > ${place.amount}::bigint or (${amount} = ${place.amount}::bigint and v.customer_id < ${place.id}::uuid))`;

/** Who stands behind a share of the customers; nobody behind all of them. Counted once a minute: the next pages are quick. */
const placeAt = keptForAWhile(
  async ({ db }, { measure, share }: { measure: PortfolioMeasure; share: number }): Promise<Place | undefined> => {
    if (share <= 0 || share >= 1) return undefined;
    const amount = measures[measure];
    // As `buyers`, without looking at every customer for it.
    const known = sql`customer_values v where v.orders > 0 and ${amount} is not null
    and v.customer_id not in (select id from customers where merged_into_id is not null)`;
    return db.maybe<Place>(sql`
    select ${amount} as amount, v.customer_id as id from ${known} order by ${amount} desc, v.customer_id
    offset (select round(count(*) * ${share}::numeric)::bigint from ${known}) limit 1`);
  },
);

const Written = z.tuple([z.coerce.number().int(), z.uuid()]);

function readPlace(cursor: string): Place {
  const written = Written.safeParse(cursor.split('_'));
  if (!written.success) throw new HubError('bad_request', 'query.cursor: take it from the page before');
  return { amount: written.data[0], id: written.data[1] };
}

/** Who these customers are and what they are worth, in the given order. */
export async function readRows(db: Reader, ids: readonly string[]): Promise<PortfolioRow[]> {
  const [strips, values] = await Promise.all([
    stripsOf(db, ids),
    db.all<Omit<ValueBrief, 'lastOrderAt'> & { customerId: string; stage: string; lastOrderAt: Date | null }>(sql`
      select customer_id, stage, currency, revenue, profit, lifetime_value, last_order_at from customer_values where customer_id = any(${ids}::uuid[])`),
  ]);
  const byId = new Map(values.map(({ customerId, ...value }) => [customerId, value]));
  return ids.flatMap((id) => {
    const customer = strips.get(id);
    if (!customer) return [];
    const { stage = 'prospect', lastOrderAt = null, currency = '', revenue = 0, profit = null, lifetimeValue = null } = byId.get(id) ?? {};
    return [{ id, customer, stage, value: { currency, revenue, profit, lifetimeValue, lastOrderAt: lastOrderAt?.toISOString() ?? null } }];
  });
}
