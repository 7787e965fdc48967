import { describe, expect, it } from 'vitest';
import { drawsOf } from '../../../../server/routing/simulate/draw.ts';
import { jump, randomSources, scramble } from '../../../../server/routing/simulate/random.ts';

type State = [number, number, number, number];
const asWord = (word: number) => word >>> 0;

describe('random numbers', () => {
  it('are those of xoshiro128**: what the reference program gives from these states', () => {
    const counting: State = [1, 2, 3, 4];
    expect([0, 1, 2, 3].map(() => asWord(scramble(counting)))).toEqual([11520, 0, 5_927_040, 70_819_200]);
    const state: State = [0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0];
    expect(jump(state).map(asWord)).toEqual([0x2a6dd50d, 0x01177499, 0xd7eb7d01, 0xddc48284]);
    expect([0, 1, 2, 3].map(() => asWord(scramble(state)))).toEqual([0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70]);
  });

  it('come from sources that are the same for a seed, and differ between seeds and from one another', () => {
    const firstOf = (seed: number, count: number) => {
      const sources = randomSources(seed);
      return Array.from({ length: count }, () => sources.next().value());
    };
    expect(firstOf(1, 3)).toEqual(firstOf(1, 3));
    const all = [1, 2, -1, 0, 2 ** 52].flatMap((seed) => firstOf(seed, 20));
    expect(new Set(all).size).toBe(all.length);
  });

  it('lie in [0, 1), evenly, and two sources know nothing of each other', () => {
    const sources = randomSources(3);
    const [one, other] = [sources.next().value, sources.next().value];
    const cells = new Array<number>(100).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const cell = Math.floor(one() * 10) * 10 + Math.floor(other() * 10);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    // χ² with 99 degrees of freedom: 148 is exceeded once in a thousand times.
    const chiSquared = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeLessThan(148);
    expect(cells).toHaveLength(100);
  });
});

describe('draws', () => {
  const momentsOf = (draw: () => number) => {
    const values = Array.from({ length: 200_000 }, draw);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return { mean, sd, least: values.reduce((a, b) => Math.min(a, b)) };
  };
  const momentsFor = (of: Parameters<typeof drawsOf>[0]) => momentsOf(drawsOf(of, randomSources(11).next().value));

  it.each([
    [{ distribution: 'exponential', mean: 40 } as const, 40, 40],
    [{ distribution: 'lognormal', mean: 90, sd: 60 } as const, 90, 60],
    [{ distribution: 'lognormal', mean: 90, sd: 0 } as const, 90, 0],
    [{ distribution: 'constant', value: 7 } as const, 7, 0],
    [{ distribution: 'empirical', values: [0, 10, 20] } as const, 10, Math.sqrt(200 / 3)],
  ])('of %o have this mean and standard deviation', (of, mean, sd) => {
    const measured = momentsFor('values' in of ? { ...of, values: [...of.values] } : of);
    expect(Math.abs(measured.mean - mean)).toBeLessThanOrEqual(0.01 * mean);
    expect(Math.abs(measured.sd - sd)).toBeLessThanOrEqual(0.02 * sd + 1e-9);
    expect(measured.least).toBeGreaterThanOrEqual(0);
  });
});
