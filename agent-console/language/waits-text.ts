import { useText } from './use-text.ts';

/** Waits as one reads them: parts of seconds while they matter, then minutes and hours. */
export function useWaits() {
  const { t, number } = useText();

  function wait(seconds: number | null): string {
    if (seconds === null) return '–';
    if (seconds < 10) return t('duration.s', { n: number(Math.round(seconds * 10) / 10) });
    if (seconds < 100) return t('duration.s', { n: number(Math.round(seconds)) });
    if (seconds < 5940) return t('duration.m', { n: number(Math.round(seconds / 6) / 10) });
    return t('duration.h', { n: number(Math.round(seconds / 360) / 10) });
  }

  return { wait };
}
