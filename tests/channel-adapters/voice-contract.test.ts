import { expect } from 'vitest';
import { describeAdapterContract } from './contract.ts';
import type { TalkingCall } from './contract-calls.ts';
import { account, inboxes, openStage, people, type Stage, signedWebhook } from './simulator-stage.ts';

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
    calls: { inbox: inboxes.voice, agents: { first: 'client:agent-7', second: 'client:agent-8' }, talk: () => talk(stage) },
    arrive: ({ key }) => ring(key),
    arriveMalformed: () => hub.receiveWebhook(stage.voice, signedWebhook(inboxes.voice, 'call', { CallStatus: 'ringing' })),
    arriveForged: ({ key }) => ring(key, true),
    close: () => stage.close(),
  };
});

async function talk(stage: Stage): Promise<TalkingCall> {
  const conversationId = crypto.randomUUID();
  const before = stage.simulator.calls().length;
  const caller = await stage.simulator.startCall({ from: people.ann.phone, to: inboxes.voice.address });
  const callId = caller.sid;
  const news = () => stage.items.filter((item) => item.kind === 'call').filter(({ externalId }) => externalId === callId);
  const legs = () =>
    stage.simulator
      .calls()
      .slice(before)
      .filter(({ direction }) => direction === 'outbound-api');
  const isIn = ({ status }: { status: string }) => status === 'in-progress';
  await expect.poll(() => caller.queue).toBeDefined();
  await stage.voice.calls?.connect({ callId, inbox: inboxes.voice, agentAddress: 'client:agent-7', conversationId });
  await expect.poll(() => news().map(({ type }) => type)).toContain('connected');
  return {
    callId,
    conversationId,
    inIt: () =>
      legs()
        .filter(isIn)
        .map(({ to }) => to),
    rung: () => legs().length,
    isOnHold: () => caller.heard.findLast(({ kind }) => kind === 'held' || kind === 'joined')?.kind === 'held',
    isOver: () => !isIn(caller),
    customerLeaves: () => stage.simulator.hangUp(caller),
    agentLeaves(address) {
      for (const leg of legs().filter(isIn)) if (leg.to === address) stage.simulator.hangUp(leg);
    },
    colleague: () => news().flatMap((item) => (item.type === 'colleague' ? [item.did] : [])),
  };
}
