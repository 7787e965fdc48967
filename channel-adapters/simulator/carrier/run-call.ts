import type { Carrier } from './carrier.ts';
import { finishCall } from './finish-call.ts';
import { hear, isOver, noteProblem, reportProgress } from './follow-leg.ts';
import { perform } from './perform-twiml.ts';
import type { DocumentSource, Leg } from './records.ts';

/**
 * Carry out what the hub wants done with a call, document after document, until it is over. Instructions that cannot
 * be followed end the call the way Twilio does: the person hears of an application error, and `problem` says why.
 */
export async function runCall(carrier: Carrier, leg: Leg, first: DocumentSource): Promise<void> {
  let source: DocumentSource | undefined = first;
  while (source && !isOver(leg)) source = await runDocument(carrier, leg, source);
  finishCall(carrier, leg, 'completed');
}

/** Take a call out of what it is doing and have it do something else. */
export function redirectCall(leg: Leg, source: DocumentSource): void {
  leg.next = source;
  leg.turn?.abort('redirected');
}

/** Do what one document says; gives the next one, or nothing when the call is over. */
async function runDocument(carrier: Carrier, leg: Leg, source: DocumentSource): Promise<DocumentSource | undefined> {
  const turn = new AbortController();
  leg.turn = turn;
  try {
    const verbs = await source();
    turn.signal.throwIfAborted();
    if (leg.status === 'ringing' && verbs[0]?.verb !== 'Reject') answer(carrier, leg);
    return await perform(carrier, leg, verbs, turn.signal);
  } catch (failure) {
    carrier.signal.throwIfAborted();
    if (!turn.signal.aborted) breakOff(carrier, leg, failure);
    return takeNext(leg);
  }
}

function answer(carrier: Carrier, leg: Leg): void {
  leg.status = 'in-progress';
  leg.answeredAt = new Date();
  reportProgress(carrier, leg, 'answered');
  carrier.changed(leg.owner);
}

function breakOff(carrier: Carrier, leg: Leg, failure: unknown): void {
  noteProblem(carrier, leg, failure);
  hear(carrier, leg, 'say', 'An application error has occurred. Goodbye.');
}

function takeNext(leg: Leg): DocumentSource | undefined {
  const { next } = leg;
  leg.next = undefined;
  return next;
}
