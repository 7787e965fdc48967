import type { Carrier } from './carrier.ts';
import { documentAt } from './fetch-document.ts';
import { gatherDigits } from './gather-digits.ts';
import type { Params } from './post-webhook.ts';
import { TwimlError, type Verb } from './read-twiml.ts';
import type { Leg } from './records.ts';
import { speak } from './speak.ts';

export interface Waiting {
  readonly waitUrl: string | undefined;
  /** What the carrier adds to each request for the document. */
  params(): Params;
  /** Verbs that end the wait; all others but Say, Play, Pause, Redirect and, with `listens`, Gather are errors. */
  readonly waysOut: readonly Verb['verb'][];
  /** Keys may be asked for: in a queue, not in a conference. */
  readonly listens?: boolean;
}

/**
 * What a person hears in a queue or before a conference begins: the document at `waitUrl`, again and again. Resolves
 * with the verb that ended the wait; rejects when `signal` interrupts.
 */
export async function playWhileWaiting(carrier: Carrier, leg: Leg, waiting: Waiting, signal: AbortSignal): Promise<Verb> {
  for (let next: Next = { url: waiting.waitUrl }; ; ) {
    const verbs = next.url ? await documentAt(carrier, leg, next.url, { ...waiting.params(), ...next.with })() : holdMusic;
    signal.throwIfAborted();
    const last = await playOnce(carrier, leg, verbs, waiting, signal);
    if (last && 'verb' in last && last.verb !== 'Redirect') return last;
    next = last ?? { url: waiting.waitUrl };
    // A document without any sound would be asked for without end.
    await carrier.wait(1_000, signal);
  }
}

/** Where the wait goes on, and what is told there. */
interface Next {
  readonly url: string | undefined;
  readonly with?: Params;
}

const holdMusic: readonly Verb[] = [{ verb: 'Play', url: 'hold music', loop: 1 }];

/** Gives the verb that leads elsewhere, where pressed keys lead, or nothing at the end of the document. */
async function playOnce(
  carrier: Carrier,
  leg: Leg,
  verbs: readonly Verb[],
  { waysOut, listens }: Waiting,
  signal: AbortSignal,
): Promise<Verb | Next | undefined> {
  for (const verb of verbs) {
    if (await speak(carrier, leg, verb, signal)) continue;
    if (verb.verb === 'Gather' && listens) {
      const digits = await gatherDigits(carrier, leg, verb, signal);
      if (digits !== undefined) return { url: verb.action, with: { Digits: digits } };
      continue;
    }
    if (verb.verb === 'Redirect' || waysOut.includes(verb.verb)) return verb;
    throw new TwimlError(12200, `<${verb.verb}> may not stand in a document for waiting callers`);
  }
  return undefined;
}
