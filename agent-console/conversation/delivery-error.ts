import type { MessageKey } from '../language/messages.ts';

/** The reader's texts. */
interface Words {
  t(key: MessageKey, values?: Record<string, string | number>): string;
  known(key: string): string | null;
}

const advice = {
  later: /^(30001|30003|30008|21612|undelivered|carrier_unreachable|chat_unavailable|smtp_unreachable|smtp_4\d\d|http_.*)$/,
  address: /^(30005|21211|21614|invalid_recipient|no_recipient|smtp_eenvelope|smtp_55[0-3])$/,
  channel: /^(30004|30006|files_not_supported|smtp_554|smtp_5\d\d)$/,
  consent: /^(21610|30007)$/,
  shorten: /^(21617|text_too_long)$/,
  admin: /^(30002|30034|21408|channel_disabled|smtp_sign_in_failed|smtp_emessage|invalid_message_id|mail_header_missing|internal)$/,
} as const;

/** Why a message did not arrive and what to do, by the code of the carrier; also for codes we have no words of our own for. */
export function deliveryError(code: string, { t, known }: Words): { says: string; advice: string } {
  const says = known(`carrierError.${code}`) ?? t(`carrierError.${familyOf(code)}`, { code: code.replace(/^(smtp|http)_/, '') });
  for (const kind of ['later', 'address', 'channel', 'consent', 'shorten', 'admin'] as const)
    if (advice[kind].test(code)) return { says, advice: t(`carrierAdvice.${kind}`) };
  return { says, advice: t('carrierAdvice.code') };
}

function familyOf(code: string) {
  if (/^smtp_4/.test(code)) return 'smtp_later';
  if (/^smtp_/.test(code)) return 'smtp_refused';
  if (/^http_/.test(code)) return 'carrier_refused';
  return /^\d+$/.test(code) ? 'twilio' : 'other';
}
