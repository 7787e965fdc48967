import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closesAt, type OpenHours } from '../../server/calendars/open-hours.ts';
import { weekdays } from '../../server/contract/routing-rules.ts';
import { json, sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { take } from '../support/desk.ts';
import { addPerson, type Client, callArrives, client, eventually, smsArrives, startTestHub, type TestHub } from '../support/hub.ts';

/** What the console is told of promises in working time, and what counts as kept. */
let test: TestHub;
let boss: Client;
let console: ConsoleSocket | undefined;
const calendarId = '0199c1f0-0000-7000-8000-00000000ca1e';
const HOUR = 3_600;

beforeEach(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
});
afterEach(async () => {
  console?.close();
  await test.stop();
});

/** 09:00 of the second day from now on, by a clock in UTC. */
const opening = (): Date => {
  const day = test.clock.later(48 * HOUR).slice(0, 10);
  return new Date(`${day}T09:00:00.000Z`);
};

/** SMS of the queue are promised in working time: on one weekday, 09:00 to 17:00. */
async function keepHours(opens: Date): Promise<void> {
  const weekday = weekdays[(opens.getUTCDay() + 6) % 7] ?? 'mon';
  const label = json({ en: 'Office', 'zh-CN': '办公' });
  await test.hub.db.all(
    sql`insert into calendars (id, label, time_zone, hours, overrides) values (${calendarId}, ${label}, 'UTC', ${json({ [weekday]: [['09:00', '17:00']] })}, '{}')`,
  );
  await test.hub.db.all(sql`update queues set calendar_id = ${calendarId}, working_time = '{sms}'`);
  await eventually(async () => expect((await test.hub.catalog.current()).queues[0]?.calendarId).toBe(calendarId));
}
const moveTo = (at: Date, seconds = 0) => test.clock.move((at.getTime() - test.clock.now().getTime()) / 1000 + seconds);
const waiting = async () => (await boss.call('queue', {})).tasks;

describe('while the queue is closed', () => {
  it('the clock of what is promised in working time stands, says when it goes on, and then does', async () => {
    const opens = opening();
    await keepHours(opens);
    await smsArrives(test, { from: '+441632960111', text: 'by night' });
    const neededAt = test.clock.now();
    test.clock.move(HOUR);
    const closed = (opens.getTime() - neededAt.getTime()) / 1000;
    const paused = { closedSeconds: closed, opensAt: opens.toISOString(), pausesAt: null };
    expect(await waiting()).toMatchObject([{ ...paused, neededAt: neededAt.toISOString(), promiseSeconds: HOUR }]);
    const board = await boss.call('board');
    expect(board.groups).toMatchObject([{ ...paused, waiting: 1 }]);
    moveTo(opens, 600);
    expect(await waiting()).toMatchObject([
      { closedSeconds: closed, opensAt: null, pausesAt: new Date(opens.getTime() + 8 * HOUR * 1000).toISOString() },
    ]);
  });

  it('what waits by it stands behind what is promised around the clock, however long ago it came', async () => {
    await keepHours(opening());
    await smsArrives(test, { from: '+441632960111', text: 'by night' });
    test.clock.move(20 * HOUR);
    await callArrives(test, { from: '+441632960222', sid: `CA${'1'.repeat(32)}` });
    test.clock.move(1);
    expect((await waiting()).map(({ channel, closedSeconds }) => [channel, closedSeconds > 0])).toEqual([
      ['voice', false],
      ['sms', true],
    ]);
  });

  it('an answer counts as within the promise by open hours, in the queue’s own promise where it has one', async () => {
    const opens = opening();
    await keepHours(opens);
    const mei = await client(test, await addPerson(test));
    await smsArrives(test, { from: '+441632960111', text: 'by night' });
    await smsArrives(test, { from: '+441632960112', text: 'by night too' });
    moveTo(opens, 1800);
    console = await sitDown(test, mei);
    await take(mei);
    expect((await boss.call('board')).today).toMatchObject({ answered: 0, arrived: 0 });
    await smsArrives(test, { from: '+441632960113', text: 'by day' });
    await take(mei);
    test.clock.move(600);
    await take(mei);
    // The two of the night came more than a day ago.
    expect((await boss.call('board')).today).toMatchObject({ arrived: 1, answered: 1, withinPromise: 1 });
    const promises = { standard: { sms: 300, voice: 120 } };
    await test.hub.db.all(sql`
      insert into policies (preset, promises, queue_promises)
      select preset, promises, ${json({ [test.queueId]: promises })} from policies order by version desc limit 1`);
    await eventually(async () => expect((await test.hub.catalog.current()).policy.queuePromises).toEqual({ [test.queueId]: promises }));
    expect((await boss.call('board')).today).toMatchObject({ answered: 1, withinPromise: 0 });
    await callArrives(test, { from: '+441632960222', sid: `CA${'1'.repeat(32)}` });
    test.clock.move(100);
    await take(mei);
    expect((await boss.call('board')).today).toMatchObject({ answered: 2, withinPromise: 1 });
  });
});

describe('when a calendar closes', () => {
  const calendar: OpenHours = {
    timeZone: 'Asia/Shanghai',
    hours: {
      mon: [
        ['09:00', '12:00'],
        ['12:00', '24:00'],
      ],
      tue: [['00:00', '02:00']],
    },
    holidays: null,
    overrides: {},
  };
  const at = (time: string) => new Date(`2026-03-0${time}+08:00`);

  it('is the end of a shift, of the last of shifts that follow on each other, through midnight and a day’s end in UTC', () => {
    expect(closesAt(calendar, at('2T10:00'))).toEqual(at('3T02:00'));
    expect(closesAt(calendar, at('3T02:00'))).toEqual(at('3T02:00'));
    expect(closesAt(calendar, at('4T11:00'))).toEqual(at('4T11:00'));
  });

  it('is never where every hour is open', () => {
    const always = Object.fromEntries(weekdays.map((day) => [day, [['00:00', '24:00'] as [string, string]]]));
    expect(closesAt({ ...calendar, hours: always }, at('2T10:00'))).toBeNull();
  });
});
