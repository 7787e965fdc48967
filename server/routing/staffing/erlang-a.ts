import { type Demand, erlangB, erlangC, type Service } from './erlang-c.ts';
import { doubling, nodesBetween } from './integrate.ts';

/**
 * Erlang A (Palm 1937): those who wait give up after an exponential time. Computed from the wait that a customer of endless
 * patience would meet, whose density is λ·π·e^L(x) with L(x) = λ·∫₀ˣ e^(−u/patience) du − n·μ·x (Mandelbaum & Zeltyn, "Service
 * engineering in action: the Palm/Erlang-A queue", 2007). Endless patience is Erlang C.
 */
export function erlangA(demand: Demand, patienceSeconds: number, agents: number, seconds: number): Service {
  if (patienceSeconds === Infinity || demand.ratePerSecond * demand.handleSeconds === 0) return erlangC(demand, agents, seconds);
  if (agents === 0) return { delayed: 1, meanWait: Infinity, abandoned: 1, answeredInTime: 0, serviceLevel: 0, occupancy: 0 };
  const wait = offeredWait(demand, patienceSeconds, agents, seconds);
  const stays = (x: number) => Math.exp(-x / patienceSeconds);
  const served = wait.none + wait.mean(stays);
  const answeredInTime = wait.none + wait.mean(stays, seconds);
  const stillThere = stays(seconds) * (wait.mean(() => 1) - wait.mean(() => 1, seconds));
  return {
    delayed: 1 - wait.none,
    meanWait: wait.mean((x) => x * stays(x)) / served,
    abandoned: 1 - served,
    answeredInTime,
    serviceLevel: answeredInTime / (answeredInTime + stillThere),
    occupancy: (demand.ratePerSecond * demand.handleSeconds * served) / agents,
  };
}

interface OfferedWait {
  /** Probability of none at all. */
  readonly none: number;
  /** Mean of a function of the wait over those who must wait, up to a limit. */
  mean(of: (wait: number) => number, upTo?: number): number;
}

/** What would overflow is kept relative to the density's peak. Means can be taken up to `limit` or without one. */
function offeredWait({ ratePerSecond, handleSeconds }: Demand, patience: number, agents: number, limit: number): OfferedWait {
  const ending = agents / handleSeconds;
  const exponent = (x: number) => ratePerSecond * patience * -Math.expm1(-x / patience) - ending * x;
  const peak = Math.max(0, patience * Math.log(ratePerSecond / ending));
  const density = (x: number) => Math.exp(exponent(x) - exponent(peak));
  let end = peak + 1 / ending;
  while (density(end) > 1e-15) end = peak + 2 * (end - peak);
  const around = doubling(Math.sqrt(patience / ending) / 4, end).flatMap((distance) => [peak - distance, peak + distance]);
  const breaks = [...doubling(Math.min(patience, 1 / ending) / 4, end), ...around, limit].filter((x) => x >= 0 && x <= end);
  const nodes = nodesBetween(breaks).map(({ at, weight }) => ({ at, weight: weight * density(at) }));
  const over = (of: (wait: number) => number, upTo: number) =>
    nodes.reduce((sum, { at, weight }) => (at < upTo ? sum + weight * of(at) : sum), 0);
  const none = Math.exp(-exponent(peak));
  const waiting = erlangB(ratePerSecond * handleSeconds, agents - 1) * ratePerSecond;
  const all = none + waiting * over(() => 1, Infinity);
  return { none: none / all, mean: (of, upTo = Infinity) => (waiting * over(of, upTo)) / all };
}
