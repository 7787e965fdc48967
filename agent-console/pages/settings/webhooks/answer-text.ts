import type { WebhookAnswer } from '../../../../server/contract/webhooks.ts';
import type { useText } from '../../../language/use-text.ts';

type Text = Pick<ReturnType<typeof useText>, 't' | 'known'>;

/** What a target answered, in words. */
export function answerText(text: Text, { ok, status, error }: WebhookAnswer): string {
  if (ok) return text.t('webhooks.testOk', { status: status ?? 0 });
  if (status !== null) return text.t('webhooks.testBad', { status });
  return text.t('webhooks.testNone', { error: errorText(text, error ?? '') });
}

/** Codes of the system that we have no words for are shown as they are: they can be looked up. */
export const errorText = ({ known }: Pick<Text, 'known'>, code: string): string => known(`webhooks.error.${code}`) ?? code;
