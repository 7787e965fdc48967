import type { Catalog } from '../catalog/read-catalog.ts';
import { both } from '../catalog/words.ts';
import type { Label } from '../contract/entities.ts';
import type { TierPreviewResult, TierRulesDraft } from '../contract/tier-rules.ts';
import { assess } from '../customers/value/assess-customer.ts';
import { readFacts } from '../customers/value/read-facts.ts';
import { readRecipe } from '../customers/value/read-recipe.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { findTierTroubles } from './find-tier-troubles.ts';
import { playWaiting } from './play-waiting.ts';

const AT_ONCE = 200;
const SAMPLE = 30;

export interface Asked {
  readonly rules: TierRulesDraft;
  readonly now: Date;
}

/** What rules would do before anybody saves them: who would move from which tier to which, and who would wait longer or shorter. */
export async function previewRules(
  db: Reader,
  catalog: Catalog,
  { rules, now }: Asked,
  look: (share: number) => void,
): Promise<TierPreviewResult> {
  const { customers, sizes, moved } = await moveAll(db, { rules, now }, (share) => look(0.8 * share));
  const waiting = await playWaiting(db, catalog, new Map(moved.map(({ customerId, to }) => [customerId, to])), now);
  const tiers = catalog.tiers.map(({ key }) => ({ tier: key, before: sizes.get(key)?.before ?? 0, after: sizes.get(key)?.after ?? 0 }));
  const counts = new Map<string, { from: string; to: string; customers: number }>();
  for (const { from, to } of moved) {
    const move = counts.get(`${from}|${to}`) ?? { from, to, customers: 0 };
    counts.set(`${from}|${to}`, move);
    move.customers++;
  }
  const moves = [...counts.values()].sort((a, b) => b.customers - a.customers || (a.to < b.to ? -1 : 1));
  return {
    customers,
    moves,
    sample: await sampleOf(db, moved),
    sizes: tiers,
    waiting,
    findings: findTierTroubles(catalog, rules, tiers, waiting),
    sentences: [...moves.map((move) => moveWords(catalog, move)), ...waitWords(catalog, waiting)],
  };
}

interface Moved {
  readonly customerId: string;
  readonly from: string;
  readonly to: string;
}

async function moveAll(db: Reader, { rules, now }: Asked, look: (share: number) => void) {
  const recipe = { ...(await readRecipe(db)), rules: { version: 0, rules } };
  const { total } = await db.one<{ total: number }>(
    sql`select count(*) as total from customers where merged_into_id is null and erased_at is null`,
  );
  const sizes = new Map<string, { before: number; after: number }>();
  const size = (tier: string) => {
    const known = sizes.get(tier) ?? { before: 0, after: 0 };
    sizes.set(tier, known);
    return known;
  };
  const moved: Moved[] = [];
  let customers = 0;
  for await (const ids of heads(db)) {
    for (const facts of await readFacts(db, ids)) {
      const { override, path } = assess(facts, recipe, now.getTime());
      const to = override?.tier ?? path?.tier ?? facts.tier;
      size(facts.tier).before++;
      size(to).after++;
      if (to !== facts.tier) moved.push({ customerId: facts.customerId, from: facts.tier, to });
    }
    customers += ids.length;
    look(Math.min(1, customers / Math.max(1, total)));
  }
  return { customers, sizes, moved };
}

async function* heads(db: Reader): AsyncGenerator<string[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db.all<{ id: string }>(
      sql`select id from customers where merged_into_id is null and erased_at is null and id > ${after} order by id limit ${AT_ONCE}`,
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ id }) => id);
    after = last.id;
  }
}

/** Some of each move, so that the rare ones are seen too. */
async function sampleOf(db: Reader, moved: readonly Moved[]): Promise<TierPreviewResult['sample']> {
  const shown = new Map<string, number>();
  const chosen = moved
    .filter(({ from, to }) => {
      const count = (shown.get(`${from}|${to}`) ?? 0) + 1;
      shown.set(`${from}|${to}`, count);
      return count <= 5;
    })
    .slice(0, SAMPLE);
  const names = await db.all<{ id: string; name: string | null }>(
    sql`select id, name from customers where id = any(${chosen.map(({ customerId }) => customerId)}::uuid[])`,
  );
  return chosen.map((one) => ({ ...one, name: names.find(({ id }) => id === one.customerId)?.name ?? null }));
}

const tierWords = ({ tiers }: Catalog, key: string): Label => tiers.find((tier) => tier.key === key)?.label ?? both(key, key);

function moveWords(catalog: Catalog, { from, to, customers }: TierPreviewResult['moves'][number]): Label {
  const [was, is] = [tierWords(catalog, from), tierWords(catalog, to)];
  return both(
    `${customers} ${customers === 1 ? 'customer moves' : 'customers move'} from ${was.en} to ${is.en}.`,
    `${customers} 位客户从“${was['zh-CN']}”移至“${is['zh-CN']}”。`,
  );
}

function waitWords(catalog: Catalog, waiting: TierPreviewResult['waiting']): Label[] {
  if (!waiting)
    return [
      both('Too little happened in the last seven days to say who would wait longer.', '最近七天的来访太少，无法判断等待时间的变化。'),
    ];
  return waiting.byTierAndChannel.flatMap(({ tier, channel, p90Wait: { before, after } }) => {
    const by = Math.round((after ?? 0) - (before ?? 0));
    if (channel !== 'voice' || before === null || after === null) return [];
    const name = tierWords(catalog, tier);
    const sign = by > 0 ? '+' : by < 0 ? '−' : '±';
    return [both(`Calls, ${name.en}: P90 wait ${sign}${Math.abs(by)} s.`, `来电，${name['zh-CN']}：P90 等待 ${sign}${Math.abs(by)} 秒。`)];
  });
}
