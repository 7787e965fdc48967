import { shippedBars } from '../../contract/routing-rules.ts';
import { type Channel, channels } from '../../contract/statuses.ts';
import type { Bars } from '../decide.ts';
import { kindsFor, kindsOf } from './agent-kinds.ts';
import type { Need } from './arrivals.ts';
import { type Earliest, earliestBy, placesFor } from './earliest.ts';
import type { Pool } from './scenario.ts';

/** Those who serve. Agents are numbered from 0 in the order the scenario names them. */
export interface Staff {
  /** A way to find the agent who would be asked to take such a need: best fit, then longest idle, then first named. */
  finderFor(need: Need): () => number | undefined;
  take(agent: number, channel: Channel, now: number): void;
  finish(agent: number, channel: Channel, now: number): void;
  /** Takes work from now on, and has been idle since now. */
  come(agent: number, now: number): void;
  /** Takes no more work; what they hold they finish. */
  leave(agent: number): void;
  /** Seconds in which an agent held at least one task, summed over all; counted when the agent has none again. */
  busySeconds(): number;
}

/**
 * Agents of a kind who have room for a channel stand in one line, so that finding one costs no more with a thousand. All are there
 * from the beginning, but for those who come later.
 */
export function staffOf(pools: readonly Pool[], bars: Bars = shippedBars, comeLater: ReadonlySet<number> = new Set()): Staff {
  const kinds = kindsOf(pools);
  const count = kinds.of.length;
  // Who has never been busy has been idle for longer than anybody else.
  const idleSince = new Float64Array(count).fill(NEVER_BUSY);
  const lines = kinds.pools.map(roomLines(idleSince));
  const holding = new Int32Array(count * channels.length);
  const there = Uint8Array.from(kinds.of, (_, agent) => (comeLater.has(agent) ? 0 : 1));
  const barring = channels.map((wanted) => channels.flatMap((held, i) => (bars[held]?.includes(wanted) ? [i] : [])));
  const busySince = new Float64Array(count);
  let busySeconds = 0;

  /** Stand wherever there is room. */
  function lineUp(agent: number): void {
    if (there[agent] === 0) return;
    for (const { channel, limit, line } of linesFor(agent)) if (held(agent, channel) < limit && !isBarred(agent, channel)) line.add(agent);
  }

  function isBarred(agent: number, channel: number): boolean {
    for (const other of barring[channel] ?? []) if (held(agent, other) > 0) return true;
    return false;
  }

  function stepOut(agent: number): void {
    for (const { line } of linesFor(agent)) line.remove(agent);
  }

  const linesFor = (agent: number) => lines[kinds.of[agent] ?? 0] ?? [];
  const held = (agent: number, channel: number) => holding[agent * channels.length + channel] ?? 0;
  const hold = (agent: number, channel: number, by: number) => {
    holding[agent * channels.length + channel] = held(agent, channel) + by;
  };
  const holdsNothing = (agent: number) => channels.every((_, channel) => held(agent, channel) === 0);

  kinds.of.forEach((_, agent) => void lineUp(agent));

  return {
    finderFor(need) {
      const channel = channels.indexOf(need.channel);
      const lineOf = (kind: number) => (lines[kind] ?? []).filter((room) => room.channel === channel).map(({ line }) => line);
      const byFit = kindsFor(need, kinds.pools).map((kindred) => kindred.flatMap(lineOf));
      return () => firstOf(byFit, idleSince);
    },
    take(agent, channel, now) {
      stepOut(agent);
      if (holdsNothing(agent)) busySince[agent] = now;
      hold(agent, channels.indexOf(channel), 1);
      lineUp(agent);
    },
    finish(agent, channel, now) {
      stepOut(agent);
      hold(agent, channels.indexOf(channel), -1);
      if (holdsNothing(agent)) {
        busySeconds += now - (busySince[agent] ?? now);
        idleSince[agent] = now;
      }
      lineUp(agent);
    },
    come(agent, now) {
      stepOut(agent);
      there[agent] = 1;
      idleSince[agent] = now;
      lineUp(agent);
    },
    leave(agent) {
      stepOut(agent);
      there[agent] = 0;
    },
    busySeconds: () => busySeconds,
  };
}

/** Before any time a scenario can name. Finite, so that two of them compare as equal. */
const NEVER_BUSY = -Number.MAX_VALUE;

/** The agents of one kind who have room for one more task of a channel, longest idle first. */
interface Room {
  readonly channel: number;
  readonly limit: number;
  readonly line: Earliest;
}

function roomLines(idleSince: Float64Array): (pool: Pool) => Room[] {
  const places = channels.map(() => placesFor(idleSince.length));
  return ({ capacity }) =>
    channels.flatMap((name, channel) => {
      const limit = capacity[name] ?? 0;
      return limit > 0 ? [{ channel, limit, line: earliestBy(idleSince, places[channel]) }] : [];
    });
}

function firstOf(byFit: readonly (readonly Earliest[])[], idleSince: Float64Array): number | undefined {
  for (const equals of byFit) {
    const agent = longestIdle(equals, idleSince);
    if (agent !== undefined) return agent;
  }
  return undefined;
}

function longestIdle(lines: readonly Earliest[], idleSince: Float64Array): number | undefined {
  let longest: number | undefined;
  for (const line of lines) {
    const agent = line.first();
    if (agent === undefined) continue;
    if (longest === undefined || ((idleSince[agent] ?? 0) - (idleSince[longest] ?? 0) || agent - longest) < 0) longest = agent;
  }
  return longest;
}
