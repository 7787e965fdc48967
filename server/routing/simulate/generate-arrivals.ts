import { InputError } from '../../csv/input-error.ts';
import type { Arrivals, Need } from './arrivals.ts';
import { drawsOf, exponential } from './draw.ts';
import { earliestBy } from './earliest.ts';
import { needIndex } from './need-index.ts';
import { objectionTo } from './object-to-need.ts';
import { randomSources } from './random.ts';
import type { Scenario, Stream } from './scenario.ts';

/**
 * The first `count` arrivals of all streams together, each stream a Poisson process from second 0. Arrivals, handling and
 * patience of each stream have random numbers of their own: whatever else changes, the same customers come.
 */
export function generateArrivals(scenario: Scenario, streams: readonly Stream[], count: number): Arrivals {
  const { needs, sources } = sourcesOf(scenario, streams);
  const rows = {
    needOf: new Int32Array(count),
    at: new Float64Array(count),
    handle: new Float64Array(count),
    patience: new Float64Array(count),
  };
  const nextAt = Float64Array.from(sources, ({ gap }) => gap());
  const coming = earliestBy(nextAt);
  sources.forEach((_, stream) => void coming.add(stream));
  for (let row = 0; row < count; row++) {
    const stream = coming.first() ?? 0;
    const source = sources[stream];
    if (!source) break;
    rows.needOf[row] = source.need;
    rows.at[row] = nextAt[stream] ?? 0;
    rows.handle[row] = source.handle();
    rows.patience[row] = source.patience();
    coming.remove(stream);
    nextAt[stream] = (nextAt[stream] ?? 0) + source.gap();
    coming.add(stream);
  }
  return { ...rows, needs, order: rows.needOf.map((_, row) => row), idOf: (row) => String(row + 1) };
}

interface Source {
  readonly need: number;
  gap(): number;
  handle(): number;
  patience(): number;
}

function sourcesOf(scenario: Scenario, streams: readonly Stream[]): { needs: readonly Need[]; sources: Source[] } {
  const index = needIndex();
  const random = randomSources(scenario.seed);
  const sources = streams.map(({ queue, ratePerSecond, handle, patience, ...rest }, i) => {
    const need = { queueId: queue, ...rest };
    const objection = objectionTo(need, scenario);
    if (objection) throw new InputError(`scenario.streams[${i}].${objection.part}`, objection.problem);
    const [gaps, handles, patiences] = [random.next().value, random.next().value, random.next().value];
    return {
      need: index.of(need),
      gap: exponential(1 / ratePerSecond, gaps),
      handle: drawsOf(handle, handles),
      patience: patience ? drawsOf(patience, patiences) : () => Infinity,
    };
  });
  return { needs: index.needs, sources };
}
