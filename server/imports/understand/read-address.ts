import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import { halfWidth, type Reading, read, wrong } from './read-value.ts';

/** Several may stand in one cell. */
export const addressesIn = (cell: string): string[] =>
  cell
    .split(/[;；、,，\n|]+/)
    .map((part) => part.trim())
    .filter(Boolean);

/**
 * A number in E.164, in any writing; without an international prefix it is one of the given country. Possible, not valid, as
 * intake has it: new ranges open faster than their description is updated.
 */
export function readPhone(text: string, country: string | null): Reading<string> {
  const written = halfWidth(text)
    .replace(/^00(?=[1-9])/, '+')
    .replace(/(?<=^\d+)\.0$/, '');
  if (!/^\+?[\d\s()./\-–]{5,32}$/.test(written)) return wrong('bad_phone');
  const number = parsePhoneNumberFromString(written, country && isSupportedCountry(country) ? countryCode(country) : undefined);
  return number?.isPossible() && !number.ext ? read(number.number) : wrong('bad_phone');
}

const countryCode = (country: CountryCode): { defaultCountry: CountryCode } => ({ defaultCountry: country });

const Mail = z.email().max(254);

export function readMail(text: string): Reading<string> {
  const address = halfWidth(text)
    .replace(/^mailto:/i, '')
    .replace(/^.*<([^<>]+)>$/, '$1')
    .toLowerCase();
  return Mail.safeParse(address).success ? read(address) : wrong('bad_email');
}
