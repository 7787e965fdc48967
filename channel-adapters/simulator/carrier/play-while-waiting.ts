import type { Carrier } from './carrier.ts';
import { documentAt } from './fetch-document.ts';
import type { Params } from './post-webhook.ts';
import { TwimlError, type Verb } from './read-twiml.ts';
import type { Leg } from './records.ts';
import { speak } from './speak.ts';

export interface Waiting {
  readonly waitUrl: string | undefined;
  /** What the carrier adds to each request for the document. */
  params(): Params;
  /** Verbs that end the wait; all others but Say, Play, Pause and Redirect are errors. */
  readonly waysOut: readonly Verb['verb'][];
}

/**
 * What a person hears in a queue or before a conference begins: the document at `waitUrl`, again and again. Resolves
 * with the verb that ended the wait; rejects when `signal` interrupts.
 */
export async function playWhileWaiting(carrier: Carrier, leg: Leg, waiting: Waiting, signal: AbortSignal): Promise<Verb> {
  for (let url = waiting.waitUrl; ; ) {
    const verbs = url ? await documentAt(carrier, leg, url, waiting.params())() : holdMusic;
    signal.throwIfAborted();
    const last = await playOnce(carrier, leg, verbs, waiting, signal);
    if (last && last.verb !== 'Redirect') return last;
    url = last?.url ?? waiting.waitUrl;
    // A document without any sound would be asked for without end.
    await carrier.wait(1_000, signal);
  }
}

const holdMusic: readonly Verb[] = [{ verb: 'Play', url: 'hold music', loop: 1 }];

/** Gives the verb that leads elsewhere, or nothing at the end of the document. */
async function playOnce(
  carrier: Carrier,
  leg: Leg,
  verbs: readonly Verb[],
  { waysOut }: Waiting,
  signal: AbortSignal,
): Promise<Verb | undefined> {
  for (const verb of verbs) {
    if (await speak(carrier, leg, verb, signal)) continue;
    if (verb.verb === 'Redirect' || waysOut.includes(verb.verb)) return verb;
    throw new TwimlError(12200, `<${verb.verb}> may not stand in a document for waiting callers`);
  }
  return undefined;
}
