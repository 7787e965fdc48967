import { closedMs } from '../calendars/open-hours.ts';
import { type Catalog, type PolicyRow, promiseOf } from '../catalog/read-catalog.ts';
import type { PastAgent } from '../routing/history/read-staff.ts';
import { policyFrom } from '../routing/policy.ts';
import type { Need } from '../routing/simulate/arrivals.ts';
import type { Setting, Shift } from '../routing/simulate/floor.ts';
import type { Side } from './case.ts';

/** How a policy and some agents serve these needs. Times are milliseconds when `isDated`, else seconds of any origin. */
export function sideOf(catalog: Catalog, policy: PolicyRow, staff: readonly PastAgent[], needs: readonly Need[], isDated: boolean): Side {
  const { line, bars } = policyFrom(policy, catalog.tiers);
  const working = staff.filter(({ windows }) => windows.length > 0);
  const setting: Setting = {
    agents: working.map(({ queueIds, skills, capacity }) => ({
      count: 1,
      queues: [...queueIds],
      skills: { ...skills },
      capacity: { ...capacity },
    })),
    lines: needs.map(line),
    bars,
    shifts: shiftsOf(working),
    waited: isDated ? waitedBy(catalog, needs) : undefined,
  };
  return {
    setting,
    agentIds: working.map(({ id }) => id),
    promiseOf: (need) => promiseOf(policy, need),
    isThere: (agent, moment) => working[agent]?.windows.some(({ from, until }) => from <= moment && moment <= until) ?? false,
    staffedBetween: (from, until) => working.reduce((sum, { windows }) => sum + overlap(windows, from, until), 0),
  };
}

/** Who is there from the beginning to the end comes and goes never. */
const shiftsOf = (staff: readonly PastAgent[]): Shift[] =>
  staff
    .flatMap(({ windows }, agent) =>
      windows.flatMap(({ from, until }) => [
        ...(from === -Infinity ? [] : [{ at: from, agent, comes: true }]),
        ...(until === Infinity ? [] : [{ at: until, agent, comes: false }]),
      ]),
    )
    .sort((a, b) => a.at - b.at);

const overlap = (windows: PastAgent['windows'], start: number, end: number): number =>
  windows.reduce((sum, { from, until }) => sum + Math.max(0, Math.min(until, end) - Math.max(from, start)), 0);

/** Seconds that count as waiting: those in which the queue was open, where its promises are given in working time. */
function waitedBy({ queues, calendars }: Catalog, needs: readonly Need[]): NonNullable<Setting['waited']> {
  const calendarOf = needs.map(({ queueId, channel }) => {
    const queue = queues.find(({ id }) => id === queueId);
    return queue?.workingTime.includes(channel) ? calendars.find(({ id }) => id === queue.calendarId) : undefined;
  });
  return (need, since, now) => {
    const calendar = calendarOf[need];
    return (now - since - (calendar ? closedMs(calendar, new Date(since), new Date(now)) : 0)) / 1000;
  };
}
