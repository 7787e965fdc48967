import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedMs, isOpen, type OpenHours, opensAt } from '../../../server/calendars/open-hours.ts';
import { weekdays } from '../../../server/contract/routing-rules.ts';

const hour = 3_600_000;
const at = (text: string) => new Date(text);
const open = (calendar: OpenHours, from: string, to: string) => {
  const [start, end] = [at(from), at(to)];
  return (end.getTime() - start.getTime() - closedMs(calendar, start, end)) / hour;
};

const everyDay = (...shifts: [string, string][]): OpenHours['hours'] => Object.fromEntries(weekdays.map((day) => [day, shifts]));
const workdays = (...shifts: [string, string][]): OpenHours['hours'] =>
  Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, shifts]));
const calendar = (timeZone: string, hours: OpenHours['hours'], rest: Partial<OpenHours> = {}): OpenHours => ({
  timeZone,
  hours,
  holidays: null,
  overrides: {},
  ...rest,
});

describe('working time', () => {
  const shanghai = calendar('Asia/Shanghai', workdays(['09:00', '12:00'], ['13:00', '18:00']));

  it('counts both shifts of a split day and not the break between them', () => {
    expect(open(shanghai, '2026-11-23T00:00:00+08:00', '2026-11-24T00:00:00+08:00')).toBe(8);
    expect(open(shanghai, '2026-11-23T11:30:00+08:00', '2026-11-23T13:30:00+08:00')).toBe(1);
    expect(open(shanghai, '2026-11-23T12:00:00+08:00', '2026-11-23T13:00:00+08:00')).toBe(0);
  });

  it('stands still over a weekend', () => {
    expect(open(shanghai, '2026-11-20T17:00:00+08:00', '2026-11-23T10:00:00+08:00')).toBe(2);
  });

  it('is none when time has not passed, or has gone backwards', () => {
    expect(closedMs(shanghai, at('2026-11-23T02:00:00Z'), at('2026-11-23T02:00:00Z'))).toBe(0);
    expect(closedMs(shanghai, at('2026-11-23T02:00:00Z'), at('2026-11-20T02:00:00Z'))).toBe(0);
  });

  it('runs through midnight where one day ends at 24:00 and the next begins at 00:00', () => {
    const night = calendar('Europe/Berlin', everyDay(['00:00', '06:00'], ['22:00', '24:00']));
    expect(open(night, '2026-11-23T20:00:00+01:00', '2026-11-24T08:00:00+01:00')).toBe(8);
    expect(isOpen(night, at('2026-11-24T00:00:00+01:00'))).toBe(true);
  });

  it('passes the end of a year', () => {
    const always = calendar('America/New_York', everyDay(['00:00', '24:00']));
    expect(closedMs(always, at('2025-06-01T00:00:00Z'), at('2027-06-01T00:00:00Z'))).toBe(0);
    const newYear = calendar('Asia/Shanghai', everyDay(['00:00', '24:00']), { holidays: { country: 'CN' } });
    expect(open(newYear, '2026-12-31T12:00:00+08:00', '2027-01-02T12:00:00+08:00')).toBe(24);
  });
});

describe('a day on which clocks change in Berlin', () => {
  const days = calendar('Europe/Berlin', everyDay(['00:00', '24:00']));
  const nights = calendar('Europe/Berlin', everyDay(['01:00', '04:00']));

  it('has 23 hours in spring and 25 in autumn', () => {
    expect(open(days, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(23);
    expect(open(days, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toBe(25);
    expect(open(nights, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(2);
    expect(open(nights, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toBe(4);
  });

  it('gives a shift that begins or ends in the missing hour what the clock shows of it', () => {
    const half = calendar('Europe/Berlin', everyDay(['01:00', '02:30'], ['02:30', '05:00']));
    expect(open(half, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(3);
    const missing = calendar('Europe/Berlin', everyDay(['02:10', '02:50']));
    expect(open(missing, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toBe(0);
  });

  it('opens at nine by the clock on the wall, whatever UTC says', () => {
    const office = calendar('Europe/Berlin', everyDay(['09:00', '17:00']));
    expect(opensAt(office, at('2026-03-28T20:00:00Z'))).toEqual(at('2026-03-29T07:00:00Z'));
    expect(opensAt(office, at('2026-10-24T20:00:00Z'))).toEqual(at('2026-10-25T08:00:00Z'));
  });
});

describe('days that differ', () => {
  const office = calendar('Asia/Shanghai', workdays(['09:00', '18:00']), {
    holidays: { country: 'CN' },
    // As the State Council announces: the days around a festival are free, weekends before and after are worked instead.
    overrides: {
      '2026-02-14': { hours: [['09:00', '18:00']], label: '春节调休上班' },
      '2026-02-19': { hours: [], label: '春节' },
      '2026-02-20': { hours: [], label: '春节' },
      '2026-10-01': { hours: [['10:00', '12:00']], label: '国庆值班' },
    },
  });
  const openOn = (date: string) => open(office, `${date}T00:00:00+08:00`, `${date}T23:59:59+08:00`);

  it('are closed on the public holidays of the country, by the moon too', () => {
    for (const date of [
      '2026-01-01',
      '2026-02-17',
      '2026-06-19',
      '2026-09-25',
      '2026-10-02',
      '2027-01-01',
      '2027-02-05',
      '2027-06-09',
      '2027-10-01',
    ])
      expect({ date, open: openOn(date) }).toEqual({ date, open: 0 });
    expect(openOn('2026-06-18')).toBe(9);
  });

  it('stay open on days of which only some people are free, and on the eve of a holiday', () => {
    expect(openOn('2026-05-04')).toBe(9);
    const telAviv = calendar('Asia/Jerusalem', everyDay(['09:00', '15:00']), { holidays: { country: 'IL' } });
    expect(open(telAviv, '2026-09-20T00:00:00+03:00', '2026-09-21T00:00:00+03:00')).toBe(6);
    expect(open(telAviv, '2026-09-21T00:00:00+03:00', '2026-09-22T00:00:00+03:00')).toBe(0);
  });

  it('are worked on a Saturday made up for, and closed on days added', () => {
    expect(openOn('2026-02-14')).toBe(9);
    expect(openOn('2026-02-19')).toBe(0);
    expect(openOn('2026-02-21')).toBe(0);
  });

  it('are as the override says even on a holiday', () => {
    expect(openOn('2026-10-01')).toBe(2);
    expect(opensAt(office, at('2026-09-30T18:00:00+08:00'))).toEqual(at('2026-10-01T10:00:00+08:00'));
    expect(opensAt(office, at('2026-10-01T12:00:00+08:00'))).toEqual(at('2026-10-05T09:00:00+08:00'));
  });

  it('follow a state where the country alone has no such holiday', () => {
    const bavaria = calendar('Europe/Berlin', everyDay(['08:00', '16:00']), { holidays: { country: 'DE', state: 'BY' } });
    const berlin = calendar('Europe/Berlin', everyDay(['08:00', '16:00']), { holidays: { country: 'DE', state: 'BE' } });
    expect([bavaria, berlin].map((one) => open(one, '2026-01-06T00:00:00+01:00', '2026-01-07T00:00:00+01:00'))).toEqual([0, 8]);
  });
});

describe('whether and when', () => {
  const office = calendar('Asia/Shanghai', { mon: [['09:00', '12:00']] });

  it('a calendar is open: its opening counts, its closing does not', () => {
    expect(['08:59:59', '09:00:00', '11:59:59', '12:00:00'].map((time) => isOpen(office, at(`2026-11-23T${time}+08:00`)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('it opens next: now while it is open, never when it has no hours', () => {
    expect(opensAt(office, at('2026-11-23T10:00:00+08:00'))).toEqual(at('2026-11-23T10:00:00+08:00'));
    expect(opensAt(office, at('2026-11-23T12:00:00+08:00'))).toEqual(at('2026-11-30T09:00:00+08:00'));
    expect(opensAt(calendar('Asia/Shanghai', {}), at('2026-11-23T12:00:00+08:00'))).toBeNull();
  });
});

describe('for any calendar and any three instants', () => {
  const minutes = fc.integer({ min: 0, max: 1440 });
  const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const shifts = fc.uniqueArray(minutes, { maxLength: 6 }).map((edges) => {
    const sorted = edges.sort((a, b) => a - b);
    return sorted.flatMap((edge, i): [string, string][] => (i % 2 === 1 ? [[clock(sorted[i - 1] ?? 0), clock(edge)]] : []));
  });
  const dates = fc.integer({ min: 0, max: 600 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10));
  const calendars = fc.record({
    timeZone: fc.constantFrom('Europe/Berlin', 'Asia/Shanghai', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC', 'America/Santiago'),
    hours: fc.record({ mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts }),
    holidays: fc.constantFrom(null, { country: 'DE' }),
    overrides: fc.dictionary(dates, fc.record({ hours: shifts, label: fc.constant('') }), { maxKeys: 20 }),
  });
  const start = Date.UTC(2026, 0, 1);
  const instants = fc.integer({ min: start, max: start + 600 * 24 * hour }).map((time) => new Date(time));
  const three = fc
    .tuple(instants, instants, instants)
    .map((times) => times.sort((a, b) => a.getTime() - b.getTime()) as [Date, Date, Date]);

  it('closed time adds up, never shrinks, and is no longer than what passed', () => {
    fc.assert(
      fc.property(calendars, three, (one, [a, b, c]) => {
        expect(closedMs(one, a, b) + closedMs(one, b, c)).toBe(closedMs(one, a, c));
        expect(closedMs(one, a, c)).toBeGreaterThanOrEqual(closedMs(one, a, b));
        expect(closedMs(one, a, c)).toBeGreaterThanOrEqual(0);
        expect(closedMs(one, a, c)).toBeLessThanOrEqual(c.getTime() - a.getTime());
      }),
      { numRuns: 100 },
    );
  });

  it('it is open just when the clock on the wall there is within the hours of that day', () => {
    fc.assert(
      fc.property(calendars, instants, (one, time) => {
        const minute = new Date(Math.floor(time.getTime() / 60_000) * 60_000);
        const shown = wall(one.timeZone, minute);
        fc.pre(!clocksChangeNear(one.timeZone, minute));
        const hours = one.overrides[shown.date]?.hours ?? (one.holidays && german.has(shown.date) ? [] : one.hours[shown.day]);
        expect(isOpen(one, minute)).toBe(hours.some(([from, until]) => from <= shown.time && shown.time < until));
        expect(closedMs(one, minute, new Date(minute.getTime() + 60_000))).toBe(isOpen(one, minute) ? 0 : 60_000);
      }),
      { numRuns: 300 },
    );
  });

  it('it stays closed until it opens, and is open then', () => {
    fc.assert(
      fc.property(calendars, instants, (one, time) => {
        const next = opensAt(one, time);
        if (next === null) return;
        expect(isOpen(one, next)).toBe(true);
        expect(closedMs(one, time, next)).toBe(next.getTime() - time.getTime());
      }),
      { numRuns: 100 },
    );
  });

  /** Public holidays of all of Germany as the law names them. */
  const german = new Set(
    ['01-01', '05-01', '10-03', '12-25', '12-26']
      .flatMap((day) => [`2026-${day}`, `2027-${day}`])
      .concat(['2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25'], ['2027-03-26', '2027-03-29', '2027-05-06', '2027-05-17']),
  );

  function wall(timeZone: string, time: Date) {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(time);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
    const day = weekdays.find((name) => name === part('weekday').toLowerCase()) ?? 'mon';
    return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}`, day };
  }

  function clocksChangeNear(timeZone: string, time: Date): boolean {
    const offset = (shift: number) => {
      const moved = new Date(time.getTime() + shift * hour);
      const { date, time: shown } = wall(timeZone, moved);
      return Date.parse(`${date}T${shown}:00Z`) - moved.getTime();
    };
    return offset(-3) !== offset(3);
  }
});

describe('thousands of questions a second', () => {
  it('are answered from days worked out before, also when the catalog was read anew', () => {
    const office = calendar('Asia/Shanghai', workdays(['09:00', '18:00']), { holidays: { country: 'CN' } });
    const [from, to] = [at('2026-10-01T00:00:00Z'), at('2026-11-20T03:00:00Z')];
    closedMs(office, from, to);
    const began = performance.now();
    for (let i = 0; i < 20; i++) {
      const fresh = structuredClone(office);
      for (let k = 0; k < 500; k++) closedMs(fresh, from, to);
    }
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
