import { shippedBars } from '../../../../server/contract/routing-rules.ts';
import { decide, type Line } from '../../../../server/routing/decide.ts';
import type { Arrival } from '../../../../server/routing/simulate/collect-arrivals.ts';
import type { Rules } from '../../../../server/routing/simulate/scenario.ts';
import { type Call, type Clerk, mayTake, type Rule } from './simulate-naively.ts';

const promiseOf = ({ promises }: Rules, { need }: Arrival): number => promises[need.tier]?.[need.channel] ?? Number.NaN;
const shipped = ['platinum', 'gold', 'silver', 'standard'];

/** How urgent a call is, straight from the table in ROUTING.md, 2. */
export function urgencyOf(rules: Rules, call: Arrival, now: number): number {
  const waited = now - call.at;
  switch (rules.policy) {
    case 'promise':
      return waited / promiseOf(rules, call);
    case 'deadline':
      return waited - promiseOf(rules, call);
    case 'strict':
      return waited - shipped.indexOf(call.need.tier) * 1e9;
    case 'first-come':
      return waited;
    default: {
      const line = rules.policy[call.need.tier]?.[call.need.channel];
      return line ? line.headStart + line.acceleration * waited : Number.NaN;
    }
  }
}

/** The order of ROUTING.md done by sorting everybody. */
export const byHand =
  (rules: Rules): Rule =>
  (waiting, clerks, now) => {
    const line = [...waiting].sort((a, b) => urgencyOf(rules, b, now) - urgencyOf(rules, a, now) || a.at - b.at || (a.id < b.id ? -1 : 1));
    for (const call of line) {
      const free = clerks.filter((clerk) => mayTake(clerk, call));
      const best = free.sort((a, b) => skillIn(b, call) - skillIn(a, call) || a.idleSince - b.idleSince || a.number - b.number)[0];
      if (best) return { call, clerk: best };
    }
    return null;
  };

const skillIn = (clerk: Clerk, { need }: Call): number =>
  Object.keys(need.skills)
    .map((skill) => clerk.skills[skill] ?? 0)
    .reduce((a, b) => a + b, 0);

/** The hub's own `decide`, shown everybody who waits and everybody who serves, one decision at a time. */
export const byDecide =
  (lineOf: (tier: string, channel: Call['need']['channel']) => Line): Rule =>
  (waiting, clerks, now) => {
    const snapshot = {
      heads: waiting.map(({ id, at, need }) => ({ taskId: id, neededAt: at * 1000, cooling: [], ...need })),
      agents: clerks.map((clerk) => ({
        agentId: nameOf(clerk),
        queueIds: clerk.queues,
        skills: clerk.skills,
        capacity: clerk.capacity,
        holding: Object.fromEntries(
          ['voice', 'sms', 'email', 'web_chat'].map((channel) => [
            channel,
            clerk.working.filter((call) => call.need.channel === channel).length,
          ]),
        ),
        beingAsked: false,
        idleSince: clerk.idleSince * 1000,
      })),
    };
    const { offer } = decide(snapshot, { version: 1, bars: shippedBars, line: ({ tier, channel }) => lineOf(tier, channel) }, now * 1000);
    const call = waiting.find(({ id }) => id === offer?.taskId);
    const clerk = clerks.find((candidate) => nameOf(candidate) === offer?.agentId);
    return call && clerk ? { call, clerk } : null;
  };

const nameOf = ({ number }: Clerk): string => String(number).padStart(6, '0');
