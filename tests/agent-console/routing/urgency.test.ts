import { describe, expect, it } from 'vitest';
import { byUrgency, moodOf, urgency } from '../../../agent-console/routing/urgency.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const waiting = (name: string, seconds: number, promiseSeconds: number) => ({
  name,
  neededAt: new Date(now - seconds * 1_000).toISOString(),
  promiseSeconds,
});

describe('urgency', () => {
  it('is the share of the promise already used, and grows without bound', () => {
    expect(urgency(waiting('', 15, 20).neededAt, 20, now)).toBe(0.75);
    expect(urgency(waiting('', 400, 20).neededAt, 20, now)).toBe(20);
  });

  it('is never less than nothing, though our clock may lag', () => {
    expect(urgency(waiting('', -3, 20).neededAt, 20, now)).toBe(0);
  });

  it('puts a gold call at 75 % before a standard chat at 28 %, and nobody starves', () => {
    const queue = [waiting('standard chat', 50, 180), waiting('gold call', 15, 20), waiting('standard mail', 90_000, 86_400)];
    expect(byUrgency(queue, now).map(({ name }) => name)).toEqual(['standard mail', 'gold call', 'standard chat']);
  });

  it('is calm under a half, attentive to 80 %, urgent to the end, then over', () => {
    expect([0, 0.49, 0.5, 0.79, 0.8, 0.99, 1, 3].map(moodOf)).toEqual([
      'calm',
      'calm',
      'attentive',
      'attentive',
      'urgent',
      'urgent',
      'over',
      'over',
    ]);
  });
});
