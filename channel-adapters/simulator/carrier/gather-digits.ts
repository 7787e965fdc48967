import type { Carrier } from './carrier.ts';
import { hear } from './follow-leg.ts';
import type { Gather } from './read-twiml.ts';
import type { Leg } from './records.ts';
import { RestError } from './rest-error.ts';
import { speak } from './speak.ts';

/** Speak the prompt and listen: the first keys interrupt it. Gives what was pressed, or nothing when time ran out. */
export async function gatherDigits(carrier: Carrier, leg: Leg, verb: Gather, signal: AbortSignal): Promise<string | undefined> {
  const enough = new AbortController();
  let digits = '';
  leg.keys = (digit) => {
    hear(carrier, leg, 'pressed', digit);
    digits += digit === '#' ? '' : digit;
    if (digit === '#' || digits.length >= verb.digits) enough.abort('enough');
  };
  try {
    const until = AbortSignal.any([signal, enough.signal]);
    for (const part of verb.prompt) await speak(carrier, leg, part, until);
    await carrier.wait(verb.timeout * 1_000, until);
  } catch (interruption) {
    signal.throwIfAborted();
    if (!enough.signal.aborted) throw interruption;
  } finally {
    leg.keys = undefined;
  }
  return digits || undefined;
}

/** The person presses a key; where nobody listens for it, nothing happens. */
export function pressKey(leg: Leg, digit: string): void {
  if (!/^[\d*#]$/.test(digit)) throw new RestError(422, 422, `${digit} is no key of a phone.`);
  leg.keys?.(digit);
}
