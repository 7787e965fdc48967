import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sql } from '../../../server/db/sql.ts';
import { type CalendarGiven, calendarDraft, rulesDraft } from '../../support/configuration.ts';
import { addPerson, type Client, client, type Failure, request, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let admin: Client;
let supervisor: Client;
beforeAll(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { role: 'admin', queues: [] }));
  supervisor = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
});
afterAll(() => test.stop());

const create = (changed: Partial<CalendarGiven> = {}) => admin.call('createCalendar', { body: { draft: calendarDraft(changed) } });
const list = async () => (await supervisor.call('listCalendars')).calendars;
const events = () =>
  test.hub.db.all<{ data: object; actorId: string }>(sql`select data, actor_id from events where name = 'calendar.changed' order by id`);

async function refusal(draft: unknown): Promise<string> {
  const { status, body } = await request(test.url, 'createCalendar', { body: { draft } }, { authorization: `Bearer ${admin.token}` });
  const { code, detail } = (body as Failure).error;
  return `${status} ${code} ${detail}`;
}

const rulesOf = async () => {
  const rules = (await supervisor.call('listQueueRules')).queues.find(({ queueId }) => queueId === test.queueId);
  if (!rules) throw new Error('no rules');
  return rules;
};
const follow = async (calendarId: string | null) =>
  admin.call('changeQueueRules', { id: test.queueId, body: { revision: (await rulesOf()).revision, rules: rulesDraft({ calendarId }) } });

describe('a calendar', () => {
  it('is made, changed and deleted, each with an event that says by whom', async () => {
    const made = await create();
    expect(made).toMatchObject({ ...calendarDraft(), queueIds: [] });
    const changed = await admin.call('changeCalendar', {
      id: made.id,
      body: { revision: made.revision, draft: calendarDraft({ timeZone: 'Asia/Hong_Kong', holidays: null }) },
    });
    expect(changed).toMatchObject({ id: made.id, timeZone: 'Asia/Hong_Kong', holidays: null });
    expect(await list()).toContainEqual(changed);
    await admin.call('deleteCalendar', { id: made.id });
    expect(await list()).toEqual([]);
    expect(await events()).toEqual(
      ['created', 'changed', 'deleted'].map((how) => ({ data: { calendarId: made.id, how }, actorId: admin.person.id })),
    );
  });

  it('is not overwritten by whoever has not seen the last change', async () => {
    const made = await create();
    const draft = calendarDraft({ timeZone: 'Asia/Taipei' });
    const save = () =>
      request(
        test.url,
        'changeCalendar',
        { id: made.id, body: { revision: made.revision, draft } },
        { authorization: `Bearer ${admin.token}` },
      );
    const statuses = (await Promise.all([save(), save(), save()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409, 409]);
    expect(await admin.refusal('changeCalendar', { id: made.id, body: { revision: 'of long ago', draft } })).toBe('409 changed_meanwhile');
    expect(await admin.refusal('changeCalendar', { id: test.queueId, body: { revision: made.revision, draft } })).toBe('404 not_found');
    await admin.call('deleteCalendar', { id: made.id });
  });

  it('cannot be deleted while a queue follows it', async () => {
    const made = await create();
    expect((await follow(made.id)).rules.calendarId).toBe(made.id);
    expect((await list())[0]?.queueIds).toEqual([test.queueId]);
    expect(await admin.refusal('deleteCalendar', { id: made.id })).toBe('409 calendar_in_use');
    await follow(null);
    await admin.call('deleteCalendar', { id: made.id });
    expect(await admin.refusal('deleteCalendar', { id: made.id })).toBe('404 not_found');
  });

  it('deleted in the very moment in which a queue would follow it, leaves no queue without', async () => {
    for (let round = 0; round < 5; round++) {
      const made = await create();
      const { revision } = await rulesOf();
      const headers = { authorization: `Bearer ${admin.token}` };
      const [followed, deleted] = await Promise.all([
        request(
          test.url,
          'changeQueueRules',
          { id: test.queueId, body: { revision, rules: rulesDraft({ calendarId: made.id, workingTime: ['email'] }) } },
          headers,
        ),
        request(test.url, 'deleteCalendar', { id: made.id }, headers),
      ]);
      expect([followed.status, deleted.status].sort()).not.toEqual([200, 200]);
      const { rules } = await rulesOf();
      expect(rules.calendarId === null && rules.workingTime.length > 0).toBe(false);
      await follow(null);
      if (deleted.status !== 200) await admin.call('deleteCalendar', { id: made.id });
    }
  });

  it('says whether it is open now, and when it opens', async () => {
    const always = await create({
      hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]])),
      holidays: null,
    });
    expect(always).toMatchObject({ open: true, opensAt: null });
    const tomorrow = test.clock.later(2 * 86_400).slice(0, 10);
    const once = await create({
      timeZone: 'UTC',
      hours: {},
      holidays: null,
      overrides: { [tomorrow]: { hours: [['10:00', '11:00']], label: 'once' } },
    });
    expect(once).toMatchObject({ open: false, opensAt: `${tomorrow}T10:00:00.000Z` });
    const never = await create({ hours: {}, holidays: null });
    expect(never).toMatchObject({ open: false, opensAt: null });
    for (const { id } of [always, once, never]) await admin.call('deleteCalendar', { id });
  });
});

describe('a preview of a calendar', () => {
  it('lists the holidays of this and the next year in both languages, and which of them are worked', async () => {
    const year = test.clock.now().getUTCFullYear();
    const { holidays, problems } = await supervisor.call('previewCalendar', {
      body: {
        draft: calendarDraft({
          overrides: { [`${year}-10-01`]: { hours: [['10:00', '12:00']], label: '国庆值班' }, [`${year}-10-02`]: { hours: [] } },
        }),
      },
    });
    expect(problems).toEqual([]);
    expect(holidays).toContainEqual({ date: `${year}-10-01`, name: { en: 'National Day', 'zh-CN': '国庆节' }, open: true });
    expect(holidays).toContainEqual({ date: `${year}-10-02`, name: { en: 'National Day', 'zh-CN': '国庆节' }, open: false });
    expect(holidays).toContainEqual({ date: `${year + 1}-01-01`, name: { en: "New Year's Day", 'zh-CN': '元旦' }, open: false });
  });

  it('names what is wrong instead, and keeps nothing', async () => {
    const preview = await supervisor.call('previewCalendar', { body: { draft: calendarDraft({ timeZone: 'Mars/Olympus' }) } });
    expect(preview.problems.map(({ place }) => place)).toEqual(['timeZone']);
    expect(await list()).toEqual([]);
  });
});

describe('a calendar that cannot be', () => {
  const shift = (...shifts: [string, string][]) => calendarDraft({ hours: { mon: shifts } });
  const cases: [string, unknown, string][] = [
    ['lies in no time zone', calendarDraft({ timeZone: 'Asia/Atlantis' }), 'timeZone: is no time zone, such as Asia/Shanghai'],
    ['knows only an offset', calendarDraft({ timeZone: '+08:00' }), 'timeZone: is no time zone, such as Asia/Shanghai'],
    ['has no name', calendarDraft({ label: { en: 'x', 'zh-CN': ' ' } }), 'label.zh-CN: is missing'],
    [
      'closes before it opens',
      shift(['18:00', '09:00']),
      'hours.mon.0: must end after it begins; work past midnight is two days: until 24:00, and from 00:00',
    ],
    [
      'opens for no time at all',
      shift(['09:00', '09:00']),
      'hours.mon.0: must end after it begins; work past midnight is two days: until 24:00, and from 00:00',
    ],
    ['has shifts that overlap', shift(['09:00', '12:00'], ['11:30', '18:00']), 'hours.mon.1: must not begin before 09:00–12:00 has ended'],
    ['has shifts out of order', shift(['13:00', '18:00'], ['09:00', '12:00']), 'hours.mon.1: must not begin before 13:00–18:00 has ended'],
    ['knows an hour more', shift(['09:00', '25:00']), 'hours.mon.0: 25:00: not a time from 00:00 to 24:00'],
    ['writes times in another way', shift(['9:00', '5pm']), 'hours.mon.0: 9:00, 5pm: not a time from 00:00 to 24:00'],
    ['opens when the day is over', shift(['24:00', '24:00']), 'hours.mon.0: 24:00: not a time from 00:00 to 24:00'],
    [
      'knows an eighth day',
      calendarDraft({ hours: { oct: [['09:00', '12:00']] } as CalendarGiven['hours'] }),
      'hours.oct: is not known here',
    ],
    ['has holidays of nowhere', calendarDraft({ holidays: { country: 'XX' } }), 'holidays.country: has no holidays known here'],
    [
      'has holidays of no such state',
      calendarDraft({ holidays: { country: 'DE', state: 'ZZ' } }),
      'holidays.state: has no holidays known here',
    ],
    [
      'has holidays of a region without its state',
      calendarDraft({ holidays: { country: 'DE', region: 'A' } }),
      'holidays.region: has no holidays known here',
    ],
    ['differs on no day', calendarDraft({ overrides: { '2026-02-30': { hours: [] } } }), 'overrides.2026-02-30: is not known here'],
    [
      'differs impossibly',
      calendarDraft({ overrides: { '2026-02-14': { hours: [['12:00', '11:00']] } } }),
      'overrides.2026-02-14.hours.0: must end after it begins; work past midnight is two days: until 24:00, and from 00:00',
    ],
  ];

  it.each(cases)('because it %s, is refused by one line that names the place', async (_, draft, detail) => {
    const before = [await list(), await events()];
    expect(await refusal(draft)).toBe(`422 invalid_settings ${detail}`);
    expect([await list(), await events()]).toEqual(before);
  });
});

describe('places with holidays', () => {
  it('are countries by their names in both languages, their states and regions', async () => {
    const places = async (query: { country?: string; state?: string }) => (await supervisor.call('listHolidayPlaces', { query })).places;
    const countries = await places({});
    expect(countries.length).toBeGreaterThan(150);
    expect(countries).toContainEqual({ code: 'DE', name: { en: 'Germany', 'zh-CN': '德国' } });
    expect((await places({ country: 'DE' })).map(({ code }) => code)).toContain('BY');
    expect((await places({ country: 'DE', state: 'BY' })).map(({ code }) => code)).toContain('A');
    expect(await places({ country: 'CN' })).toEqual([]);
    for (const query of [{ country: 'XX' }, { country: '__proto__' }, { country: 'DE', state: 'valueOf' }])
      expect(await supervisor.refusal('listHolidayPlaces', { query })).toBe('404 not_found');
  });

  it('have their holidays year by year', async () => {
    const { holidays } = await supervisor.call('listHolidays', { query: { country: 'DE', state: 'BY', year: 2027 } });
    expect(holidays.map(({ date }) => date)).toEqual([
      '2027-01-01',
      '2027-01-06',
      '2027-03-26',
      '2027-03-29',
      '2027-05-01',
      '2027-05-06',
      '2027-05-17',
      '2027-05-27',
      '2027-10-03',
      '2027-11-01',
      '2027-12-25',
      '2027-12-26',
    ]);
    expect(await supervisor.refusal('listHolidays', { query: { country: 'XX', year: 2027 } })).toBe('404 not_found');
  });
});

describe('a calendar in the database', () => {
  it('is what decisions read', async () => {
    const made = await create();
    await test.hub.db.all(sql`update calendars set label = ${json({ en: 'Renamed', 'zh-CN': '改名' })} where id = ${made.id}`);
    test.hub.catalog.forget();
    expect((await test.hub.catalog.current()).calendars).toMatchObject([
      { id: made.id, label: { en: 'Renamed' }, timeZone: 'Asia/Shanghai' },
    ]);
    await admin.call('deleteCalendar', { id: made.id });
    expect((await test.hub.catalog.current()).calendars).toEqual([]);
  });
});
