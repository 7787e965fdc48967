import type { Twilio } from 'twilio';
import type { CallControl } from '../calls.ts';
import { askTwilio } from '../twilio-client.ts';
import { saysCallIsOver } from './call-over.ts';
import { listLegs } from './list-legs.ts';

/**
 * End a call for everyone: the caller, an agent in it, and an agent whose phone still rings for it. With the caller the
 * conference ends and whoever is in it; only a caller who was gone before leaves others to be ended one by one.
 */
export async function hangUpCall(client: Twilio, { callId, conversationId }: Parameters<CallControl['hangUp']>[0]): Promise<void> {
  const legs = await listLegs(client, conversationId);
  const wasThere = await completeLeg(client, callId);
  for (const { callSid, status } of legs.filter((leg) => leg.callSid !== callId)) {
    if (!wasThere || status !== 'connected') await completeLeg(client, callSid);
  }
}

/** End one leg; false when it was over already. */
export async function completeLeg(client: Twilio, sid: string): Promise<boolean> {
  try {
    await askTwilio(() => client.calls(sid).update({ status: 'completed' }));
    return true;
  } catch (refusal) {
    if (saysCallIsOver(refusal)) return false;
    throw refusal;
  }
}
