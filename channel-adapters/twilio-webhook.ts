import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import twilio from 'twilio';
import type { Sender } from './addresses.ts';
import { type WebhookAnswer, WebhookRefused, type WebhookRequest } from './channel-adapter.ts';

/** The parameters of a webhook that Twilio has signed. */
export interface SignedForm {
  get(name: string): string | undefined;
  /** Refuses the webhook when the parameter is absent. */
  need(name: string): string;
  /** What we wrote ourselves into the address of the callback. */
  query(name: string): string | undefined;
}

/** The form of a webhook, once its signature is checked. Throws `WebhookRefused`. */
export function readSignedForm(authToken: string, request: WebhookRequest): SignedForm {
  const posted = request.method.toUpperCase() === 'POST' ? new URLSearchParams(request.body.toString('utf8')) : new URLSearchParams();
  checkSignature(authToken, request, posted);
  const query = new URL(request.url).searchParams;
  const get = (name: string) => posted.get(name) ?? query.get(name) ?? undefined;
  return {
    get,
    need: (name) => get(name) ?? refuse(`${name} is missing`),
    query: (name) => query.get(name) ?? undefined,
  };
}

/** The parameter that identifies a message or call. */
export function readSid(form: SignedForm, name: string): string {
  const sid = form.need(name);
  return /^[A-Za-z0-9]{2,64}$/.test(sid) ? sid : refuse(`${name} is not a SID`);
}

/** The caller or writer. Hidden ones have no value; what is no phone number is kept as a name. */
export function readSender(from: string, callerName?: string): Sender {
  const value = numberIn(from);
  const name = cleanText(callerName ?? '').trim() || (value === null ? nameIn(from) : undefined);
  return { kind: 'phone', value, ...(name && { name }) };
}

/** The E.164 number in an address of Twilio (`+1…`, `sip:+1…@host`), or null. */
export function numberIn(address: string): string | null {
  const user = address
    .trim()
    .replace(/^sips?:/i, '')
    .replace(/[@;].*$/s, '');
  if (hidden.has(user) || !/^\+[\d ().\-/]{3,32}$/.test(user)) return null;
  const number = parsePhoneNumberFromString(user);
  // Possible, not valid: new ranges open faster than metadata is updated, and a writer must not be lost by that.
  return number?.isPossible() ? number.number : null;
}

/** What PostgreSQL and every screen can hold: no control characters but line ends and tabs, no half surrogate pairs. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD');
}

/** A TwiML document as the answer to a webhook. */
export function answerTwiml(document: { toString(): string }): WebhookAnswer {
  return { status: 200, contentType: 'text/xml; charset=utf-8', body: document.toString() };
}

/** Refuse a webhook that lacks what Twilio documents. */
export function refuse(detail: string): never {
  throw new WebhookRefused('malformed_webhook', detail);
}

// What carriers put in place of a withheld number: words spelt on a keypad (ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE).
const hidden = new Set(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']);
const hiddenNames = /^(anonymous|restricted|blocked|unknown|unavailable|private)?$/i;

function checkSignature(authToken: string, request: WebhookRequest, posted: URLSearchParams): void {
  const params = Object.fromEntries([...new Set(posted.keys())].map((name) => [name, posted.getAll(name)]));
  const signature = request.headers['x-twilio-signature'] ?? '';
  if (!twilio.validateRequest(authToken, signature, request.url, params)) {
    throw new WebhookRefused('bad_signature', 'X-Twilio-Signature does not match this address and body');
  }
}

function nameIn(from: string): string | undefined {
  const name = cleanText(from)
    .trim()
    .replace(/^(client|sips?):/i, '');
  const isHidden = hidden.has(name) || hiddenNames.test(name.replace(/@.*$/, ''));
  return isHidden ? undefined : name;
}
