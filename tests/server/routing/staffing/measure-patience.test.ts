import { describe, expect, it } from 'vitest';
import { meanPatience, patienceCurve, type Wait } from '../../../../server/routing/staffing/measure-patience.ts';
import { rehearse } from '../simulate/rehearse.ts';

const answered = (seconds: number): Wait => ({ seconds, gaveUp: false });
const gaveUp = (seconds: number): Wait => ({ seconds, gaveUp: true });

describe('measured patience', () => {
  it('counts those answered as still there until then, as Kaplan and Meier did', () => {
    // At 6 three of ten leave and one is answered, at 7 one of the six left, at 10 one of four, at 13 the last.
    const waits = [
      gaveUp(6),
      gaveUp(6),
      gaveUp(6),
      answered(6),
      gaveUp(7),
      answered(9),
      gaveUp(10),
      answered(10),
      answered(11),
      gaveUp(13),
    ];
    const curve = patienceCurve(waits);
    expect(curve.map(({ seconds }) => seconds)).toEqual([6, 7, 10, 13]);
    [7 / 10, (7 / 10) * (5 / 6), (7 / 10) * (5 / 6) * (3 / 4), 0].forEach((stay, i) => void expect(curve[i]?.stay).toBeCloseTo(stay, 12));
  });

  it('is endless when nobody gave up, or nobody waited', () => {
    expect(meanPatience([answered(10), answered(400)])).toBe(Infinity);
    expect(meanPatience([])).toBe(Infinity);
    expect(patienceCurve([])).toEqual([]);
  });

  it('is told by those who gave up, too, when all of them did so at the longest wait', () => {
    expect(meanPatience([...Array.from({ length: 11 }, () => answered(0)), ...Array.from({ length: 10 }, () => gaveUp(60))])).toBe(60);
    expect(meanPatience([gaveUp(59), ...Array.from({ length: 10 }, () => gaveUp(60))])).toBeCloseTo(60, 0);
  });

  it('is not fooled by everybody being answered soon: the mean of those who gave up is not the patience', async () => {
    const { arrivals, run } = await rehearse({
      seed: 3,
      arrivals: 200_000,
      policy: 'first-come',
      agents: [{ count: 20, queues: ['support'], capacity: { voice: 1 } }],
      streams: [
        {
          queue: 'support',
          tier: 'gold',
          channel: 'voice',
          ratePerSecond: 0.1,
          handle: { distribution: 'exponential', mean: 200 },
          patience: { distribution: 'exponential', mean: 100 },
        },
      ],
    });
    const waits = Array.from(arrivals.at, (at, row): Wait => {
      const started = run.startedAt[row] ?? Number.NaN;
      return Number.isNaN(started) ? gaveUp(arrivals.patience[row] ?? 0) : answered(started - at);
    });
    const left = waits.filter((wait) => wait.gaveUp);
    expect(left.reduce((sum, { seconds }) => sum + seconds, 0) / left.length).toBeLessThan(30);
    expect(Math.abs(meanPatience(waits) / 100 - 1)).toBeLessThan(0.03);
  });
});
