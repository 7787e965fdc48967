import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Channel, channels } from '../../../server/contract/statuses.ts';
import { type Bars, type Candidate, decide, type Head, type Snapshot, scoreOf } from '../../../server/routing/decide.ts';
import { now, policy, policyOf, snapshot } from './any-snapshot.ts';

/** ROUTING.md, 4, written down a second time: what `decide` must agree with. */
function mayTake(agent: Candidate, task: Head, barred: Bars): boolean {
  const exempt = task.unskilled && task.heldFor === agent.agentId;
  const skilled = exempt || Object.entries(task.skills).every(([skill, level]) => (agent.skills[skill] ?? 0) >= level);
  const free = (agent.holding[task.channel] ?? 0) < (agent.capacity[task.channel] ?? 0);
  return (
    agent.queueIds.includes(task.queueId) &&
    skilled &&
    free &&
    !agent.beingAsked &&
    !task.cooling.includes(agent.agentId) &&
    (task.heldFor === undefined || task.heldFor === agent.agentId) &&
    !channels.some((held) => (agent.holding[held] ?? 0) > 0 && barred[held]?.includes(task.channel))
  );
}

const servable = ({ heads, agents }: Snapshot, barred: Bars) =>
  heads.filter((task) => agents.some((agent) => mayTake(agent, task, barred)));

describe('a decision', () => {
  it('is an offer whenever some head has an agent who may take it, and none otherwise', () => {
    fc.assert(
      fc.property(
        snapshot,
        policy,
        (seen, rules) => void expect(decide(seen, rules, now).offer !== null).toBe(servable(seen, rules.bars).length > 0),
      ),
      { numRuns: 500 },
    );
  });

  it('passes over nobody with a higher score whom somebody may serve, and among equals nobody older', () => {
    fc.assert(
      fc.property(snapshot, policy, (seen, rules) => {
        const { offer } = decide(seen, rules, now);
        const chosen = seen.heads.find(({ taskId }) => taskId === offer?.taskId);
        fc.pre(chosen !== undefined);
        const score = scoreOf(chosen, rules, now);
        for (const other of servable(seen, rules.bars)) {
          const theirs = scoreOf(other, rules, now);
          expect(theirs).toBeLessThanOrEqual(score);
          if (theirs === score) expect(chosen.neededAt).toBeLessThanOrEqual(other.neededAt);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes the older of two that score the same, whatever their order', () => {
    const flat = { ...policyOf('deadline'), line: () => ({ headStart: 1, acceleration: 0 }) };
    const one = (taskId: string, seconds: number): Head => ({
      taskId,
      queueId: 'support',
      tier: 'gold',
      channel: 'sms',
      neededAt: now - seconds * 1000,
      skills: {},
      cooling: [],
    });
    const agent = {
      agentId: 'a1',
      queueIds: ['support'],
      skills: {},
      capacity: { sms: 1 },
      holding: {},
      beingAsked: false,
      idleSince: now,
    };
    const [younger, older] = [one('t1', 5), one('t2', 50)];
    for (const heads of [
      [younger, older],
      [older, younger],
    ])
      expect(decide({ heads, agents: [agent] }, flat, now)).toMatchObject({ offer: { taskId: 't2' }, receipt: { runnerUp: 't1' } });
  });

  it('never asks an agent whom a rule keeps out, and says of every other why', () => {
    fc.assert(
      fc.property(snapshot, policy, (seen, rules) => {
        const { offer, receipt } = decide(seen, rules, now);
        const chosen = seen.heads.find(({ taskId }) => taskId === offer?.taskId);
        fc.pre(chosen !== undefined);
        for (const agent of seen.agents) {
          const { excluded } = receipt.agents.find(({ agentId }) => agentId === agent.agentId) ?? {};
          expect(excluded === null).toBe(mayTake(agent, chosen, rules.bars));
          if (agent.agentId === offer?.agentId) expect(mayTake(agent, chosen, rules.bars)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order in which tasks and agents are looked at', () => {
    const shuffled = snapshot.chain((seen) =>
      fc.record({
        seen: fc.constant(seen),
        again: fc.record({
          heads: fc.shuffledSubarray([...seen.heads], { minLength: seen.heads.length }),
          agents: fc.shuffledSubarray([...seen.agents], { minLength: seen.agents.length }),
        }),
      }),
    );
    fc.assert(
      fc.property(
        shuffled,
        policy,
        ({ seen, again }, rules) => void expect(decide(again, rules, now).offer).toEqual(decide(seen, rules, now).offer),
      ),
    );
  });

  it('falls the same way when its receipt is read back from the database and decided again', () => {
    fc.assert(
      fc.property(snapshot, policy, (seen, rules) => {
        const { offer, receipt } = decide(seen, rules, now);
        const stored: { snapshot: Snapshot; receipt: typeof receipt } = JSON.parse(JSON.stringify({ snapshot: seen, receipt }));
        const again = decide(stored.snapshot, rules, stored.receipt.at);
        expect(again.offer).toEqual(offer);
        expect(again.receipt).toEqual(stored.receipt);
      }),
    );
  });

  it('lists every head once, best first, and the runner-up is the next one', () => {
    fc.assert(
      fc.property(snapshot, policy, (seen, rules) => {
        const { offer, receipt } = decide(seen, rules, now);
        expect(receipt.heads.map(({ taskId }) => taskId).sort()).toEqual(seen.heads.map(({ taskId }) => taskId).sort());
        expect(receipt.heads.map(({ score }) => score)).toEqual(receipt.heads.map(({ score }) => score).toSorted((a, b) => b - a));
        if (!offer) return;
        const place = receipt.heads.findIndex(({ taskId }) => taskId === offer.taskId);
        expect(receipt.runnerUp).toBe(receipt.heads[place + 1]?.taskId ?? null);
        expect(receipt.heads.map(({ passedOver }) => passedOver)).toEqual(receipt.heads.map((_, i) => i < place));
      }),
    );
  });
});

const task = (traits: Partial<Head>): Head => ({
  taskId: 't',
  queueId: 'support',
  tier: 'standard',
  channel: 'sms',
  neededAt: now,
  skills: {},
  cooling: [],
  ...traits,
});
const agent = (traits: Partial<Candidate>): Candidate => ({
  agentId: 'a',
  queueIds: ['support'],
  skills: {},
  capacity: { voice: 1, sms: 5, email: 5, web_chat: 3 },
  holding: {},
  beingAsked: false,
  idleSince: now - 60_000,
  ...traits,
});
const why = (one: Candidate, head: Head) => decide({ heads: [head], agents: [one] }, policyOf('promise'), now).receipt.agents[0]?.excluded;

describe('an agent is kept out of a task', () => {
  it.each([
    ['of a queue they do not serve', agent({ queueIds: ['sales'] }), task({}), { why: 'not_in_queue' }],
    ['while another offer rings', agent({ beingAsked: true }), task({}), { why: 'being_asked' }],
    ['they have just declined', agent({}), task({ cooling: ['a'] }), { why: 'declined_recently' }],
    ['whose skill they lack', agent({}), task({ skills: { zh: 1 } }), { why: 'skill', skill: 'zh', needed: 1, held: 0 }],
    [
      'whose skill they have less of',
      agent({ skills: { zh: 2 } }),
      task({ skills: { zh: 3 } }),
      { why: 'skill', skill: 'zh', needed: 3, held: 2 },
    ],
    [
      'of a channel they do not work on',
      agent({ capacity: { voice: 1 } }),
      task({}),
      { why: 'capacity', channel: 'sms', held: 0, limit: 0 },
    ],
    ['of a channel they hold enough of', agent({ holding: { sms: 5 } }), task({}), { why: 'capacity', channel: 'sms', held: 5, limit: 5 }],
    ['while they are on a call', agent({ holding: { voice: 1 } }), task({ channel: 'web_chat' }), { why: 'on_a_call' }],
    [
      'that is a call while they are on one',
      agent({ holding: { voice: 1 }, capacity: { voice: 2 } }),
      task({ channel: 'voice' }),
      { why: 'on_a_call' },
    ],
  ])('%s', (_, one, head, excluded) => {
    expect(why(one, head)).toEqual(excluded);
  });

  it('that is kept for somebody else, whatever they know', () => {
    expect(why(agent({ skills: { zh: 5 } }), task({ preferred: 'b', heldFor: 'b' }))).toEqual({ why: 'held_for_other' });
    expect(why(agent({}), task({ preferred: 'a', heldFor: 'a' }))).toBeNull();
    // Known to be good for it, but not waited for: others may take it.
    expect(why(agent({}), task({ preferred: 'b' }))).toBeNull();
  });

  it('whose skill they lack even when it is kept for them, unless the queue lets it pass', () => {
    const held = task({ skills: { zh: 2 }, preferred: 'a', heldFor: 'a' });
    expect(why(agent({}), held)).toMatchObject({ why: 'skill' });
    expect(why(agent({}), { ...held, unskilled: true })).toBeNull();
    // When it is no longer kept for them the exception is over: a class has one rule for all.
    expect(why(agent({}), task({ skills: { zh: 2 }, preferred: 'a', unskilled: true }))).toMatchObject({ why: 'skill' });
  });

  it.each<[string, Channel, Bars]>([
    ['a chat that bars calls', 'web_chat', { web_chat: ['voice'] }],
    ['an SMS that bars everything', 'sms', { voice: ['voice'], sms: [...channels] }],
  ])('by %s, when the policy says so', (_, held, barred) => {
    const rules = { ...policyOf('promise'), bars: barred };
    const calling = task({ channel: 'voice' });
    const { receipt } = decide({ heads: [calling], agents: [agent({ holding: { [held]: 1 } })] }, rules, now);
    expect(receipt.agents[0]?.excluded).toEqual({ why: 'barred', by: held });
  });

  it('but not by a call from a mail, when the policy lets calls and mails go together', () => {
    const rules = { ...policyOf('promise'), bars: { voice: ['voice', 'web_chat', 'sms'] } satisfies Bars };
    expect(decide({ heads: [task({ channel: 'email' })], agents: [agent({ holding: { voice: 1 } })] }, rules, now).offer).not.toBeNull();
  });

  it('but never from a call by chats, SMS and mails, however many', () => {
    expect(why(agent({ holding: { web_chat: 3, sms: 5, email: 5 } }), task({ channel: 'voice' }))).toBeNull();
  });
});

describe('of several agents who may take it', () => {
  const ask = (head: Head, ...agents: Candidate[]) => decide({ heads: [head], agents }, policyOf('promise'), now).offer?.agentId;

  it('the one with the best skill for it is asked, then the one longest idle', () => {
    const fresh = agent({ agentId: 'fresh', skills: { zh: 5 }, idleSince: now - 1000 });
    const idle = agent({ agentId: 'idle', skills: { zh: 2 }, idleSince: now - 100_000 });
    const longer = agent({ agentId: 'longer', skills: { zh: 2 }, idleSince: now - 200_000 });
    expect(ask(task({ skills: { zh: 1 } }), idle, fresh, longer)).toBe('fresh');
    expect(ask(task({}), idle, fresh, longer)).toBe('longer');
  });
});

describe('the agent who knows the matter', () => {
  const expert = agent({ agentId: 'expert', skills: { zh: 5 }, idleSince: now - 900_000 });
  const known = agent({ agentId: 'known', skills: { zh: 1 }, idleSince: now - 1000 });
  const asked = (head: Head, ...agents: Candidate[]) => decide({ heads: [head], agents }, policyOf('promise'), now).offer?.agentId;

  it('is asked before a better and longer idle one', () => {
    expect(asked(task({ skills: { zh: 1 }, preferred: 'known' }), expert, known)).toBe('known');
  });

  it('is not waited for when they cannot take it, unless it is kept for them', () => {
    const busy = { ...known, holding: { sms: 5 } };
    expect(asked(task({ skills: { zh: 1 }, preferred: 'known' }), expert, busy)).toBe('expert');
    expect(asked(task({ skills: { zh: 1 }, preferred: 'known', heldFor: 'known' }), expert, busy)).toBeUndefined();
  });
});

describe('hours in which the queue was closed', () => {
  it('do not count: a mail of the weekend stands behind one that has waited longer in working time', () => {
    const weekend = task({ taskId: 'weekend', channel: 'email', neededAt: now - 60 * 3600_000, closedFor: 59 * 3600_000 });
    const morning = task({ taskId: 'morning', channel: 'email', neededAt: now - 2 * 3600_000 });
    const { offer, receipt } = decide({ heads: [weekend, morning], agents: [agent({})] }, policyOf('promise'), now);
    expect(offer?.taskId).toBe('morning');
    expect(receipt.heads.map(({ score }) => score)).toEqual([2 / 24, 1 / 24]);
  });
});

describe('what nobody can serve', () => {
  it('holds up nobody behind it, and the receipt says that it was passed over', () => {
    const hard = task({ taskId: 'hard', tier: 'platinum', skills: { zh: 5 }, neededAt: now - 9_000_000 });
    const { offer, receipt } = decide({ heads: [hard, task({ taskId: 'easy' })], agents: [agent({})] }, policyOf('promise'), now);
    expect(offer?.taskId).toBe('easy');
    expect(receipt.heads.map(({ taskId, passedOver }) => [taskId, passedOver])).toEqual([
      ['hard', true],
      ['easy', false],
    ]);
  });
});
