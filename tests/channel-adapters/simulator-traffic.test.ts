import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../channel-adapters/simulator/random.ts';
import { inboxes, openStage, people, type Stage } from './simulator-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ speed: 300, inboxes: async () => [inboxes.sms, inboxes.voice, inboxes.voiceZh] });
});
afterEach(async () => stage.close());

describe('traffic', () => {
  it('is people who text and call, each with something to say in their language', async () => {
    stage.simulator.setTraffic('rush');
    await expect.poll(() => stage.simulator.messages().length).toBeGreaterThan(5);
    await expect.poll(() => stage.simulator.calls().length).toBeGreaterThan(5);
    const chinese = stage.simulator.messages().filter(({ from }) => from === people.li.phone);
    for (const { body } of chinese) expect(body).toMatch(/\p{Script=Han}/u);
    await expect.poll(() => stage.items.length).toBeGreaterThan(10);
    expect(stage.refused).toEqual([]);
  });

  it('are callers who give up when nobody answers', async () => {
    stage.simulator.setTraffic('rush');
    await expect.poll(() => stage.simulator.calls().some(({ status }) => status === 'completed')).toBe(true);
    await expect.poll(() => stage.items.some((item) => item.kind === 'call' && item.type === 'ended')).toBe(true);
  });

  it('are writers who answer what they are answered', async () => {
    stage.simulator.setTraffic('rush');
    await expect.poll(() => stage.simulator.messages().length).toBeGreaterThan(0);
    stage.simulator.setTraffic('off');
    const [first] = stage.simulator.messages();
    const { from = '' } = first ?? {};
    const spoken = () => stage.simulator.messages().filter((message) => message.from === from && message.sid !== first?.sid).length;
    const before = spoken();
    await stage.sms.send?.({ id: 'm1', inbox: inboxes.sms, to: from, text: 'On its way.', files: [], at: new Date() });
    await expect.poll(spoken).toBeGreaterThan(before);
  });

  it('are callers who talk with the agent and hang up in the end, if the agent does not', async () => {
    stage.simulator.setTraffic('rush');
    // One may give up before they are connected; then it is the next.
    const caller = await vi.waitFor(
      async () => {
        const waiting = stage.simulator.calls().findLast(({ queue, endedAt }) => queue && !endedAt);
        if (!waiting) throw new Error('nobody waits');
        const { sid } = waiting;
        await stage.voice.calls?.connect({ callId: sid, inbox: inboxes.voice, agentAddress: 'client:a', conversationId: sid });
        await expect.poll(() => waiting.heard.some(({ kind }) => kind === 'joined'), { timeout: 2_000 }).toBe(true);
        return waiting;
      },
      { timeout: 20_000, interval: 5 },
    );
    stage.simulator.setTraffic('off');
    await expect.poll(() => caller.status).toBe('completed');
  });

  it('stops when it is switched off', async () => {
    stage.simulator.setTraffic('rush');
    await expect.poll(() => stage.simulator.calls().length + stage.simulator.messages().length).toBeGreaterThan(2);
    stage.simulator.setTraffic('off');
    const arrived = stage.simulator.calls().length;
    await new Promise((passed) => setTimeout(passed, 300));
    expect(stage.simulator.calls().length - arrived).toBeLessThanOrEqual(1);
  });

  it('comes now and then from people the directory does not know', async () => {
    stage.simulator.setTraffic('rush');
    const known = new Set<string>([people.ann.phone, people.li.phone]);
    const strangers = () =>
      [...stage.simulator.messages().map(({ from }) => from), ...stage.simulator.calls().map(({ owner }) => owner)].filter(
        (number) => !known.has(number),
      );
    await expect.poll(() => strangers().length, { timeout: 25_000 }).toBeGreaterThan(0);
  });
});

describe('chance', () => {
  it('repeats itself with the same seed and not with another', () => {
    const draw = (seed: number) => Array.from({ length: 20 }, createRandom(seed).next);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('spreads arrivals around their mean, and everything else over its range', () => {
    const random = createRandom(3);
    const gaps = Array.from({ length: 20_000 }, () => random.gap(10));
    expect(gaps.reduce((sum, gap) => sum + gap) / gaps.length).toBeCloseTo(10, 0);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    const picks = Array.from({ length: 3_000 }, () => random.pick(['a', 'b', 'c']));
    for (const letter of ['a', 'b', 'c']) expect(picks.filter((pick) => pick === letter).length).toBeGreaterThan(850);
  });
});
