import type { EntryView } from '../../server/contract/entities.ts';
import { timer } from '../language/format.ts';
import type { useText } from '../language/use-text.ts';

/** What a call entry says: "Call ended after 3:12". */
export function callSentence(call: NonNullable<EntryView['call']>, { t, known }: ReturnType<typeof useText>): string {
  if (call.type === 'voicemail' || call.type === 'recording') return t(`call.${call.type}`, { duration: timer(call.seconds ?? 0) });
  if (call.type === 'callback_unanswered')
    return t('call.callback_unanswered', { outcome: known(`callOutcome.${call.outcome}`) ?? call.outcome ?? '' });
  if (call.type !== 'ended') return t(`call.${call.type}`);
  const outcome = call.outcome ? (known(`callOutcome.${call.outcome}`) ?? call.outcome) : t('callOutcome.completed');
  return call.seconds === null ? outcome : t('call.endedAfter', { outcome, duration: timer(call.seconds) });
}
