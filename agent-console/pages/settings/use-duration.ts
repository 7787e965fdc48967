import { useText } from '../../language/use-text.ts';
import { partsOf } from './duration.ts';

/** Durations in the reader's words, exactly. */
export function useDuration() {
  const { t } = useText();
  return (seconds: number) =>
    (seconds < 0 ? '-' : '') +
    partsOf(seconds)
      .map(({ unit, amount }) => t(`rules.unit.${unit}`, { n: amount }))
      .join(' ');
}
