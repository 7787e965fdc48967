import type { Twilio } from 'twilio';
import { DeliveryError } from '../channel-adapter.ts';
import { askTwilio } from '../twilio-client.ts';

// 21220: the call is not in progress any more; 20404: Twilio has forgotten it.
const codes = new Set(['21220', '20404']);

/** The carrier refused because there is no such call any more. */
export const saysCallIsOver = (refusal: unknown): boolean => refusal instanceof DeliveryError && codes.has(refusal.code);

const ended = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** Ask whether a call still goes on: the news of its end may have found nobody. */
export async function isCallOver(client: Twilio, callId: string): Promise<boolean> {
  try {
    return ended.has((await askTwilio(() => client.calls(callId).fetch())).status);
  } catch (refusal) {
    if (saysCallIsOver(refusal)) return true;
    throw refusal;
  }
}
