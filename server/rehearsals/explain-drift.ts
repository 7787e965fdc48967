import type { Drift, DriftCause } from '../contract/rehearsals.ts';
import type { Reader } from '../db/database.ts';
import { obstacleTo } from '../routing/simulate/object-to-need.ts';
import type { Run } from '../routing/simulate/run-simulation.ts';
import type { Case, Recorded } from './case.ts';
import { type Asked, readInterventions, readOffers } from './read-offers.ts';
import { workOf } from './work-of.ts';

const LISTED = 100;

/** Where the recorded past, played again under unchanged rules, differs from what was recorded: each drift with its cause. */
export async function explainDrift(db: Reader, of: Case, recorded: Recorded, played: Run): Promise<Drift> {
  const { order, idOf } = of.arrivals;
  const compared = order.filter((row) => of.counted[row]);
  const drifted = Array.from(compared).filter((row) => differs(recorded, played, row));
  const inTime = drifted.sort((a, b) => happened(of, recorded, played, a) - happened(of, recorded, played, b) || a - b);
  const offers = await readOffers(db, inTime.map(idOf));
  const interventions = await readInterventions(db, inTime.map(idOf));
  const explain = explainer(of, recorded, played, new Set(inTime));
  const causes = new Map<DriftCause, number>();
  const first: Drift['first'] = [];
  inTime.forEach((row, earlier) => {
    const cause = interventions.get(idOf(row)) ?? explain(row, offers.get(idOf(row)) ?? [], earlier > 0);
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
    if (earlier < LISTED) first.push({ taskId: idOf(row), cause, ...sides(of, recorded, played, row) });
  });
  const counts = [...causes].map(([cause, count]) => ({ cause, count })).sort((a, b) => b.count - a.count);
  return { compared: compared.length, same: compared.length - drifted.length, causes: counts, first };
}

/** Who is not answered in either gave up at the same moment: their patience is what was recorded. */
function differs(recorded: Recorded, played: Run, row: number): boolean {
  const [was, is] = [recorded.startedAt[row] ?? Number.NaN, played.startedAt[row] ?? Number.NaN];
  if (Number.isNaN(was) && Number.isNaN(is)) return false;
  return was !== is || recorded.agent[row] !== played.agentOf[row];
}

/** When the two went apart. */
function happened({ arrivals: { at } }: Case, recorded: Recorded, played: Run, row: number): number {
  const starts = [recorded.startedAt[row] ?? Number.NaN, played.startedAt[row] ?? Number.NaN].filter((start) => !Number.isNaN(start));
  return Math.min(...starts, recorded.endedAt[row] || Infinity) || (at[row] ?? 0);
}

function sides(of: Case, recorded: Recorded, played: Run, row: number): Pick<Drift['first'][number], 'recorded' | 'played'> {
  const side = (agent: number, startedAt: number) =>
    Number.isNaN(startedAt)
      ? null
      : { agentId: of.before.agentIds[agent] ?? null, seconds: (startedAt - (of.arrivals.at[row] ?? 0)) / of.unitsPerSecond };
  return {
    recorded: side(recorded.agent[row] ?? -1, recorded.startedAt[row] ?? Number.NaN),
    played: side(played.agentOf[row] ?? -1, played.startedAt[row] ?? Number.NaN),
  };
}

type Explain = (row: number, offers: readonly Asked[], isAnythingEarlier: boolean) => DriftCause;

/** What was different for this task itself comes first; then what its agents were doing; then that others went astray before. */
function explainer(of: Case, recorded: Recorded, played: Run, drifted: ReadonlySet<number>): Explain {
  const isBusyElsewhere = workOf(of, recorded);
  return (row, offers, isAnythingEarlier) => {
    const own = causeInOffers(offers, recorded, played, row) ?? causeInAgent(of, recorded, played, row);
    if (own) return own;
    const busyWith =
      isBusyElsewhere(played.agentOf[row] ?? -1, played.startedAt[row] ?? Number.NaN, row) ??
      isBusyElsewhere(recorded.agent[row] ?? -1, recorded.startedAt[row] ?? Number.NaN, row);
    if (busyWith !== undefined) return drifted.has(busyWith) ? 'earlier_drift' : 'other_work';
    return isAnythingEarlier ? 'earlier_drift' : 'unexplained';
  };
}

const refusals: Readonly<Partial<Record<Asked['state'], DriftCause>>> = {
  rejected: 'declined',
  timed_out: 'timed_out',
  canceled: 'withdrawn',
};

function causeInOffers(offers: readonly Asked[], recorded: Recorded, played: Run, row: number): DriftCause | undefined {
  const refused = offers.map(({ state }) => refusals[state]).find(Boolean);
  const accepted = offers.find(({ state }) => state === 'accepted');
  const rang = accepted?.offeredAt.getTime() === played.startedAt[row] && recorded.agent[row] === played.agentOf[row];
  return refused ?? (rang ? 'ring_time' : undefined);
}

function causeInAgent(of: Case, recorded: Recorded, played: Run, row: number): DriftCause | undefined {
  const agent = recorded.agent[row] ?? -1;
  if (agent === -2) return 'staff_changed';
  if (agent === -3) return 'away';
  if ((recorded.startedAt[row] ?? 0) > recorded.changedAt) return 'policy_changed';
  if (agent >= 0 && !of.before.isThere(agent, recorded.startedAt[row] ?? 0)) return 'away';
  if ((recorded.preferred[row] ?? -1) !== -1 && agent !== played.agentOf[row]) return 'preferred_agent';
  return causeInSkill(of, agent, row);
}

/** Today the agent who had it could not take it at all. */
function causeInSkill({ arrivals, before }: Case, agent: number, row: number): DriftCause | undefined {
  const pool = before.setting.agents[agent];
  const need = arrivals.needs[arrivals.needOf[row] ?? 0];
  const obstacle = pool && need && obstacleTo(pool, need);
  if (!obstacle) return undefined;
  return obstacle.why === 'skill' ? 'skills_relaxed' : obstacle.why === 'capacity' ? 'capacity' : 'staff_changed';
}
