/** What queueing theory says of a queue with Poisson arrivals, one common exponential handling time and `servers` agents. */

/** Share of arrivals that must wait when nobody gives up. Erlang 1917, summed term by term as he wrote it. */
export function erlangC(servers: number, load: number): number {
  let term = 1;
  let idle = 0;
  for (let busy = 0; busy < servers; busy++) {
    idle += term;
    term *= load / (busy + 1);
  }
  const waiting = (term * servers) / (servers - load);
  return waiting / (idle + waiting);
}

interface Servers {
  readonly servers: number;
  /** Mean handling time. */
  readonly handle: number;
}

/** Mean wait when all stand in one line by age. */
export function firstComeWait(rate: number, { servers, handle }: Servers): number {
  return (erlangC(servers, rate * handle) * handle) / (servers - rate * handle);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Mean waits by class, highest first, under non-preemptive priorities. Cobham, "Priority assignment in waiting line problems", 1954. */
export function cobhamWaits(rates: readonly number[], { servers, handle }: Servers): number[] {
  const loads = rates.map((rate) => (rate * handle) / servers);
  const untilFree = (erlangC(servers, sum(rates) * handle) * handle) / servers;
  return rates.map((_, i) => untilFree / ((1 - sum(loads.slice(0, i))) * (1 - sum(loads.slice(0, i + 1)))));
}

/**
 * Mean waits by class when priority grows from 0 with `slopes` per second of waiting, steepest class first. Kleinrock, "A delay
 * dependent queue discipline", 1964, equation for W_p, solved from the slowest class upwards. With equal exponential handling
 * times c servers that are all busy serve as one that is c times as fast, so the form holds for M/M/c
 * (Sharif, Stanford, Taylor & Ziedins 2014).
 */
export function kleinrockWaits(rates: readonly number[], slopes: readonly number[], { servers, handle }: Servers): number[] {
  const loads = rates.map((rate) => (rate * handle) / servers);
  const together = firstComeWait(sum(rates), { servers, handle });
  const waits: number[] = rates.map(() => 0);
  const slope = (i: number) => slopes[i] ?? 0;
  for (let p = rates.length - 1; p >= 0; p--) {
    const slower = loads.map((load, i) => (i > p ? load * (waits[i] ?? 0) * (1 - slope(i) / slope(p)) : 0));
    const faster = loads.map((load, i) => (i < p ? load * (1 - slope(p) / slope(i)) : 0));
    waits[p] = (together - sum(slower)) / (1 - sum(faster));
  }
  return waits;
}

/** Share that gives up when patience is exponential too: the birth and death process of Palm 1937 ("Erlang A"). */
export function erlangAShare(rate: number, patience: number, { servers, handle }: Servers): number {
  let total = 0;
  let leaving = 0;
  let growth = 1;
  // All is kept relative to the newest term, so that nothing overflows; terms too small to matter end the sum.
  for (let present = 0; total < 1e18; present++) {
    total = total / growth + 1;
    leaving = leaving / growth + Math.max(0, present - servers) / patience;
    growth = rate / (Math.min(present + 1, servers) / handle + Math.max(0, present + 1 - servers) / patience);
  }
  return leaving / total / rate;
}
