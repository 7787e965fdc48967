/** A queue as staffing sees it: Poisson arrivals, exponential handling, everybody in one line by age. Times are seconds. */
export interface Demand {
  readonly ratePerSecond: number;
  /** Mean handling time, wrap-up included. */
  readonly handleSeconds: number;
}

/** What customers meet with a number of agents. */
export interface Service {
  /** Share of arrivals who wait at all. */
  readonly delayed: number;
  /** Mean wait of the answered, zero waits included. */
  readonly meanWait: number;
  /** Share of arrivals who give up. */
  readonly abandoned: number;
  /** Share of all arrivals who are answered within `seconds`. Whoever gives up is not, however soon. */
  readonly answeredInTime: number;
  /** Answered within `seconds` ÷ (answered + abandoned after `seconds`): silent about those who gave up early. */
  readonly serviceLevel: number;
  /** Share of their time in which agents are busy. */
  readonly occupancy: number;
}

/**
 * Erlang C (1917): nobody gives up. With too few agents the line grows without end: infinite wait, nobody served in time.
 */
export function erlangC({ ratePerSecond, handleSeconds }: Demand, agents: number, seconds: number): Service {
  const load = ratePerSecond * handleSeconds;
  if (load === 0) return { delayed: 0, meanWait: 0, abandoned: 0, answeredInTime: 1, serviceLevel: 1, occupancy: 0 };
  if (agents <= load) return { delayed: 1, meanWait: Infinity, abandoned: 0, answeredInTime: 0, serviceLevel: 0, occupancy: 1 };
  const blocked = erlangB(load, agents);
  const delayed = blocked / (1 - (load / agents) * (1 - blocked));
  const spare = (agents - load) / handleSeconds;
  const inTime = 1 - delayed * Math.exp(-spare * seconds);
  return { delayed, meanWait: delayed / spare, abandoned: 0, answeredInTime: inTime, serviceLevel: inTime, occupancy: load / agents };
}

/** Share blocked when nobody may wait, by the recursion over the number of agents, which never overflows. */
export function erlangB(load: number, agents: number): number {
  let blocked = 1;
  for (let n = 1; n <= agents; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}
