import type { Twilio } from 'twilio';
import { type CallControl, callOver } from '../calls.ts';
import { DeliveryError } from '../channel-adapter.ts';
import { askTwilio, type TwilioSettings } from '../twilio-client.ts';
import { saysCallIsOver } from './call-over.ts';
import { completeLeg } from './hang-up-call.ts';
import { listLegs } from './list-legs.ts';
import { enqueueCaller } from './write-twiml.ts';

/**
 * Back into the queue of the number. With the caller the conference ends and whoever is in it; an agent whose phone still
 * rings is in no conference yet and is ended here, as is one who is there while the caller still hears that the call is
 * recorded. Where nobody is in it the caller waits already: nothing is changed.
 */
export async function putCallBack(
  client: Twilio,
  settings: TwilioSettings,
  { callId, inbox, conversationId }: Parameters<CallControl['putBack']>[0],
): Promise<void> {
  const legs = await listLegs(client, conversationId);
  const isIn = legs.some((leg) => leg.callSid === callId);
  const others = legs.filter((leg) => leg.callSid !== callId && (!isIn || leg.status !== 'connected'));
  for (const { callSid } of others) await completeLeg(client, callSid);
  if (!legs.some(({ status }) => status === 'connected')) return;
  try {
    await askTwilio(() => client.calls(callId).update({ twiml: enqueueCaller(settings, inbox).toString() }));
  } catch (refusal) {
    throw saysCallIsOver(refusal) ? new DeliveryError(callOver, true, 'The caller has hung up.') : refusal;
  }
}
