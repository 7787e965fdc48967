import { createI18n } from 'vue-i18n';
import type { Language } from '../../server/contract/statuses.ts';
import en from '../locales/en.json' with { type: 'json' };
import zh from '../locales/zh-CN.json' with { type: 'json' };

export const i18n = createI18n({ legacy: false, locale: 'en' as string, fallbackLocale: 'en', messages: { en, 'zh-CN': zh } });

export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

export const isLanguage = (word: unknown): word is Language => word === 'en' || word === 'zh-CN';

/** Switch texts, dates and numbers; the page's `lang` steers fonts, line heights and hyphenation. */
export function speak(language: Language) {
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}

/** What the reader's browser asks for, until they choose. */
export function languageOfBrowser(): Language {
  return navigator.languages.some((wanted) => wanted.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en';
}
