import type { Catalog } from '../../catalog/read-catalog.ts';
import { promiseOf } from '../../catalog/read-catalog.ts';
import type { StaffingPlan, StaffingQuery } from '../../contract/staffing.ts';
import type { Reader } from '../../db/database.ts';
import { readStaff } from '../history/read-staff.ts';
import { countAvailable } from './count-available.ts';
import { HALF_HOUR, type HalfHour } from './count-half-hours.ts';
import { planHalfHour, type Wanted } from './plan-half-hours.ts';
import { readDays, readHalfHours } from './read-half-hours.ts';
import { readPatience } from './read-patience.ts';
import { simulateHalfHour } from './simulate-half-hour.ts';

/** Agents needed for each half hour of a day, measured from our own history, played in the simulator, and beside those we had. */
export async function planDay(db: Reader, catalog: Catalog, query: StaffingQuery, now: Date): Promise<StaffingPlan> {
  const days = await readDays(db, query, now);
  const range = { from: days.from, to: days.to };
  const [halfHours, patience, staff] = await Promise.all([
    readHalfHours(db, query, days),
    readPatience(db, query, days),
    readStaff(db, range),
  ]);
  const serving = staff.filter(({ queueIds, capacity }) => queueIds.includes(query.queueId) && (capacity[query.channel] ?? 0) > 0);
  const available = countAvailable(serving, days);
  const { meanSeconds, ...counts } = patience;
  const wanted: Wanted = {
    promises: promisesOf(catalog, query),
    share: query.share,
    patienceSeconds: meanSeconds,
    days: Math.max(1, days.days.length),
  };
  return {
    days: days.days.length,
    from: days.from.toISOString(),
    to: days.to.toISOString(),
    patience: { meanSeconds: meanSeconds === Infinity ? null : meanSeconds, ...counts },
    halfHours: halfHours.flatMap((halfHour) => present(halfHour, wanted, available)),
  };
}

const promisesOf = ({ tiers, policy }: Catalog, { queueId, channel }: StaffingQuery): Wanted['promises'] =>
  Object.fromEntries(tiers.map(({ key }) => [key, { [channel]: promiseOf(policy, { queueId, tier: key, channel }) }]));

function present(halfHour: HalfHour, wanted: Wanted, available: readonly number[]): StaffingPlan['halfHours'] {
  const planned = planHalfHour(halfHour, wanted);
  if (!planned) return [];
  const days = wanted.days ?? 1;
  const slot = halfHour.from / HALF_HOUR;
  return [
    {
      slot,
      arrivals: planned.arrivals / days,
      handleSeconds: planned.handleSeconds,
      agents: planned.agents,
      occupancy: planned.occupancy,
      simulated: simulateHalfHour(halfHour, wanted, planned.agents),
      available: available[slot] ?? 0,
      tiers: planned.tiers.map((tier) => ({ ...tier, arrivals: tier.arrivals / days })),
    },
  ];
}
