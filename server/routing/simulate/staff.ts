import { type Channel, channels } from '../../contract/statuses.ts';
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
  /** Seconds in which an agent held at least one task, summed over all; counted when the agent has none again. */
  busySeconds(): number;
}

/** Agents of a kind who have room for a channel stand in one line, so that finding one costs no more with a thousand. */
export function staffOf(pools: readonly Pool[]): Staff {
  const kinds = kindsOf(pools);
  const count = kinds.of.length;
  // Who has never been busy has been idle for longer than anybody else.
  const idleSince = new Float64Array(count).fill(NEVER_BUSY);
  const lines = kinds.pools.map(roomLines(idleSince));
  const holding = new Int32Array(count * channels.length);
  const busySince = new Float64Array(count);
  let busySeconds = 0;

  /** Stand wherever there is room: a call leaves room for nothing, other tasks leave room for a call. */
  function lineUp(agent: number): void {
    if (held(agent, voice) > 0) return;
    for (const { channel, limit, line } of linesFor(agent)) if (held(agent, channel) < limit) line.add(agent);
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
    busySeconds: () => busySeconds,
  };
}

/** Before any time a scenario can name. Finite, so that two of them compare as equal. */
const NEVER_BUSY = -Number.MAX_VALUE;

const voice = channels.indexOf('voice');

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
