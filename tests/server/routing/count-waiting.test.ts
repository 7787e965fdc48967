import { describe, expect, it } from 'vitest';
import type { Catalog, QueueRow } from '../../../server/catalog/read-catalog.ts';
import { noExceptions, noTargets } from '../../../server/catalog/read-catalog.ts';
import { shippedMatchRules } from '../../../server/contract/identity.ts';
import type { Channel } from '../../../server/contract/statuses.ts';
import { closedFor, whenWaited } from '../../../server/routing/count-waiting.ts';
import { shippedTaxonomy } from '../../../server/tickets/taxonomy/shipped-taxonomy.ts';

const label = { en: '', 'zh-CN': '' };
const hours: [string, string][] = [
  ['09:00', '12:00'],
  ['13:00', '17:00'],
];
const calendar = {
  id: 'office',
  label,
  timeZone: 'UTC',
  hours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  holidays: null,
  overrides: {},
};
const queue: QueueRow = {
  id: 'support',
  key: 'support',
  label,
  heldSkills: [],
  offerSeconds: 20,
  wrapUpSeconds: 60,
  missedOffersLimit: 2,
  coolDownSeconds: 60,
  calendarId: 'office',
  workingTime: ['email'],
  relaxation: [],
  preferredShare: 0,
  preferredUnskilled: false,
  overflow: {},
  dispositionRequired: true,
  retiredAt: null,
  successorId: null,
};
const catalog: Catalog = {
  tiers: [],
  inboxes: [],
  dispositions: [],
  queues: [queue],
  calendars: [calendar, { ...calendar, id: 'never', hours: {} }],
  policy: { version: 1, preset: 'promise', promises: {}, ...noExceptions },
  customFields: [],
  freshness: [],
  matchRules: shippedMatchRules,
  serviceTargets: noTargets,
  followUpTriggers: [],
  ticketFields: [],
  taxonomy: shippedTaxonomy,
  skills: [],
  installation: { name: label, timeZone: 'UTC', language: 'en' },
};
const HOUR = 3600_000;
/** Friday, 20 November 2026, 16:00. */
const friday = Date.UTC(2026, 10, 20, 16);
const mail = { queueId: 'support', channel: 'email' as Channel, neededAt: friday };

describe('waiting in working time', () => {
  it('leaves out nights, lunch and the weekend', () => {
    expect(closedFor(catalog, mail, friday + HOUR)).toBe(0);
    expect(closedFor(catalog, mail, friday + 3 * HOUR)).toBe(2 * HOUR);
    // Monday, 14:00: Friday's last hour, three in the morning and one after lunch count.
    expect(closedFor(catalog, mail, friday + 70 * HOUR)).toBe(65 * HOUR);
  });

  it('counts every hour on channels that are not promised in working time, and in queues without calendar', () => {
    expect(closedFor(catalog, { ...mail, channel: 'voice' }, friday + 70 * HOUR)).toBe(0);
    const always = { ...catalog, queues: [{ ...queue, calendarId: null }] };
    expect(closedFor(always, mail, friday + 70 * HOUR)).toBe(0);
  });
});

describe('the moment at which a wait will count so much', () => {
  it.each([
    [1800, friday + HOUR / 2],
    [3600, friday + HOUR],
    [3600 + 1, friday + 65 * HOUR + 1000],
    [4 * 3600, friday + 68 * HOUR],
    [4 * 3600 + 60, friday + 69 * HOUR + 60_000],
  ])('%d s', (seconds, at) => {
    expect(whenWaited(catalog, mail, seconds)).toBe(at);
    expect(at - friday - closedFor(catalog, mail, at)).toBe(seconds * 1000);
  });

  it('is reckoned on the wall where every hour counts', () => {
    expect(whenWaited(catalog, { ...mail, channel: 'sms' }, 90 * 3600)).toBe(friday + 90 * HOUR);
  });

  it('never comes where it never opens again', () => {
    expect(whenWaited({ ...catalog, queues: [{ ...queue, calendarId: 'never' }] }, mail, 1)).toBeUndefined();
  });
});
