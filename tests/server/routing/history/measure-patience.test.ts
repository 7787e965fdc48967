import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { assumePatience } from '../../../../server/routing/history/measure-patience.ts';

describe('the patience of somebody who was answered', () => {
  it('was longer than their wait, and is always the same for the same task', () => {
    for (let i = 0; i < 200; i++) {
      const id = uuid();
      const patience = assumePatience(id, 5000, 60);
      expect(patience).toBeGreaterThan(5000);
      expect(assumePatience(id, 5000, 60)).toBe(patience);
      expect(Number.isInteger(patience)).toBe(true);
    }
  });

  it('is on average what those who gave up show, beyond what they had waited', () => {
    const beyond = Array.from({ length: 20_000 }, () => assumePatience(uuid(), 5000, 60) - 5000);
    const mean = beyond.reduce((sum, one) => sum + one, 0) / beyond.length;
    expect(mean / 60_000).toBeGreaterThan(0.95);
    expect(mean / 60_000).toBeLessThan(1.05);
  });

  it('has no end where nobody ever gave up', () => {
    expect(assumePatience(uuid(), 5000, Infinity)).toBe(Infinity);
  });
});
