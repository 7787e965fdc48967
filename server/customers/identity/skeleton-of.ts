import { domainToUnicode } from 'node:url';
import unhomoglyph from 'unhomoglyph';
import type { ContactPointView } from '../../contract/entities.ts';

/**
 * What a mail address looks like: addresses alike to the eye have the same one (skeleton of UTS 39, 4). Domains are
 * looked at as they are shown, not as they travel (`xn--…`). Of numbers and visitors there is none.
 */
export function skeletonOf(kind: ContactPointView['kind'], value: string): string | null {
  if (kind !== 'email') return null;
  const place = value.lastIndexOf('@');
  const domain = value.slice(place + 1);
  return looks(`${value.slice(0, place)}@${domainToUnicode(domain) || domain}`);
}

/** Case is none of UTS 39's matter, but mail programs hide it: O and 0 and o are one. */
const looks = (text: string): string => unhomoglyph(text.toLowerCase().normalize('NFD')).normalize('NFD').toLowerCase();
