import type { Language } from '../../server/contract/statuses.ts';
import { useMe } from './me.ts';
import { usePreferences } from './preferences.ts';

/** Switch at once, here and for the sign-in page; the hub is told so that other browsers follow. */
export function useChooseLanguage() {
  const [me, preferences] = [useMe(), usePreferences()];
  return (language: Language) => {
    preferences.language = language;
    if (!me.me) return;
    me.me = { ...me.me, language };
    void me.setLanguage(language).catch(() => undefined);
  };
}
