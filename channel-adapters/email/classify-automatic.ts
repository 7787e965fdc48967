import type { InboundMail } from '../channel-adapter.ts';
import { type Headers, headerValues, structuredHeader } from './read-headers.ts';

/**
 * Whether a program wrote this mail, so that no program answers it: bounces and receipts (RFC 3464, RFC 8098), auto-replies
 * (RFC 3834 and what Exchange, QQ Mail and others use instead), lists and bulk mail (RFC 2919, RFC 2076).
 */
export function classifyAutomatic(headers: Headers, sender: string, subject: string): InboundMail['automatic'] {
  const has = (name: string, pattern: RegExp) => headerValues(headers, name).some((value) => pattern.test(value));
  if (isBounce(headers, sender)) return 'bounce';
  if (has('auto-submitted', /^(?!no\b)./i) || isAutoReply(has) || autoReplySubject.test(subject)) return 'auto_reply';
  if (headers.headers.has('list') || has('mailing-list', /./) || has('precedence', /^(list|bulk|junk)/i)) return 'list';
  return has('return-path', /^<>$/) ? 'bounce' : undefined;
}

function isBounce(headers: Headers, sender: string): boolean {
  if (/^(mailer-daemon|mail-daemon|mailerdaemon)@/.test(sender)) return true;
  const { value, params } = structuredHeader(headers, 'content-type');
  return value === 'multipart/report' && /^delivery-status$/i.test(params['report-type'] ?? '');
}

function isAutoReply(has: (name: string, pattern: RegExp) => boolean): boolean {
  return (
    has('x-auto-response-suppress', /\b(all|oof|autoreply|dr|rn|nrn)\b/i) ||
    has('precedence', /^auto[_-]?reply/i) ||
    has('x-autoreply', /^(?!no\b)./i) ||
    has('x-autorespond', /./) ||
    has('content-type', /report-type="?disposition-notification/i)
  );
}

const autoReplySubject =
  /^\s*(自动回复|自動回覆|自动答复|自動回復|休假自动回复|automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|abwesenheitsnotiz|réponse automatique)\s*([:：]|$)/i;
