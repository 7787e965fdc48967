import type { QuarantineReason } from './quarantine-reasons.ts';

/** Input that is understood but must not enter a conversation: it goes to quarantine under this reason. */
export class Unwanted extends Error {
  constructor(
    readonly reason: QuarantineReason,
    readonly detail: string,
  ) {
    super(`${reason}: ${detail}`);
  }
}
