import type { TierKey } from '../catalog.ts';
import type { Acquaintance } from '../people.ts';
import type { Chances } from '../random.ts';
import { chinese } from '../stories/chinese.ts';
import { english } from '../stories/english.ts';
import { type Chapter, readChapters, readStories, type Story } from '../stories/read-stories.ts';
import { sagas } from '../stories/sagas.ts';
import { secondsAfter } from './scene.ts';

export interface Contact {
  customer: Acquaintance;
  at: Date;
  story: Story;
  /** Goes on with the ticket of this customer's contact before. */
  continues: boolean;
}

const DAY = 86_400;
const PERIOD = 540;
const RECENT = 14;

/** Who contacted us when about what in the last eighteen months, oldest first. */
export function planContacts(fate: Chances, customers: readonly Acquaintance[], now: Date): Contact[] {
  const chapters = readChapters(sagas);
  const quiet = customers.filter(({ name }) => !chapters.some((chapter) => chapter.customer === name));
  const today = new Set(fate.shuffle(quiet).slice(0, 14));
  return customers
    .flatMap((customer) => {
      const own = ownContacts(fate, customer, chapters, now);
      const usual = usualContacts(fate, customer, now, own);
      const fresh = today.has(customer) ? freshContact(fate, customer, now, usual) : [];
      return [...own, ...usual, ...fresh];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The chapters of this customer; one that goes on the same day follows within the hour. */
function ownContacts(fate: Chances, customer: Acquaintance, chapters: readonly Chapter[], now: Date): Contact[] {
  const told: Contact[] = [];
  for (const { customer: name, daysAgo, continues, story } of chapters) {
    if (name !== customer.name) continue;
    const morning = secondsAfter(officeHour(customer, secondsAfter(now, -daysAgo * DAY)), fate.between(0, 3600));
    const before = told.at(-1);
    const sameDay = continues && before?.at.getUTCDate() === morning.getUTCDate();
    const at = sameDay ? secondsAfter(before.at, fate.between(35, 55) * 60) : morning;
    told.push({ customer, story, continues, at });
  }
  return told;
}

/** Eight in the morning where the customer lives. */
function officeHour({ language }: Acquaintance, day: Date): Date {
  const at = new Date(day);
  at.setUTCHours(language === 'zh-CN' ? 0 : 8, 0, 0, 0);
  return at;
}

const contacts: Record<TierKey, readonly [fewest: number, most: number]> = {
  platinum: [7, 9],
  gold: [6, 9],
  silver: [4, 6],
  standard: [2, 4],
};

function usualContacts(fate: Chances, customer: Acquaintance, now: Date, own: readonly Contact[]): Contact[] {
  const told: Contact[] = [...own];
  const stories = fate.shuffle(storiesFor(customer));
  for (let left = fate.whole(...contacts[customer.tier]); left > 0; left--) {
    const at = freeTime(fate, customer, now, told);
    const story = stories.find((candidate) => suits(candidate, at));
    if (!story) break;
    stories.splice(stories.indexOf(story), 1);
    told.push({ customer, at, story, continues: false });
  }
  return [...told.slice(own.length), ...greeting(fate, customer, now)];
}

/** One of today's: what keeps the board of a new installation from being empty. */
function freshContact(fate: Chances, customer: Acquaintance, now: Date, told: readonly Contact[]): Contact[] {
  const at = secondsAfter(now, -fate.between(1.5, 20) * 3600);
  const story = fate
    .shuffle(storiesFor(customer))
    .find(
      (candidate) =>
        suits(candidate, at) &&
        (candidate.inbox === 'voice' || candidate.inbox === 'sms' || candidate.inbox === 'chat') &&
        !told.some((contact) => contact.story === candidate),
    );
  return story ? [{ customer, at, story, continues: false }] : [];
}

const byLanguage = { en: readStories(english), 'zh-CN': readStories(chinese) };

/** What this customer may have written or called about: not by a channel that they do not use. */
function storiesFor({ language, kind, points, manner }: Acquaintance): Story[] {
  const onlyCalls = /no text messages|只打电话/.test(manner ?? '');
  return byLanguage[language].filter(
    ({ inbox, only }) =>
      !only.includes('birthday') &&
      !(only.includes('home') && kind === 'company') &&
      !(inbox === 'chat' && !points.chat) &&
      !(onlyCalls && (inbox === 'sms' || inbox === 'chat')),
  );
}

const suits = ({ only }: Story, at: Date): boolean => !only.includes('winter') || at.getUTCMonth() >= 10 || at.getUTCMonth() <= 2;

/** A working hour at least five days from everything else with this customer, more likely in the cold months. */
function freeTime(fate: Chances, customer: Acquaintance, now: Date, told: readonly Contact[]): Date {
  for (;;) {
    const day = secondsAfter(now, -fate.between(RECENT, PERIOD) * DAY);
    const cold = day.getUTCMonth() >= 9 || day.getUTCMonth() <= 3;
    const at = secondsAfter(officeHour(customer, day), fate.between(0, 9.5) * 3600);
    const near = told.some((contact) => Math.abs(contact.at.getTime() - at.getTime()) < 5 * DAY * 1000);
    if (!near && at.getUTCDay() !== 0 && (cold || fate.between(0, 1) < 0.5)) return at;
  }
}

/** Our most valued people are written to on their birthday. */
function greeting(fate: Chances, customer: Acquaintance, now: Date): Contact[] {
  const story = byLanguage[customer.language].find(({ only }) => only.includes('birthday'));
  if (!story || !customer.birthday || (customer.tier !== 'platinum' && customer.tier !== 'gold')) return [];
  const birthday = new Date(customer.birthday);
  birthday.setUTCFullYear(now.getUTCFullYear());
  if (birthday.getTime() > now.getTime() - RECENT * DAY * 1000) birthday.setUTCFullYear(now.getUTCFullYear() - 1);
  return [{ customer, story, continues: false, at: secondsAfter(officeHour(customer, birthday), fate.between(0, 1800)) }];
}
