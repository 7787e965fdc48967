import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedMs, type OpenHours } from '../../../server/calendars/open-hours.ts';
import {
  agentAnswered,
  type Clocks,
  clocksOf,
  customerSpoke,
  endAll,
  firstDue,
  goOn,
  isOver,
  type Keeping,
  lookAt,
  nextLook,
  retarget,
  spentBy,
  standStill,
  type Terms,
  takeUpAgain,
} from '../../../server/tickets/clocks/clock.ts';

const HOUR = 3600_000;
const monday = Date.parse('2026-03-02T00:00:00Z');
const at = (hours: number) => new Date(monday + hours * HOUR);

/** Monday to Friday, nine to five, in London. */
const office: OpenHours = {
  timeZone: 'Europe/London',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])),
  holidays: null,
  overrides: {},
};
const keeping: Keeping = { calendarOf: () => office, warnShare: 0.75 };

const all: Terms = {
  targets: { first_response: 4 * 3600, next_response: 8 * 3600, resolution: 24 * 3600 },
  calendarId: null,
  channel: 'email',
};
const working: Terms = { ...all, calendarId: 'office' };

const hoursOf = (time: string | null | undefined) => (time ? (Date.parse(time) - monday) / HOUR : null);
const spoke = (clocks: Clocks, hours: number, terms = all) => customerSpoke(clocks, terms, keeping, at(hours));
const answered = (clocks: Clocks, hours: number) => agentAnswered(clocks, keeping, at(hours));

describe('a first answer', () => {
  it('is owed from the first message on, and once', () => {
    const clocks = spoke(spoke({}, 10), 11);
    expect([hoursOf(clocks.first_response?.dueAt), hoursOf(clocks.first_response?.warnAt)]).toEqual([14, 13]);
    expect(clocks.next_response).toBeUndefined();
  });

  it('given in time was given in time, given late was missed, whoever looked when', () => {
    expect(answered(spoke({}, 10), 13).first_response).toMatchObject({ missedAt: null, spentMs: 3 * HOUR, endedAt: at(13).toISOString() });
    expect(answered(spoke({}, 10), 15).first_response).toMatchObject({ missedAt: at(14).toISOString(), spentMs: 5 * HOUR });
    expect(answered(lookAt(spoke({}, 10), at(14.5)), 15).first_response?.missedAt).toBe(at(14).toISOString());
  });
});

describe('a next answer', () => {
  it('is owed to what was said after one, by the time of the first of several messages', () => {
    const clocks = spoke(spoke(answered(spoke({}, 10), 11), 12), 18);
    expect(hoursOf(clocks.next_response?.dueAt)).toBe(20);
    const again = spoke(answered(clocks, 19), 30);
    expect([hoursOf(again.next_response?.startedAt), hoursOf(again.next_response?.dueAt)]).toEqual([30, 38]);
  });
});

describe('an end', () => {
  it('is owed while we wait for nobody else: waiting for the customer does not count', () => {
    const waiting = standStill(spoke({}, 10), keeping, at(12));
    expect(clocksOf(waiting).map(([, { dueAt }]) => dueAt)).toEqual([null, null]);
    expect(nextLook(waiting)).toBeNull();
    const back = goOn(waiting, keeping, at(100));
    expect(hoursOf(back.resolution?.dueAt)).toBe(122);
    expect(back.resolution?.missedAt).toBeNull();
  });

  it('is not what an answer gives: it goes on being owed', () => {
    const { first_response, resolution } = answered(spoke({}, 10), 12);
    expect([first_response?.endedAt, resolution?.endedAt, hoursOf(resolution?.dueAt)]).toEqual([at(12).toISOString(), null, 34]);
  });

  it('that was none is owed again, with what had been left', () => {
    const done = endAll(spoke({}, 10), keeping, at(20));
    expect(clocksOf(done).every(([, clock]) => isOver(clock))).toBe(true);
    const again = takeUpAgain(done, keeping, at(200));
    expect(hoursOf(again.resolution?.dueAt)).toBe(214);
    expect(again.first_response?.endedAt).toBe(at(20).toISOString());
  });
});

describe('working time', () => {
  it('leaves closed hours out: what comes in on Friday afternoon is due on Monday', () => {
    const friday = 4 * 24;
    const clocks = spoke({}, friday + 16, working);
    expect(hoursOf(clocks.first_response?.dueAt)).toBe(7 * 24 + 12);
    expect(spentBy(clocks.resolution ?? never(), keeping, at(7 * 24 + 10))).toBe(2 * HOUR);
  });

  it('of a calendar that never opens is never due', () => {
    const closed: Keeping = { ...keeping, calendarOf: () => ({ ...office, hours: {} }) };
    expect(firstDue(customerSpoke({}, working, closed, at(0)))).toBeNull();
  });
});

describe('other terms', () => {
  it('hold from then on: what was used up is used up', () => {
    const richer = { ...all, targets: { first_response: 7200 } };
    const clocks = retarget(spoke({}, 10), () => richer, keeping, at(11));
    expect(hoursOf(clocks.first_response?.dueAt)).toBe(12);
    expect(clocks.resolution).toBeUndefined();
  });

  it('that would have been missed already are missed from when they hold', () => {
    const clocks = retarget(spoke({}, 10), () => ({ ...all, targets: { first_response: 1800 } }), keeping, at(11));
    expect(hoursOf(lookAt(clocks, at(11)).first_response?.missedAt)).toBe(11);
  });
});

it('is warned of before it is missed, and both are told of once', () => {
  const begun = spoke({}, 10);
  expect(nextLook(begun)).toEqual(at(13));
  const warned = lookAt(begun, at(13));
  expect([hoursOf(warned.first_response?.warnedAt), nextLook(warned)]).toEqual([13, at(14)]);
  const missed = lookAt(warned, at(14));
  expect([hoursOf(missed.first_response?.missedAt), nextLook(missed)]).toEqual([14, at(10 + 18)]);
  expect(firstDue(missed)).toEqual({ kind: 'first_response', at: at(14) });
});

describe('whatever happens', () => {
  const step = fc.record({
    hours: fc.double({ min: 0.01, max: 40, noNaN: true }),
    what: fc.constantFrom('spoke', 'answered', 'stand', 'goOn', 'look', 'done', 'again', 'retarget'),
  });
  const apply = (clocks: Clocks, what: string, now: Date): Clocks => {
    const moves: Record<string, () => Clocks> = {
      spoke: () => customerSpoke(clocks, working, keeping, now),
      answered: () => agentAnswered(clocks, keeping, now),
      stand: () => standStill(clocks, keeping, now),
      goOn: () => goOn(clocks, keeping, now),
      look: () => lookAt(clocks, now),
      done: () => endAll(clocks, keeping, now),
      again: () => takeUpAgain(clocks, keeping, now),
      retarget: () => retarget(clocks, () => working, keeping, now),
    };
    return moves[what]?.() ?? never();
  };

  const play = (steps: readonly { hours: number; what: string }[], skip: (what: string) => boolean = () => false): [Clocks, Date] => {
    let [clocks, now]: [Clocks, number] = [{}, monday];
    for (const { hours, what } of steps) {
      now += Math.round(hours * HOUR);
      if (!skip(what)) clocks = apply(clocks, what, new Date(now));
    }
    return [clocks, new Date(now)];
  };

  it('what is used up never shrinks nor exceeds open time, and a running clock is due exactly when the rest is used up', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const [clocks, now] = play(steps);
        for (const [, clock] of clocksOf(clocks)) {
          const started = new Date(clock.startedAt);
          const open = now.getTime() - started.getTime() - closedMs(office, started, now);
          const spent = spentBy(clock, keeping, now);
          expect(spent).toBeGreaterThanOrEqual(clock.spentMs);
          expect(spent).toBeLessThanOrEqual(open);
          if (clock.dueAt) expect(spentBy(clock, keeping, new Date(clock.dueAt))).toBe(Math.max(clock.targetMs, clock.spentMs));
          expect(clock.missedAt === null && isOver(clock) && spent > clock.targetMs).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('nobody needs to have looked: an ended clock says the same of itself', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const ended = ([clocks]: [Clocks, Date]) =>
          clocksOf(clocks)
            .filter(([, clock]) => isOver(clock))
            .map(([kind, { missedAt, spentMs }]) => [kind, missedAt, spentMs]);
        expect(ended(play(steps))).toEqual(ended(play(steps, (what) => what === 'look')));
      }),
      { numRuns: 200 },
    );
  });
});

function never(): never {
  throw new Error('there is always one');
}
