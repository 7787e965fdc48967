import type { Twilio } from 'twilio';
import { type CallControl, DeliveryError } from '../channel-adapter.ts';
import { askTwilio } from '../twilio-client.ts';
import { listLegs } from './list-legs.ts';

/** End a call for everyone: the caller, an agent in it, and an agent whose phone still rings for it. */
export async function hangUpCall(client: Twilio, { callId, conversationId }: Parameters<CallControl['hangUp']>[0]): Promise<void> {
  const legs = await listLegs(client, conversationId);
  const others = legs.map((leg) => leg.callSid).filter((sid) => sid !== callId);
  for (const sid of [callId, ...others]) await complete(client, sid);
}

async function complete(client: Twilio, sid: string): Promise<void> {
  try {
    await askTwilio(() => client.calls(sid).update({ status: 'completed' }));
  } catch (refusal) {
    if (!(refusal instanceof DeliveryError) || !alreadyOver.has(refusal.code)) throw refusal;
  }
}

// 21220: the call is not in progress any more; 20404: Twilio has forgotten it.
const alreadyOver = new Set(['21220', '20404']);
