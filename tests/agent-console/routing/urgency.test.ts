import { describe, expect, it } from 'vitest';
import { byUrgency, isPaused, moodOf, urgency, waitedSeconds } from '../../../agent-console/routing/urgency.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const waiting = (name: string, seconds: number, promiseSeconds: number) => ({
  name,
  neededAt: new Date(now - seconds * 1_000).toISOString(),
  promiseSeconds,
  closedSeconds: 0,
  opensAt: null,
  pausesAt: null,
});

describe('urgency', () => {
  it('is the share of the promise already used, and grows without bound', () => {
    expect(urgency(waiting('', 15, 20), now)).toBe(0.75);
    expect(urgency(waiting('', 400, 20), now)).toBe(20);
  });

  it('is never less than nothing, though our clock may lag', () => {
    expect(urgency(waiting('', -3, 20), now)).toBe(0);
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

describe('a promise in working time', () => {
  const hour = 3_600;
  /** Wrote at 17:00 on a day that ends at 18:00; the next begins at 09:00. */
  const mail = {
    neededAt: '2026-03-02T17:00:00.000Z',
    promiseSeconds: 8 * hour,
    closedSeconds: 0,
    opensAt: null,
    pausesAt: '2026-03-02T18:00:00.000Z',
  };
  const at = (clock: string) => Date.parse(`2026-03-0${clock}:00Z`);

  it('counts until closing time and stands from then on, also before the hub says so', () => {
    expect(waitedSeconds(mail, at('2T17:30'))).toBe(hour / 2);
    expect(isPaused(mail, at('2T17:59'))).toBe(false);
    for (const night of ['2T18:00', '2T23:00', '3T08:59']) {
      expect([waitedSeconds(mail, at(night)), isPaused(mail, at(night))]).toEqual([hour, true]);
    }
  });

  it('asked for at night stands at what was used, and goes on by itself when the queue opens', () => {
    const asked = { ...mail, closedSeconds: 15 * hour, opensAt: '2026-03-03T09:00:00.000Z', pausesAt: null };
    expect([waitedSeconds(asked, at('2T20:00')), isPaused(asked, at('2T20:00'))]).toEqual([hour, true]);
    expect([waitedSeconds(asked, at('3T09:00')), isPaused(asked, at('3T09:00'))]).toEqual([hour, false]);
    expect(urgency(asked, at('3T13:00'))).toBe(5 / 8);
  });

  it('never counts where the queue never opens', () => {
    const never = {
      ...mail,
      closedSeconds: (Date.parse('9999-12-31T23:59:59.999Z') - Date.parse(mail.neededAt)) / 1_000,
      opensAt: '9999-12-31T23:59:59.999Z',
      pausesAt: null,
    };
    expect([waitedSeconds(never, at('5T12:00')), isPaused(never, at('5T12:00'))]).toEqual([0, true]);
  });

  it('puts a mail that stands behind a call that goes on', () => {
    const asked = { ...mail, name: 'mail', closedSeconds: 15 * hour, opensAt: '2026-03-03T09:00:00.000Z', pausesAt: null };
    const call = { ...waiting('call', 0, 20), neededAt: '2026-03-02T19:59:50.000Z' };
    expect(byUrgency([asked, call], at('2T20:00')).map(({ name }) => name)).toEqual(['call', 'mail']);
  });
});
