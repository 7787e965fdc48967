import twilio from 'twilio';
import { describeAdapterContract } from './contract.ts';
import { account, inboxes, openStage, people, signedWebhook } from './simulator-stage.ts';

describeAdapterContract('SMS', async (hub) => {
  const stage = await openStage();
  const { simulator } = stage;
  const arrive = (key: string, text: string, forge = false) => {
    const params = { MessageSid: `SM${key.replace(/\W/g, '')}`, From: '+1 202-555-0147', To: inboxes.sms.address, Body: text };
    return hub.receiveWebhook(stage.sms, signedWebhook(inboxes.sms, 'message', params, { forge }));
  };
  const behave = async (rest?: 'overloaded' | 'lose_answer', word = 'START') => {
    delete simulator.faults.rest;
    if (rest) simulator.faults.rest = rest;
    await simulator.sendSms({ from: people.ann.phone, to: inboxes.sms.address, text: word });
  };
  return {
    adapter: stage.sms,
    inbox: inboxes.sms,
    sender: { kind: 'phone', value: '+12025550147' },
    carriesText: true,
    secrets: [account.authToken, twilio.getExpectedTwilioSignature(account.authToken, '', {})],
    arrive: ({ key, text }) => arrive(key, text),
    arriveMalformed: () => hub.receiveWebhook(stage.sms, signedWebhook(inboxes.sms, 'message', { Body: 'from nobody' })),
    arriveForged: ({ key, text }) => arrive(key, text, true),
    carrier: {
      to: people.ann.phone,
      accept: () => behave(),
      refuse: () => behave(undefined, 'STOP'),
      fail: () => behave('overloaded'),
      loseAnswer: () => behave('lose_answer'),
      vanish: () =>
        new Promise((gone) => {
          stage.server.close(() => gone());
          stage.server.closeAllConnections();
        }),
      accepted: () =>
        simulator
          .messages()
          .filter(({ direction }) => direction === 'outbound-api')
          .map(({ to, body }) => ({ to, text: body })),
    },
    close: () => stage.close(),
  };
});
