import { randomUUID } from 'node:crypto';
import { type Assessment, assess } from '../../../server/customers/value/assess-customer.ts';
import { readFacts } from '../../../server/customers/value/read-facts.ts';
import { writeValues } from '../../../server/customers/value/write-values.ts';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';
import type { Passerby } from '../busy-days/crowd.ts';
import { type TierKey, tiers } from '../catalog.ts';
import { chances, seeded } from '../random.ts';
import { toJson } from '../to-json.ts';
import { buyOfCrowd } from './buy-of-crowd.ts';
import { rules, settings } from './recipe.ts';

interface Given {
  readonly now: Date;
  readonly crowd: readonly Passerby[];
  /** Who decides on exceptions from the rules. */
  readonly authorId: string;
  readonly customers: readonly { readonly id: string; readonly tier: TierKey; readonly language: 'en' | 'zh-CN' }[];
}

const DAY = 86_400_000;
const levels = tiers.toSorted((a, b) => a.rank - b.rank).map(({ key }) => key);

/** What customers are worth to Northwind Home, and their tiers by rules; whom a contract puts higher is an exception with its reason. */
export async function writeValue(tx: Tx, { now, crowd, authorId, customers }: Given): Promise<void> {
  writeRecipe(tx, authorId, now);
  writeOrders(tx, now, crowd);
  const everybody = await tx.all<{ id: string }>(sql`select id from customers order by id`);
  const facts = await readFacts(
    tx,
    everybody.map(({ id }) => id),
  );
  const recipe = { settings, rules: { version: 1, rules }, models: [], levels };
  const assessed = facts.map((one) => assess(one, recipe, now.getTime()));
  writeValues(tx, assessed, settings.currency);
  writeOverrides(tx, customers, assessed, { authorId, now });
  writePath(tx, assessed, customers, now);
}

function writeRecipe(tx: Tx, authorId: string, now: Date): void {
  const at = new Date(now.getTime() - 700 * DAY);
  tx.write(sql`insert into value_settings (settings, created_at, created_by_id) values (${json(settings)}, ${at}, ${authorId})`);
  tx.write(sql`insert into tier_rules (rules, note, created_at, created_by_id) values (${json(rules)}, ${rules.note}, ${at}, ${authorId})`);
}

/** The crowd's orders; what each order cost the shop; and of some that part of it came back. */
function writeOrders(tx: Tx, now: Date, crowd: readonly Passerby[]): void {
  tx.write(sql`
    insert into orders (id, customer_id, number, placed_at, currency, amount, status, items)
    select id, customer_id, number, placed_at, currency, amount, status, items
    from jsonb_populate_recordset(null::orders, ${toJson(buyOfCrowd(chances(seeded(4)), now, crowd))})`);
  tx.write(sql`update orders set cost = amount * (58 + abs(hashtext(number)) % 18) / 100`);
  tx.write(sql`
    update orders set returns = jsonb_build_array(jsonb_build_object('at', to_char((placed_at + interval '9 days') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'amount', amount * (1 + abs(hashtext(number || 'r')) % 2) / 2, 'reason', ''))
    where abs(hashtext(number || 'back')) % 25 = 0 and placed_at < ${new Date(now.getTime() - 12 * DAY)}`);
}

const reasons = {
  en: ['Framework contract until further notice', 'Promised by management after last winter', 'Key account of the region'],
  'zh-CN': ['签有年度框架合同', '管理层承诺的服务等级', '区域重点客户'],
} as const;

/** Only upwards: who buys more than we thought has the tier that the rules give. */
function writeOverrides(
  tx: Tx,
  customers: Given['customers'],
  assessed: readonly Assessment[],
  { authorId, now }: { authorId: string; now: Date },
): void {
  const higher = customers.filter(({ id, tier }) => levels.indexOf(tier) > levels.indexOf(tierOf(assessed, id)));
  const rows = higher.map(({ id, tier, language }, i) => ({
    ...{ id: randomUUID(), customerId: id, tier, reason: reasons[language][i % 3] ?? '', byAgentId: authorId },
    createdAt: new Date(now.getTime() - (40 + i * 3) * DAY),
    until: i % 3 === 0 ? null : new Date(now.getTime() + (90 + i * 10) * DAY),
  }));
  tx.write(sql`
    insert into tier_overrides (id, customer_id, tier, reason, by_agent_id, created_at, until)
    select id, customer_id, tier, reason, by_agent_id, created_at, until from jsonb_populate_recordset(null::tier_overrides, ${toJson(rows)})`);
  tx.write(sql`
    select graphile_worker.add_job('end-override', payload => json_build_object('overrideId', id), run_at => until, max_attempts => 20)
    from tier_overrides where until is not null`);
}

const tierOf = (assessed: readonly Assessment[], id: string): TierKey => {
  const path = assessed.find(({ facts }) => facts.customerId === id)?.path;
  return levels.find((key) => key === path?.tier) ?? 'standard';
};

/** How they came into the tiers they are in, and the tiers themselves. */
function writePath(tx: Tx, assessed: readonly Assessment[], customers: Given['customers'], now: Date): void {
  const changes = assessed.flatMap(({ facts, path }) =>
    (path?.steps ?? []).slice(1).map((step, i) => ({
      ...{
        id: randomUUID(),
        customerId: facts.customerId,
        fromTier: path?.steps[i]?.tier,
        toTier: step.tier,
        cause: 'rules',
        reason: '',
        rulesVersion: 1,
      },
      at: new Date(step.at),
    })),
  );
  tx.write(sql`
    insert into tier_changes (id, customer_id, from_tier, to_tier, cause, reason, rules_version, at)
    select id, customer_id, from_tier, to_tier, cause, reason, rules_version, at from jsonb_populate_recordset(null::tier_changes, ${toJson(changes)})`);
  const tierNow = assessed.map(({ facts, path }) => ({ id: facts.customerId, tier: path?.tier ?? 'standard' }));
  tx.write(
    sql`update customers c set tier = n.tier from jsonb_to_recordset(${json(tierNow)}) as n (id uuid, tier text) where c.id = n.id and c.tier <> n.tier`,
  );
  tx.write(sql`
    insert into tier_changes (id, customer_id, from_tier, to_tier, cause, reason, by_agent_id, at)
    select gen_random_uuid(), c.id, c.tier, o.tier, 'override', o.reason, o.by_agent_id, o.created_at
    from tier_overrides o join customers c on c.id = o.customer_id and c.id = any(${customers.map(({ id }) => id)}::uuid[])`);
  tx.write(sql`update customers c set tier = o.tier from tier_overrides o where o.customer_id = c.id and o.created_at < ${now}`);
}
