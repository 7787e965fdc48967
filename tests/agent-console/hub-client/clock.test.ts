import { describe, expect, it } from 'vitest';
import { createHubClock } from '../../../agent-console/hub-client/clock.ts';

const noon = Date.parse('2026-03-01T12:00:00Z');
const header = (at: number) => new Date(at).toUTCString();

describe('the clock of the hub', () => {
  it('is our own while the headers do not contradict it', () => {
    const clock = createHubClock(() => noon + 700);
    clock.heard(header(noon), noon + 600, noon + 700);
    expect(clock.now()).toBe(noon + 700);
  });

  it('is followed to within a second when ours is an hour slow', () => {
    let own = noon - 3_600_000;
    const clock = createHubClock(() => own);
    clock.heard(header(noon + 300), own + 290, own + 310);
    own += 1_000;
    expect(Math.abs(clock.now() - (noon + 1_000))).toBeLessThan(1_000);
  });

  it('comes closer with every answer', () => {
    const ahead = 60_250;
    let own = noon;
    const clock = createHubClock(() => own);
    for (const after of [0, 130, 260, 390, 520, 650, 780, 910]) {
      own = noon + after * 11;
      clock.heard(header(own - ahead), own - 5, own + 5);
    }
    expect(Math.abs(clock.now() - (own - ahead))).toBeLessThan(120);
  });

  it('believes the newer answer when a clock was set', () => {
    const clock = createHubClock(() => noon);
    clock.heard(header(noon - 60_000), noon - 10, noon);
    clock.heard(header(noon + 60_000), noon - 10, noon);
    expect(Math.abs(clock.now() - (noon + 60_000))).toBeLessThan(1_001);
  });

  it('ignores an answer without a date', () => {
    const clock = createHubClock(() => noon);
    clock.heard(null, noon, noon);
    expect(clock.now()).toBe(noon);
  });
});
