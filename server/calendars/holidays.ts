import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import type { Label } from '../contract/entities.ts';

/** Whose public holidays (ISO 3166). */
export interface Place {
  readonly country: string;
  readonly state?: string | undefined;
  readonly region?: string | undefined;
}

/** Whether this is a public holiday on whose morning nobody works. */
export const isHoliday = (place: Place, date: Temporal.PlainDate): boolean =>
  daysOf(place, date.year).has(date.toString()) || (date.month === 1 && daysOf(place, date.year - 1).has(date.toString()));

/** The public holidays of a year by date, named in both languages where the almanac knows them. */
export function holidaysOf(place: Place, year: number): { date: string; name: Label }[] {
  // One that begins in December may last into January.
  const chinese = new Map([year - 1, year].flatMap((one) => readYear(place, one, 'zh')));
  return [year - 1, year]
    .flatMap((one) => readYear(place, one, 'en'))
    .filter(([date]) => date.startsWith(`${year}-`))
    .map(([date, name]) => ({ date, name: { en: name, 'zh-CN': simplified(chinese.get(date) ?? name) } }));
}

const known = new Map<string, ReadonlyMap<string, string>>();

function daysOf(place: Place, year: number): ReadonlyMap<string, string> {
  const key = [place.country, place.state, place.region, year].join('|');
  const days = known.get(key) ?? new Map(readYear(place, year, 'en'));
  known.set(key, days);
  return days;
}

function readYear({ country, state, region }: Place, year: number, language: 'en' | 'zh'): [date: string, name: string][] {
  const almanac = new (load())({ country, ...(state ? { state } : {}), ...(region ? { region } : {}) });
  return almanac
    .getHolidays(year, language)
    .filter(isForEveryone)
    .flatMap((holiday) => mornings(holiday).map((date): [string, string] => [date.toString(), holiday.name]));
}

/** Only public holidays close; a note names the group that alone is free (in China women, the young, soldiers). */
const isForEveryone = (holiday: HolidaysTypes.Holiday): boolean => holiday.type === 'public' && !('note' in holiday);

/** Neither a half day from noon on nor the evening before closes a day: the holiday must last at this hour. */
const MORNING = '11:00';

function mornings({ date, start, end }: HolidaysTypes.Holiday): Temporal.PlainDate[] {
  const from = Temporal.PlainDateTime.from(date.slice(0, 19).replace(' ', 'T'));
  const until = from.add({ milliseconds: end.getTime() - start.getTime() });
  const first = from.toPlainDate();
  return Array.from({ length: first.until(until.toPlainDate()).days + 1 }, (_, days) => first.add({ days })).filter((day) => {
    const morning = day.toPlainDateTime(MORNING);
    return Temporal.PlainDateTime.compare(from, morning) <= 0 && Temporal.PlainDateTime.compare(morning, until) < 0;
  });
}

/** The almanac gives some names in simplified and traditional characters, one after the other. */
const simplified = (name: string): string => name.replace(/^(\p{Script=Han}+) \p{Script=Han}+$/u, '$1');

/** What the almanac knows: countries by code, states of a country, or regions of a state. */
export function placesWithin({ country, state }: Partial<Place>): Record<string, string> {
  const almanac = new (load())();
  if (!country) return almanac.getCountries('en');
  // For a country without states it answers undefined, whatever its types say.
  const places: Record<string, string> | undefined = state ? almanac.getRegions(country, state, 'en') : almanac.getStates(country, 'en');
  return places ?? {};
}

/** The first part of a place that the almanac does not know. */
export function unknownPart({ country, state, region }: Place): 'country' | 'state' | 'region' | undefined {
  if (!Object.hasOwn(placesWithin({}), country)) return 'country';
  if (state !== undefined && !Object.hasOwn(placesWithin({ country }), state)) return 'state';
  if (region !== undefined && (state === undefined || !Object.hasOwn(placesWithin({ country, state }), region))) return 'region';
  return undefined;
}

let loaded: typeof Holidays | undefined;

/** The almanac takes 20 MB and 0.1 s: it is read when the first calendar asks for holidays. */
function load(): typeof Holidays {
  const almanac: typeof Holidays = loaded ?? createRequire(import.meta.url)('date-holidays');
  loaded = almanac;
  return almanac;
}
