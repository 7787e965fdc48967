import { createI18n } from 'vue-i18n';
import type { Language } from '../../server/contract/statuses.ts';
import type { Messages } from './messages.ts';

/** Each language by itself: nobody waits for the texts they do not read. */
const texts: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import('../locales/en.json'),
  'zh-CN': () => import('../locales/zh-CN.json'),
};

export const i18n = createI18n({ legacy: false, locale: 'en' as string, fallbackLocale: 'en' });

export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

export const isLanguage = (word: unknown): word is Language => word === 'en' || word === 'zh-CN';

let wanted: Language | undefined;

/** Switch texts, dates and numbers; the page's `lang` steers fonts, line heights and hyphenation. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  await learn(language);
  // Whoever changed their mind meanwhile keeps their second thought.
  if (wanted !== language) return;
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}

/** Have the texts of a language at hand. */
export async function learn(language: Language): Promise<void> {
  if (known.has(language)) return;
  i18n.global.setLocaleMessage(language, (await texts[language]()).default);
  known.add(language);
}

const known = new Set<Language>();

/** What the reader's browser asks for, until they choose. */
export function languageOfBrowser(): Language {
  return navigator.languages.some((wish) => wish.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en';
}
