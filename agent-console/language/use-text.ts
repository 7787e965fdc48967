import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Label } from '../../server/contract/entities.ts';
import { isLanguage } from './console-language.ts';
import * as format from './format.ts';
import type { MessageKey } from './messages.ts';

type Values = Record<string, string | number>;

/** Texts and formats in the reader's language; everything returned follows a switch at once. */
export function useText() {
  const { t: translate, te, locale } = useI18n();
  const language = computed(() => (isLanguage(locale.value) ? locale.value : 'en'));

  /** `count` chooses between singular and plural. */
  function t(key: MessageKey, values: Values = {}): string {
    return typeof values.count === 'number' ? translate(key, values, values.count) : translate(key, values);
  }

  /** "2m" where room is scarce, "2 min" in a sentence. */
  function short(seconds: number): string {
    const { unit, amount } = format.shortDuration(seconds);
    return t(`time.${unit}`, { n: amount });
  }

  function long(seconds: number): string {
    const { unit, amount } = format.shortDuration(seconds);
    return t(`duration.${unit}`, { n: amount, count: amount });
  }

  return {
    t,
    language,
    short,
    long,
    label: (text: Label) => text[language.value],
    /** The text of a failure by its code; an unknown code is shown as it is rather than hidden. */
    failure: (code: string) => (te(`errors.${code}`) ? translate(`errors.${code}`) : translate('errors.unknown', { code })),
    /** A text that belongs to a code given by configuration or carriers; null when we have none. */
    known: (key: string) => (te(key) ? translate(key) : null),
    money: (minor: number, currency: string) => format.money(minor, currency, language.value),
    number: (value: number) => format.number(value, language.value),
    percent: (share: number) => format.percent(share, language.value),
    bytes: (size: number) => format.bytes(size, language.value),
    time: (at: string) => format.time(at, language.value),
    day: (at: string, now: number) => format.day(at, now, language.value),
    weekTime: (at: string, now: number) => format.weekTime(at, now, language.value),
    date: (at: string) => format.date(at, language.value),
    shortDate: (at: string, now: number) => format.shortDate(at, now, language.value),
    monthYear: (at: string) => format.monthYear(at, language.value),
    moment: (at: string) => format.moment(at, language.value),
    ago: (at: string, now: number) => format.ago(at, now, language.value),
    list: (words: string[]) => format.list(words, language.value),
  };
}
