import { checkDraft } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { type Effect, TiersPart } from '../../contract/settings.ts';
import type { Reader } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { type Change, definePart, type Writing } from '../part.ts';
import { repeated } from './repeated.ts';

/** Which tiers there are, the most valued first. */
export const tiers = definePart<TiersPart>({
  key: 'tiers',
  title: both('Customer tiers', '客户等级'),
  tables: sql`tiers, policies`,
  schema: TiersPart,
  check: (given) => checkDraft(TiersPart, given, (draft) => repeated(draft, 'key', ({ key }) => key)),
  effects: async (db, change) => [...begun(change), ...(await staying(db, change))],
  async write({ hub, tx, caller }, change) {
    const stays = [...change.after, ...(await inUse(tx, change)).map(({ key, label, mark }) => ({ key, label, mark }))];
    const keys = stays.map(({ key }) => key);
    tx.write(sql`delete from tiers where key <> all(${keys})`);
    // No two may have the same rank, not even for a moment.
    tx.write(sql`update tiers set rank = -1 - rank where rank >= 0`);
    for (const [i, { key, label, mark }] of stays.entries())
      tx.write(sql`
        insert into tiers (key, rank, label, mark) values (${key}, ${stays.length - 1 - i}, ${json(label)}, ${mark})
        on conflict (key) do update set rank = excluded.rank, label = excluded.label, mark = excluded.mark`);
    return adjustPolicy({ hub, tx, caller }, change, keys);
  },
  async facts(_, db) {
    const rows = await db.all<{ tier: string; count: number }>(sql`
      select tier, count(*) as count from customers where merged_into_id is null group by tier`);
    return { customers: Object.fromEntries(rows.map(({ tier, count }) => [tier, count])) };
  },
});

type Row = TiersPart[number];

const added = ({ before = [], after }: Change<TiersPart>): Row[] => after.filter(({ key }) => !before.some((tier) => tier.key === key));
const gone = ({ before = [], after }: Change<TiersPart>): Row[] => before.filter(({ key }) => !after.some((tier) => tier.key === key));

const begun = (change: Change<TiersPart>): Effect[] =>
  added(change).map(({ label }) => ({
    weight: 'notice',
    words: both(
      `${label.en} begins with the promises of the tier below it; change them under Routing policy.`,
      `${label['zh-CN']}先沿用下一等级的承诺，可在路由策略中修改。`,
    ),
  }));

/** Whoever is new begins in `standard`. */
async function inUse(db: Reader, change: Change<TiersPart>): Promise<Row[]> {
  const keys = gone(change).map(({ key }) => key);
  const rows = await db.all<Row>(sql`
    select key, label, mark from tiers t where key = any(${keys}) and (key = 'standard' or exists (select from customers c where c.tier = t.key)
      or exists (select from tasks where tasks.tier = t.key and state <> all('{completed,canceled}'::task_state[]))
      or exists (select from (select rules from tier_rules order by version desc limit 1) r, jsonb_array_elements(r.rules -> 'tiers') one where one ->> 'tier' = t.key)
      or exists (select from follow_up_rules f where f.ended_at is null and t.key = any(f.tiers))
      or exists (select from (select rules from service_targets order by version desc limit 1) s, jsonb_array_elements(s.rules) one where one -> 'tiers' ? t.key))
    order by rank desc`);
  return rows;
}

const staying = async (db: Reader, change: Change<TiersPart>): Promise<Effect[]> =>
  (await inUse(db, change)).map(({ label }) => ({
    weight: 'warning',
    words: both(
      `${label.en} stays, as the lowest: customers have it, or rules name it.`,
      `${label['zh-CN']}将保留为最低等级：仍有客户或规则在使用。`,
    ),
  }));

/** Every tier is promised something: a new one what its neighbour is, and nothing is left of one that is gone. */
async function adjustPolicy({ hub, tx, caller }: Writing, change: Change<TiersPart>, keys: readonly string[]): Promise<['policy'] | []> {
  if (added(change).length === 0 && gone(change).every(({ key }) => keys.includes(key))) return [];
  const policy = await tx.maybe<{ promises: ByTier; lines: ByTier; queuePromises: Record<string, ByTier> }>(
    sql`select promises, lines, queue_promises from policies order by version desc limit 1`,
  );
  if (!policy) return [];
  const queuePromises = Object.fromEntries(Object.entries(policy.queuePromises).map(([id, byTier]) => [id, known(byTier, keys)]));
  tx.write(sql`
    insert into policies (preset, promises, queue_promises, lines, bars, note, created_at, created_by_id)
    select preset, ${json(filled(policy.promises, keys))}, ${json(queuePromises)}, ${json(filled(policy.lines, keys))}, bars, '', ${hub.clock.now()}, ${caller.id}
    from policies order by version desc limit 1`);
  return ['policy'];
}

type ByTier = Readonly<Record<string, object>>;

const known = (byTier: ByTier, keys: readonly string[]): ByTier =>
  Object.fromEntries(Object.entries(byTier).filter(([key]) => keys.includes(key)));

/** From the lowest up each that has nothing takes what the one below it has. */
function filled(byTier: ByTier, keys: readonly string[]): ByTier {
  const result: Record<string, object> = { ...known(byTier, keys) };
  let below = keys.findLast((key) => key in result);
  if (below === undefined) return byTier;
  for (const key of [...keys].reverse()) {
    result[key] ??= result[below] ?? {};
    below = key;
  }
  return result;
}
