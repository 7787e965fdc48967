import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallControl, CallNews } from '../../channel-adapters/calls.ts';
import { DeliveryError } from '../../channel-adapters/channel-adapter.ts';
import type { Leg } from '../../channel-adapters/simulator/carrier/records.ts';
import { inboxes, openStage, people, type Stage } from './simulator-stage.ts';

const agentAddress = 'client:agent-7';
const conversationId = '0199c1f0-0000-7000-8000-00000000c0de';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.close());

describe('a call', () => {
  it('waits, is answered by an agent and ended by the caller, each told once and in order', async () => {
    const caller = await callIn();
    await waiting(caller);
    expect(heardBy(caller)).toContain('Thank you for calling. An agent will be with you shortly. Please stay on the line.');
    await connect(caller);
    await expect.poll(() => types(caller)).toEqual(['incoming', 'connected']);
    expect(agentLegs()).toMatchObject([{ to: agentAddress, from: inboxes.voice.address, status: 'in-progress' }]);
    stage.simulator.hangUp(caller);
    await expect.poll(() => agentLegs()[0]?.status).toBe('completed');
    await expect.poll(() => types(caller)).toContain('ended');
    expect(stage.refused).toEqual([]);
    expect(caller.problem).toBeUndefined();
  });

  it('is over for the caller when the agent hangs up, with its seconds', async () => {
    const caller = await talking();
    const [agent] = agentLegs();
    if (agent) stage.simulator.hangUp(agent);
    await expect.poll(() => caller.status).toBe('completed');
    await expect.poll(() => news(caller).find((item) => item.type === 'ended' && item.seconds !== undefined)).toBeDefined();
    await expect.poll(() => heardBy(caller).at(-1)).toBe('completed');
  });

  it('is over for both when the hub hangs up, and hanging up again is fine', async () => {
    const caller = await talking();
    await control().hangUp({ callId: caller.sid, conversationId });
    expect([caller.status, agentLegs()[0]?.status]).toEqual(['completed', 'completed']);
    await control().hangUp({ callId: caller.sid, conversationId });
    await control().hangUp({ callId: 'CA00000000000000000000000000000000', conversationId: 'unknown' });
  });

  it.each(['the agent', 'the caller'])('is told to be over by %s hanging up even where the number has no status callback', async (who) => {
    stage.outage = { status: 404, path: 'status' };
    const caller = await talking();
    const [agent] = agentLegs();
    stage.simulator.hangUp(who === 'the caller' || !agent ? caller : agent);
    await expect.poll(() => types(caller)).toContain('ended');
    await expect.poll(() => caller.status).toBe('completed');
  });

  it('speaks Chinese on a Chinese number', async () => {
    const caller = await callIn({ to: inboxes.voiceZh.address });
    await expect.poll(() => heardBy(caller)).toContain('感谢您的来电，客服人员马上为您服务，请不要挂机。');
  });

  it('comes without a number when the caller hides it', async () => {
    const caller = await callIn({ hidden: true });
    await waiting(caller);
    expect(news(caller)[0]).toMatchObject({ type: 'incoming', from: { kind: 'phone', value: null } });
  });

  it('ends when the caller gives up waiting', async () => {
    const caller = await callIn();
    await waiting(caller);
    stage.simulator.hangUp(caller);
    await expect.poll(() => new Set(types(caller))).toEqual(new Set(['incoming', 'ended']));
  });

  it('waits outside of a queue that is full, and can be answered from there', async () => {
    await stage.close();
    stage = await openStage({ carrier: { queueLimit: 1 } });
    await waiting(await callIn({ from: people.li.phone }));
    const second = await callIn();
    await expect.poll(() => second.status).toBe('in-progress');
    await expect.poll(() => heardBy(second).filter((line) => line.startsWith('Thank you')).length).toBeGreaterThan(1);
    await connect(second);
    await expect.poll(() => types(second)).toEqual(['incoming', 'connected']);
  });
});

describe('connecting', () => {
  it('rings the agent once, however often it is asked for', async () => {
    const caller = await callIn();
    await waiting(caller);
    await connect(caller);
    await connect(caller);
    await expect.poll(() => types(caller)).toEqual(['incoming', 'connected']);
    await connect(caller);
    await Promise.all([connect(caller), connect(caller)]);
    expect(agentLegs()).toHaveLength(1);
    expect(caller.status).toBe('in-progress');
    expect(types(caller)).toEqual(['incoming', 'connected']);
  });

  it('rings once even when two nodes ask at the same moment', async () => {
    const caller = await callIn();
    await waiting(caller);
    await Promise.all([connect(caller), connect(caller)]);
    await expect.poll(() => types(caller)).toEqual(['incoming', 'connected']);
    expect(agentLegs()).toHaveLength(1);
  });

  it.each(['never', 'busy', 'failed'] as const)(
    'tells that an agent whose phone is %s cannot be reached, and the caller waits on',
    async (behaviour) => {
      stage.simulator.setPhone(agentAddress, behaviour);
      const caller = await callIn();
      await waiting(caller);
      await connect(caller);
      await expect.poll(() => types(caller)).toEqual(['incoming', 'agent_unreachable']);
      expect(caller.status).toBe('in-progress');
    },
  );

  it('reaches the next agent after the first did not answer, without dropping the caller', async () => {
    stage.simulator.setPhone(agentAddress, 'busy');
    const caller = await callIn();
    await waiting(caller);
    await connect(caller);
    await expect.poll(() => types(caller)).toEqual(['incoming', 'agent_unreachable']);
    await connect(caller, 'client:agent-8');
    await expect.poll(() => types(caller)).toEqual(['incoming', 'agent_unreachable', 'connected']);
    expect(agentLegs().map(({ to, status }) => [to, status])).toEqual([
      [agentAddress, 'busy'],
      ['client:agent-8', 'in-progress'],
    ]);
  });

  it('fails for good, and rings nobody, when the caller has hung up', async () => {
    const caller = await callIn();
    await waiting(caller);
    stage.simulator.hangUp(caller);
    const failure = await connect(caller).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(DeliveryError);
    expect(failure).toMatchObject({ code: 'call_over', permanent: true });
    expect(agentLegs()).toEqual([]);
  });

  it('may be tried again when the carrier is overloaded', async () => {
    const caller = await callIn();
    await waiting(caller);
    stage.simulator.faults.rest = 'overloaded';
    expect(await connect(caller).catch((thrown: unknown) => thrown)).toMatchObject({ code: '20429', permanent: false });
    delete stage.simulator.faults.rest;
    await connect(caller);
    await expect.poll(() => types(caller)).toContain('connected');
  });

  it('does not ring twice when the carrier’s answer was lost', async () => {
    const caller = await callIn();
    await waiting(caller);
    stage.simulator.faults.rest = 'lose_answer';
    expect(await connect(caller).catch((thrown: unknown) => thrown)).toMatchObject({ permanent: false });
    await connect(caller);
    delete stage.simulator.faults.rest;
    await connect(caller);
    await expect.poll(() => types(caller)).toEqual(['incoming', 'connected']);
    expect(agentLegs()).toHaveLength(1);
  });

  it('stops ringing the agent when the hub hangs up', async () => {
    stage.simulator.setPhone(agentAddress, 'never');
    const caller = await callIn();
    await waiting(caller);
    await connect(caller);
    await expect.poll(() => agentLegs()[0]?.status).toBe('ringing');
    await control().hangUp({ callId: caller.sid, conversationId });
    expect([caller.status, agentLegs()[0]?.status]).toEqual(['completed', 'canceled']);
  });

  it('leaves no agent alone on the line for long when the caller is gone before they answer', async () => {
    const caller = await callIn();
    await waiting(caller);
    await connect(caller);
    stage.simulator.hangUp(caller);
    await expect.poll(() => agentLegs()[0]?.status).toBe('completed');
    await expect.poll(() => types(caller)).toContain('ended');
  });
});

describe('putting a caller back', () => {
  it('lets the agent go and the caller wait on, to be answered by the next; done again, it changes nothing', async () => {
    const caller = await talking();
    await putBack(caller);
    await expect.poll(() => agentLegs()[0]?.status).toBe('completed');
    await waiting(caller);
    await putBack(caller);
    expect(caller.status).toBe('in-progress');
    // That the agent's leg is over says nothing of the call; whose it was is told.
    await expect.poll(() => news(caller).filter(({ type }) => type === 'ended')).not.toEqual([]);
    expect(news(caller).filter(({ type, agent }) => type === 'ended' && !agent)).toEqual([]);
    await connect(caller, 'client:agent-8');
    await expect.poll(() => agentLegs().map(({ status }) => status)).toEqual(['completed', 'in-progress']);
    await expect.poll(() => news(caller).findLast(({ type }) => type === 'connected')?.agent).toEqual({ address: 'client:agent-8' });
    expect(stage.refused).toEqual([]);
    expect(caller.problem).toBeUndefined();
  });

  it('stops a phone that still rings for them', async () => {
    stage.simulator.setPhone(agentAddress, 'never');
    const caller = await callIn();
    await waiting(caller);
    await connect(caller);
    await expect.poll(() => agentLegs()[0]?.status).toBe('ringing');
    await putBack(caller);
    expect(agentLegs()[0]?.status).toBe('canceled');
    await waiting(caller);
  });

  it('takes a caller whom the first agent still has into a conference with the next', async () => {
    const caller = await talking();
    await connect(caller, 'client:agent-8');
    await expect.poll(() => agentLegs().map(({ status }) => status)).toEqual(['completed', 'in-progress']);
    expect(caller.status).toBe('in-progress');
  });

  it('does nothing for a caller who has hung up, and may be tried again when the carrier is overloaded', async () => {
    const caller = await talking();
    stage.simulator.faults.rest = 'overloaded';
    expect(await putBack(caller).catch((thrown: unknown) => thrown)).toMatchObject({ permanent: false });
    delete stage.simulator.faults.rest;
    stage.simulator.hangUp(caller);
    await putBack(caller);
  });
});

describe('asking whether a call is over', () => {
  it('tells what the carrier knows, also of a call whose end nobody heard of', async () => {
    const caller = await callIn();
    await waiting(caller);
    expect(await control().isOver(caller.sid)).toBe(false);
    stage.outage = { status: 503 };
    stage.simulator.hangUp(caller);
    expect(await control().isOver(caller.sid)).toBe(true);
    expect(types(caller)).toEqual(['incoming']);
  });

  it('takes a call that the carrier has forgotten to be over, and one it cannot tell of not', async () => {
    expect(await control().isOver('CA00000000000000000000000000000000')).toBe(true);
    stage.simulator.faults.rest = 'broken';
    await expect(control().isOver('CA00000000000000000000000000000000')).rejects.toMatchObject({ permanent: false });
  });
});

describe('callbacks on a bad day', () => {
  it('come late, twice and out of order: none is refused, and the end is among them', async () => {
    Object.assign(stage.simulator.faults, { repeat: 1, delayMs: 3_000 });
    const caller = await talking();
    stage.simulator.hangUp(caller);
    await expect.poll(() => types(caller).filter((type) => type === 'ended').length).toBeGreaterThan(2);
    expect(stage.refused).toEqual([]);
    expect(new Set(types(caller))).toEqual(new Set(['incoming', 'connected', 'ended']));
  });
});

const callIn = (more: { from?: string; to?: string; hidden?: boolean } = {}) =>
  stage.simulator.startCall({ from: people.ann.phone, to: inboxes.voice.address, ...more });

const waiting = (leg: Leg) => expect.poll(() => leg.queue && heardBy(leg).some((line) => line.length > 8)).toBe(true);

async function talking(): Promise<Leg> {
  const caller = await callIn();
  await waiting(caller);
  await connect(caller);
  await expect.poll(() => types(caller)).toContain('connected');
  return caller;
}

function control(): CallControl {
  return stage.voice.calls ?? expect.fail('calls can be steered');
}

const connect = (leg: Leg, agent = agentAddress) =>
  control().connect({ callId: leg.sid, inbox: inboxes.voice, agentAddress: agent, conversationId });

const putBack = (leg: Leg) => control().putBack({ callId: leg.sid, inbox: inboxes.voice, conversationId });

const news = (leg: Leg): CallNews[] =>
  stage.items.filter((item) => item.kind === 'call').filter(({ externalId }) => externalId === leg.sid);

const types = (leg: Leg) => news(leg).map(({ type }) => type);

const agentLegs = () => stage.simulator.calls().filter(({ direction }) => direction === 'outbound-api');

const heardBy = ({ heard }: Leg) => heard.map(({ text }) => text);
