import type { ChannelAdapter } from '../channel-adapter.ts';
import { createTwilioClient, type TwilioSettings } from '../twilio-client.ts';
import { ringAgentFirst, ringCustomer } from './call-back.ts';
import { isCallOver } from './call-over.ts';
import { connectCall } from './connect-call.ts';
import { fetchRecording } from './fetch-recording.ts';
import { hangUpCall } from './hang-up-call.ts';
import { putCallBack } from './put-call-back.ts';
import { readVoiceWebhook } from './read-voice-webhook.ts';
import { seatCall } from './seat-call.ts';
import { deleteRecording, steerRecording } from './steer-recording.ts';

/**
 * Phone calls through one Twilio account. A number needs two addresses at Twilio: its voice URL is our `call` webhook,
 * its status callback our `status` webhook (events: completed). Everything else is told to Twilio call by call.
 */
export function createVoiceAdapter(settings: TwilioSettings): ChannelAdapter {
  const client = createTwilioClient(settings);
  return {
    channel: 'voice',
    textLimit: 0,
    readWebhook: async (request) => readVoiceWebhook(settings, request),
    calls: {
      connect: (command) => connectCall(client, settings, command),
      putBack: (command) => putCallBack(client, settings, command),
      hangUp: (command) => hangUpCall(client, command),
      seat: (command) => seatCall(client, settings, command),
      ringAgent: (command) => ringAgentFirst(client, settings, command),
      ringCustomer: (command) => ringCustomer(client, settings, command),
      steerRecording: (command) => steerRecording(client, command),
      fetchRecording: (command) => fetchRecording(client, settings, command),
      deleteRecording: (command) => deleteRecording(client, command),
      isOver: (callId) => isCallOver(client, callId),
    },
  };
}
