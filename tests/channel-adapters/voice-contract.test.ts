import { describeAdapterContract } from './contract.ts';
import { account, inboxes, openStage, signedWebhook } from './simulator-stage.ts';

describeAdapterContract('voice', async (hub) => {
  const stage = await openStage();
  const ring = (key: string, forge = false) => {
    const params = {
      CallSid: `CA${key.replace(/\W/g, '')}`,
      From: 'sip:+12025550147@carrier.example',
      To: inboxes.voice.address,
      CallStatus: 'ringing',
    };
    return hub.receiveWebhook(stage.voice, signedWebhook(inboxes.voice, 'call', params, { forge }));
  };
  return {
    adapter: stage.voice,
    inbox: inboxes.voice,
    sender: { kind: 'phone', value: '+12025550147' },
    carriesText: false,
    secrets: [account.authToken],
    arrive: ({ key }) => ring(key),
    arriveMalformed: () => hub.receiveWebhook(stage.voice, signedWebhook(inboxes.voice, 'call', { CallStatus: 'ringing' })),
    arriveForged: ({ key }) => ring(key, true),
    close: () => stage.close(),
  };
});
