import { parseXml, type XmlElement, XmlError } from './parse-xml.ts';
import type { RecordingWish } from './records.ts';

/** One instruction of a TwiML document. */
export type Verb =
  | { readonly verb: 'Say'; readonly text: string; readonly language: string; readonly loop: number }
  | { readonly verb: 'Play'; readonly url: string; readonly loop: number }
  | { readonly verb: 'Pause'; readonly seconds: number }
  | { readonly verb: 'Enqueue'; readonly name: string; readonly waitUrl?: string | undefined; readonly action?: string | undefined }
  | { readonly verb: 'Dial'; readonly conference: ConferenceNoun; readonly action?: string | undefined }
  | { readonly verb: 'Redirect'; readonly url: string }
  | { readonly verb: 'Reject'; readonly reason: 'rejected' | 'busy' }
  | Gather
  | RecordVerb
  | { readonly verb: 'Hangup' }
  | { readonly verb: 'Leave' };

/** Speak, and listen for keys meanwhile and `timeout` seconds after. */
export interface Gather {
  readonly verb: 'Gather';
  readonly action: string;
  readonly digits: number;
  readonly timeout: number;
  readonly prompt: readonly Verb[];
}

export interface RecordVerb {
  readonly verb: 'Record';
  readonly action: string;
  readonly maxLength: number;
  readonly timeout: number;
  readonly callback?: string | undefined;
  readonly events: readonly string[];
}

export interface ConferenceNoun {
  readonly friendlyName: string;
  readonly label?: string | undefined;
  readonly startOnEnter: boolean;
  readonly endOnExit: boolean;
  readonly waitUrl?: string | undefined;
  readonly callback?: string | undefined;
  readonly events: readonly string[];
  readonly record?: RecordingWish | undefined;
}

/** Instructions that the carrier cannot follow; `code` as in Twilio's error dictionary. */
export class TwimlError extends Error {
  constructor(
    readonly code: number,
    detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/**
 * Understand a voice document. Stricter than Twilio, which skips an unknown attribute with a warning: here whatever
 * the carrier would not follow is an error, so that it is seen. Addresses may be relative to `base`.
 */
export function readTwiml(source: string, base: string): Verb[] {
  const response = parse(source);
  if (response.name !== 'Response') throw new TwimlError(12100, `the document is <${response.name}>, not <Response>`);
  return elementsOf(response).map((element) => {
    const read = readers[element.name];
    if (!read) throw new TwimlError(12200, `<${element.name}> is no voice verb that this carrier follows`);
    checkAttributes(element);
    return read(element, (address) => resolveUrl(address, base));
  });
}

type Reader = (element: XmlElement, resolve: (address: string) => string) => Verb;

const readers: Readonly<Record<string, Reader>> = {
  Say: (element) => ({
    verb: 'Say',
    text: needText(element),
    language: element.attributes.language ?? 'en-US',
    loop: count(element, 'loop', 1),
  }),
  Play: (element, resolve) => ({ verb: 'Play', url: resolve(needText(element)), loop: count(element, 'loop', 1) }),
  Pause: (element) => ({ verb: 'Pause', seconds: count(element, 'length', 1) }),
  Enqueue: (element, resolve) => ({ verb: 'Enqueue', name: needText(element), ...addresses(element, resolve) }),
  Dial: (element, resolve) => ({ verb: 'Dial', conference: readConference(element, resolve), ...addresses(element, resolve) }),
  Redirect: (element, resolve) => ({ verb: 'Redirect', url: resolve(needText(element)) }),
  Reject: (element) => ({ verb: 'Reject', reason: element.attributes.reason === 'busy' ? 'busy' : 'rejected' }),
  Gather: (element, resolve) => ({
    verb: 'Gather',
    action: resolve(needAction(element)),
    digits: count(element, 'numDigits', 99),
    timeout: count(element, 'timeout', 5),
    prompt: elementsOf(element).map((child) => readPrompt(child, resolve)),
  }),
  Record: (element, resolve) => {
    const { recordingStatusCallback: callback, recordingStatusCallbackEvent: events = 'completed' } = element.attributes;
    return {
      verb: 'Record',
      action: resolve(needAction(element)),
      maxLength: count(element, 'maxLength', 3600),
      timeout: count(element, 'timeout', 5),
      ...(callback && { callback: resolve(callback) }),
      events: events.split(/\s+/),
    };
  },
  Hangup: () => ({ verb: 'Hangup' }),
  Leave: () => ({ verb: 'Leave' }),
};

const attributes: Readonly<Record<string, readonly string[]>> = {
  Say: ['voice', 'language', 'loop'],
  Play: ['loop', 'digits'],
  Pause: ['length'],
  Enqueue: ['action', 'method', 'waitUrl', 'waitUrlMethod', 'maxQueueSize'],
  Dial: ['action', 'method', 'timeLimit', 'timeout', 'answerOnBridge', 'callerId'],
  Conference: [
    ...['startConferenceOnEnter', 'endConferenceOnExit', 'beep', 'muted', 'maxParticipants', 'participantLabel', 'waitUrl', 'waitMethod'],
    ...['statusCallback', 'statusCallbackMethod', 'statusCallbackEvent', 'record'],
    ...['recordingStatusCallback', 'recordingStatusCallbackMethod', 'recordingStatusCallbackEvent'],
  ],
  Redirect: ['method'],
  Gather: ['action', 'method', 'numDigits', 'timeout', 'finishOnKey', 'actionOnEmptyResult', 'input', 'language'],
  Record: [
    ...['action', 'method', 'maxLength', 'timeout', 'playBeep', 'trim', 'finishOnKey'],
    ...['recordingStatusCallback', 'recordingStatusCallbackMethod', 'recordingStatusCallbackEvent'],
  ],
  Reject: ['reason'],
};

/** Within <Gather> only what is heard may stand. */
function readPrompt(element: XmlElement, resolve: (address: string) => string): Verb {
  const read = ['Say', 'Play', 'Pause'].includes(element.name) ? readers[element.name] : undefined;
  if (!read) throw new TwimlError(12200, `<${element.name}> may not stand within <Gather>`);
  checkAttributes(element);
  return read(element, resolve);
}

/** Without an action Twilio asks for the same document again, which here is never meant. */
function needAction({ name, attributes: { action } }: XmlElement): string {
  if (!action) throw new TwimlError(12200, `<${name}> has no action`);
  return action;
}

function readConference(dial: XmlElement, resolve: (address: string) => string): ConferenceNoun {
  const [noun, ...more] = elementsOf(dial);
  if (noun?.name !== 'Conference' || more.length > 0) throw new TwimlError(12200, 'this carrier dials exactly one <Conference>');
  checkAttributes(noun);
  const {
    participantLabel,
    statusCallback,
    statusCallbackEvent = 'start end',
    startConferenceOnEnter,
    endConferenceOnExit,
  } = noun.attributes;
  return {
    friendlyName: needText(noun),
    label: participantLabel,
    startOnEnter: startConferenceOnEnter !== 'false',
    endOnExit: endConferenceOnExit === 'true',
    callback: statusCallback && resolve(statusCallback),
    events: statusCallbackEvent.split(/\s+/),
    record: readWish(noun, resolve),
    ...addresses(noun, resolve),
  };
}

function readWish({ attributes: given }: XmlElement, resolve: (address: string) => string): RecordingWish | undefined {
  const { record, recordingStatusCallback: callback, recordingStatusCallbackEvent: events = 'completed' } = given;
  if (record !== 'record-from-start') return undefined;
  return { events: events.split(/\s+/), ...(callback && { callback: resolve(callback) }) };
}

function addresses(element: XmlElement, resolve: (address: string) => string): { waitUrl?: string; action?: string } {
  const { waitUrl, action } = element.attributes;
  return { ...(waitUrl && { waitUrl: resolve(waitUrl) }), ...(action && { action: resolve(action) }) };
}

function resolveUrl(address: string, base: string): string {
  if (!URL.canParse(address, base)) throw new TwimlError(11100, `${address} is no address`);
  return new URL(address, base).href;
}

function checkAttributes({ name, attributes: given }: XmlElement): void {
  const unknown = Object.keys(given).find((key) => !attributes[name]?.includes(key));
  if (unknown) throw new TwimlError(12200, `<${name}> has no attribute ${unknown}`);
}

function count({ name, attributes: given }: XmlElement, key: string, otherwise: number): number {
  const text = given[key] ?? String(otherwise);
  if (!/^\d{1,4}$/.test(text)) throw new TwimlError(12200, `${key} of <${name}> is not a number`);
  return Number(text);
}

function needText({ name, children }: XmlElement): string {
  const text = children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();
  if (!text) throw new TwimlError(12200, `<${name}> is empty`);
  return text;
}

function elementsOf({ name, children }: XmlElement): XmlElement[] {
  if (children.some((child) => typeof child === 'string' && child.trim())) throw new TwimlError(12200, `<${name}> holds text`);
  return children.filter((child) => typeof child !== 'string');
}

function parse(source: string): XmlElement {
  try {
    return parseXml(source);
  } catch (failure) {
    if (failure instanceof XmlError) throw new TwimlError(12100, failure.message);
    throw failure;
  }
}
