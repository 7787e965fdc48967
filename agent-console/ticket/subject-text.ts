import type { Channel } from '../../server/contract/statuses.ts';
import type { useText } from '../language/use-text.ts';

/** What it is about; a call has no subject until somebody gives it one. */
export function subjectText(
  subject: string | null | undefined,
  channel: Channel | undefined,
  { t }: Pick<ReturnType<typeof useText>, 't'>,
): string {
  return subject || (channel === 'voice' ? t('conversation.phoneCall') : t('conversation.noSubject'));
}
