import type { Catalog } from '../catalog/read-catalog.ts';
import { promiseOf } from '../catalog/read-catalog.ts';
import { channels } from '../contract/statuses.ts';
import type { TierPreviewResult, WaitChange } from '../contract/tier-rules.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Case } from '../rehearsals/case.ts';
import { figuresOf } from '../rehearsals/compare-groups.ts';
import { type Fates, fatesPlayed } from '../rehearsals/fates.ts';
import { readPast } from '../rehearsals/read-past.ts';
import { sideOf } from '../rehearsals/side-of.ts';
import { countHistory } from '../routing/history/read-history.ts';
import { readStaff } from '../routing/history/read-staff.ts';
import type { Arrivals } from '../routing/simulate/arrivals.ts';
import { needIndex } from '../routing/simulate/need-index.ts';
import { play } from '../routing/simulate/run-simulation.ts';

const DAY = 86_400;
const DAYS = 7;
/** Fewer say more about chance than about rules; more take too long to wait for. */
const [FEWEST, MOST] = [200, 500_000];

/**
 * The last days played twice by the simulator, under the policy in force: with the tiers that people had, and with those that
 * they would have. Null when too little has happened to say anything.
 */
export async function playWaiting(
  db: Reader,
  catalog: Catalog,
  moved: ReadonlyMap<string, string>,
  now: Date,
): Promise<TierPreviewResult['waiting']> {
  const from = new Date(now.getTime() - DAYS * DAY * 1000);
  const count = await countHistory(db, { from, to: now }, MOST + 1);
  if (count < FEWEST || count > MOST) return null;
  const staff = await readStaff(db, { from: new Date(from.getTime() - 2 * DAY * 1000), to: new Date(now.getTime() + DAY * 1000) });
  const past = await readPast(db, { from, to: now, now, lead: 2 * DAY }, staff, () => {});
  const tierOf = await newTiers(db, moved, new Date(from.getTime() - 2 * DAY * 1000), now);
  const caseOf = (arrivals: Arrivals): Case => {
    const side = sideOf(catalog, catalog.policy, staff, arrivals.needs, true);
    return { arrivals, unitsPerSecond: 1000, isDated: true, counted: past.counted, before: side, after: side, recorded: null };
  };
  const sides = { before: played(caseOf(past.arrivals)), after: played(caseOf(retiered(past.arrivals, tierOf))) };
  const tiers = catalog.tiers.map(({ key }) => key);
  return {
    days: DAYS,
    arrivals: past.counted.reduce((sum, isCounted) => sum + isCounted, 0),
    byTier: tiers.flatMap((tier) => changeOf(catalog, sides, tier, undefined)),
    byTierAndChannel: tiers.flatMap((tier) => channels.flatMap((channel) => changeOf(catalog, sides, tier, channel))),
  };
}

interface Played {
  readonly of: Case;
  readonly fates: Fates;
}

const played = (of: Case): Played => ({ of, fates: fatesPlayed(of, play(of.before.setting, of.arrivals)) });

/** By task. */
async function newTiers(db: Reader, moved: ReadonlyMap<string, string>, from: Date, to: Date): Promise<ReadonlyMap<string, string>> {
  const rows = await db.all<{ id: string; head: string }>(sql`
    select t.id, coalesce(c.merged_into_id, c.id) as head from tasks t join customers c on c.id = t.customer_id where t.needed_at >= ${from} and t.needed_at < ${to}`);
  return new Map(rows.flatMap(({ id, head }) => (moved.has(head) ? [[id, moved.get(head) ?? '']] : [])));
}

function retiered(arrivals: Arrivals, tierOf: ReadonlyMap<string, string>): Arrivals {
  const index = needIndex();
  const needOf = arrivals.needOf.map((number, row) => {
    const need = arrivals.needs[number];
    if (!need) throw new Error('an arrival that needs nothing');
    return index.of({ ...need, tier: tierOf.get(arrivals.idOf(row)) ?? need.tier });
  });
  return { ...arrivals, needs: index.needs, needOf };
}

function changeOf(
  catalog: Catalog,
  sides: { before: Played; after: Played },
  tier: string,
  channel: WaitChange['channel'] | undefined,
): WaitChange[] {
  const [before, after] = [figures(sides.before, tier, channel), figures(sides.after, tier, channel)];
  if (before.arrived + after.arrived === 0) return [];
  const known = channels.find((one) => one === channel);
  return [
    {
      tier,
      channel: channel ?? '',
      arrivals: { before: before.arrived, after: after.arrived },
      meanWait: { before: before.meanWait, after: after.meanWait },
      p90Wait: { before: before.p90Wait, after: after.p90Wait },
      promiseSeconds: known ? promiseOf(catalog.policy, { queueId: '', tier, channel: known }) : null,
    },
  ];
}

function figures({ of, fates }: Played, tier: string, channel: string | undefined) {
  const { needs, needOf, order } = of.arrivals;
  const rows = Array.from(order).filter((row) => {
    const need = needs[needOf[row] ?? -1];
    return of.counted[row] === 1 && need?.tier === tier && (channel === undefined || need.channel === channel);
  });
  return figuresOf(rows, fates, Infinity);
}
