import { presetLines } from '../../../server/routing/presets.ts';
import { collectArrivals } from '../../../server/routing/simulate/collect-arrivals.ts';
import type { Shift } from '../../../server/routing/simulate/floor.ts';
import { play } from '../../../server/routing/simulate/run-simulation.ts';
import { promises } from '../catalog.ts';
import type { Teller } from '../history/scene.ts';
import type { HiredColleague } from '../people.ts';
import { capacity } from '../staff.ts';
import type { Passerby } from './crowd.ts';
import { type Coming, planArrivals } from './plan-arrivals.ts';
import { planShifts, type WorkingDay } from './plan-shifts.ts';
import { type Lines, tellBriefly } from './tell-briefly.ts';

/**
 * The last days as they are in a contact center: some hundred a day who come once, agents in shifts, and who was answered when by
 * whom as the hub itself would have decided, which the simulator plays. So a rehearsal of them is true.
 */
export function addBusyDays(teller: Teller, crowd: readonly Passerby[]): void {
  const { fate, now, colleagues, history, inboxes } = teller;
  const days = planShifts(colleagues, now);
  const coming = planArrivals(fate, crowd, now).filter(({ at }) => days.some(({ from, until }) => from < at && at < until));
  for (const day of days) history.events.push(...shiftEvents(colleagues, day));
  const queueOf = ({ inbox }: Coming) => inboxes.get(inbox)?.queueId ?? '';
  const arrivals = arrivalsOf(coming, queueOf);
  const rules = arrivals.needs.map(({ tier, channel }) => presetLines.promise(tierPromise(tier, channel), 0));
  const waited = (_: number, since: number, until: number) => (until - since) / 1000;
  const agents = colleagues.map((colleague) => poolOf(teller, colleague));
  const { startedAt, agentOf } = play({ agents, lines: rules, waited, shifts: shiftsOf(days) }, arrivals);
  const lines: Lines = new Map();
  coming.forEach((one, row) => {
    const start = startedAt[row] ?? Number.NaN;
    const agent = colleagues[agentOf[row] ?? -1];
    tellBriefly(teller, lines, one, agent && !Number.isNaN(start) ? { agent, at: start } : undefined);
  });
}

const skillOf = ({ customer }: Coming) => (customer.language === 'en' ? 'en' : 'zh');

function arrivalsOf(coming: readonly Coming[], queueOf: (one: Coming) => string) {
  const collected = collectArrivals();
  for (const [i, one] of coming.entries()) {
    const need = { queueId: queueOf(one), tier: one.customer.tier, channel: one.channel, skills: { [skillOf(one)]: 1 } };
    collected.add({ id: String(i).padStart(6, '0'), at: one.at, need, handle: one.talk + one.wrapUp, patience: one.patience });
  }
  return collected.arrivals();
}

const tierPromise = (tier: string, channel: Coming['channel']): number =>
  Object.entries(promises).find(([key]) => key === tier)?.[1][channel] ?? 3600;

const poolOf = ({ inboxes }: Teller, { queues, skills }: HiredColleague) => ({
  count: 1,
  queues: [...new Set([...inboxes.values()].filter(({ queue }) => queues.includes(queue)).map(({ queueId }) => queueId))],
  skills: { ...skills },
  capacity: { ...capacity },
});

const shiftsOf = (days: readonly WorkingDay[]): Shift[] =>
  days
    .flatMap(({ agent, from, until }) => [
      { at: from, agent, comes: true },
      { at: until, agent, comes: false },
    ])
    .sort((a, b) => a.at - b.at);

/** They open the console, are available, and go home. */
function shiftEvents(colleagues: readonly HiredColleague[], { agent, from, until }: WorkingDay) {
  const id = colleagues[agent]?.id ?? null;
  const nothing = { customerId: null, conversationId: null, seq: null, ticketId: null, taskId: null, queueId: null, entryId: null };
  const event = (at: number, name: string, data: object) => ({
    ...nothing,
    at: new Date(at),
    name,
    actorKind: 'agent' as const,
    actorId: id,
    agentId: id,
    data,
  });
  return [
    event(from, 'agent.presence_changed', { present: true }),
    event(from, 'agent.status_changed', { from: 'offline', to: 'available', reason: null }),
    event(until, 'agent.status_changed', { from: 'available', to: 'offline', reason: null }),
    event(until, 'agent.presence_changed', { present: false }),
  ];
}
