import type { WaitingClock } from '../../server/contract/entities.ts';
import type { useText } from '../language/use-text.ts';

/** When a clock that stands goes on: "opens Mon 09:00"; no more than "closed" when that is not known, or never. */
export function opensText({ opensAt }: WaitingClock, now: number, { t, weekTime }: ReturnType<typeof useText>): string {
  const opens = opensAt === null ? Number.NaN : Date.parse(opensAt);
  const isKnown = opens > now && opens < now + 800 * 86_400_000;
  return isKnown && opensAt !== null ? t('promise.opens', { time: weekTime(opensAt, now) }) : t('promise.closed');
}
