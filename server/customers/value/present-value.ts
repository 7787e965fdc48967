import type { Caller } from '../../auth/identify-caller.ts';
import { seesMoney } from '../../auth/permissions.ts';
import {
  type CustomerValueView,
  type Explanations,
  guardedNumbers,
  type TierOverrideView,
  type TierStanding,
  type ValueNumber,
  type ValuePoint,
  type ValueSeriesView,
} from '../../contract/value.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { checkRule } from '../tiers/check-condition.ts';
import { type Assessment, assess } from './assess-customer.ts';
import { DAY } from './facts.ts';
import { modelAt } from './fitted-model.ts';
import { readFacts } from './read-facts.ts';
import { type Recipe, readRecipe } from './read-recipe.ts';
import { numberIn, worthAt } from './worth-of.ts';

type Viewer = Pick<Caller, 'rights'>;

/** What a customer is worth as of a time, as this person may see it. */
export async function presentValue(db: Reader, viewer: Viewer, customerId: string, at: Date): Promise<CustomerValueView> {
  const { assessment, recipe } = await assessNow(db, customerId, at);
  const { worth, facts } = assessment;
  return {
    customerId: facts.customerId,
    asOf: at.toISOString(),
    currency: recipe.settings.currency,
    stage: worth.stage,
    firstOrderAt: timeOf(worth.firstOrderAt),
    lastOrderAt: timeOf(worth.lastOrderAt),
    lastContactAt: timeOf(worth.lastContactAt),
    numbers: seesMoney(viewer) ? worth.numbers : forAgents(worth.numbers),
    modelAsOf: timeOf(modelAt(recipe.models, at.getTime())?.asOf),
    tier: standing(viewer, assessment, recipe, at.getTime(), await readOverrides(db, facts.customerId)),
  };
}

/** In which tier they are and why, as this person may see it. */
export const presentTier = async (db: Reader, viewer: Viewer, customerId: string, at: Date): Promise<TierStanding> =>
  (await presentValue(db, viewer, customerId, at)).tier;

async function assessNow(db: Reader, customerId: string, at: Date): Promise<{ assessment: Assessment; recipe: Recipe }> {
  const { head } = await db.one<{ head: string }>(sql`select coalesce(merged_into_id, id) as head from customers where id = ${customerId}`);
  const [recipe, [facts]] = await Promise.all([readRecipe(db), readFacts(db, [head])]);
  if (!facts) throw new Error(`no customer ${head}`);
  return { assessment: assess(facts, recipe, at.getTime()), recipe };
}

const timeOf = (at: number | undefined | null): string | null => (at === undefined || at === null ? null : new Date(at).toISOString());

const guarded = new Set<string | null>(guardedNumbers);

const forAgents = (numbers: Explanations): Explanations =>
  Object.fromEntries(Object.entries(numbers).filter(([name]) => !guarded.has(name)));

function standing(
  viewer: Viewer,
  { facts, ledger, path, override }: Assessment,
  recipe: Recipe,
  at: number,
  overrides: readonly TierOverrideView[],
): TierStanding {
  const moment = { ledger, settings: recipe.settings, model: modelAt(recipe.models, at), at };
  const checks = (recipe.rules?.rules.tiers ?? []).map((rule) => checkRule(rule, moment));
  const conceal = (check: (typeof checks)[number]['conditions'][number]) =>
    seesMoney(viewer) || !guarded.has(check.number) ? check : { ...check, actual: null, enter: null, leave: null };
  return {
    tier: facts.tier,
    byRules: path?.tier ?? null,
    since: timeOf(path?.since),
    keptUntil: timeOf(path?.keptUntil),
    rulesVersion: recipe.rules?.version ?? null,
    checks: checks
      .toSorted((a, b) => recipe.levels.indexOf(b.tier) - recipe.levels.indexOf(a.tier))
      .map((check) => ({ ...check, conditions: check.conditions.map(conceal) })),
    override: overrides.find(({ id }) => id === override?.id) ?? null,
  };
}

async function readOverrides(db: Reader, customerId: string): Promise<TierOverrideView[]> {
  const rows = await db.all<{
    id: string;
    tier: string;
    reason: string;
    byId: string;
    byName: string;
    createdAt: Date;
    until: Date | null;
    endedAt: Date | null;
  }>(sql`
    select o.id, o.tier, o.reason, a.id as by_id, a.name as by_name, o.created_at, o.until, o.ended_at
    from tier_overrides o join agents a on a.id = o.by_agent_id where o.customer_id in (select customer_family(${customerId})) order by o.created_at desc limit 100`);
  return rows.map(({ byId, byName, createdAt, until, endedAt, ...override }) => ({
    ...override,
    by: { id: byId, name: byName },
    from: createdAt.toISOString(),
    until: until?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

const POINTS = 60;

/** Value and tier over the last months: each point is read from the facts as they stood then. */
export async function presentSeries(db: Reader, viewer: Viewer, customerId: string, now: Date, months: number): Promise<ValueSeriesView> {
  const { assessment, recipe } = await assessNow(db, customerId, now);
  const { ledger, facts, path } = assessment;
  const span = months * 30.4375 * DAY;
  const from = Math.max(now.getTime() - span, Math.min(ledger.orders.dates[0] ?? facts.since, facts.since, now.getTime() - 90 * DAY));
  const times = Array.from({ length: POINTS }, (_, i) => Math.round(from + ((now.getTime() - from) * i) / (POINTS - 1)));
  const points = times.map((at): ValuePoint => {
    const worth = worthAt({ ledger, settings: recipe.settings, model: modelAt(recipe.models, at), at });
    const kept = (name: ValueNumber) => (seesMoney(viewer) ? numberIn(worth, name) : null);
    return {
      at: new Date(at).toISOString(),
      stage: worth.stage,
      revenue: numberIn(worth, 'revenue') ?? 0,
      profit: kept('profit'),
      lifetimeValue: kept('lifetimeValue'),
    };
  });
  const changes = await db.all<{ at: Date; from: string; to: string; cause: string; reason: string; by: string | null }>(sql`
    select c.at, c.from_tier as "from", c.to_tier as "to", c.cause, c.reason, a.name as by
    from tier_changes c left join agents a on a.id = c.by_agent_id where c.customer_id = ${facts.customerId} order by c.at desc, c.id desc limit 200`);
  return {
    currency: recipe.settings.currency,
    points,
    path: (path?.steps ?? []).map(({ at, tier }) => ({ at: new Date(at).toISOString(), tier })),
    changes: changes.reverse().map((change) => ({ ...change, at: change.at.toISOString() })),
    overrides: await readOverrides(db, facts.customerId),
  };
}
