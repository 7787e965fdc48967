import type { CallNews } from '../calls.ts';
import { readSid, type SignedForm } from '../twilio-webhook.ts';
import { choiceOf } from './write-guidance.ts';

/** What the caller pressed; any other key than those offered is as if none had been. */
export function readChoice(form: SignedForm): CallNews[] {
  const externalId = readSid(form, 'CallSid');
  const choice = choiceOf(form.get('Digits'));
  return choice ? [{ kind: 'call', type: 'chose', externalId, choice }] : [];
}
