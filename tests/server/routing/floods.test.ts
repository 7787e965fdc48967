import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPromises } from '../../../server/catalog/first-configuration.ts';
import { noExceptions, type PolicyRow, promiseOf } from '../../../server/catalog/read-catalog.ts';
import type { Channel } from '../../../server/contract/statuses.ts';
import { classKey } from '../../../server/routing/class-key.ts';
import { type Candidate, decide, exclusion, type Head } from '../../../server/routing/decide.ts';
import { policyFrom } from '../../../server/routing/policy.ts';

/** Floods of one tier, islands of skill, agents who come and go: a floor in memory that decides as the router does. */
const tiers = ['standard', 'silver', 'gold', 'platinum'] as const;
const promised: PolicyRow = { version: 1, preset: 'promise', promises: firstPromises, ...noExceptions };
const policy = policyFrom(
  promised,
  tiers.map((key, rank) => ({ key, rank })),
);

const skills = fc.constantFrom({}, {}, { zh: 2 }, { fr: 1 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('flood' as const),
      tier: fc.constantFrom(...tiers),
      size: fc.integer({ min: 1, max: 25 }),
      channel: fc.constantFrom<Channel>('voice', 'sms', 'email'),
      skills,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('come' as const),
      skills: fc.constantFrom({}, { zh: 3 }, { zh: 1, fr: 1 }),
      mail: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('go' as const), who: fc.nat(30) }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('finish' as const), who: fc.nat(30) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 600 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

interface Floor {
  now: number;
  waiting: Head[];
  agents: Candidate[];
  /** Who serves what. */
  held: { agentId: string; channel: Channel }[];
  served: Head[];
  count: number;
}

const emptyFloor = (): Floor => ({ now: 1_800_000_000_000, waiting: [], agents: [], held: [], served: [], count: 0 });

function take(floor: Floor, one: Step): void {
  const name = (kind: string) => `${kind} ${String(floor.count++).padStart(5, '0')}`;
  const agent = 'who' in one ? floor.agents[one.who % Math.max(1, floor.agents.length)] : undefined;
  floor.now += 1000;
  if (one.what === 'wait') floor.now += one.seconds * 1000;
  if (one.what === 'flood')
    for (let i = 0; i < one.size; i++)
      floor.waiting.push({
        taskId: name('task'),
        queueId: 'q',
        tier: one.tier,
        channel: one.channel,
        neededAt: floor.now + i,
        skills: one.skills,
        cooling: [],
      });
  if (one.what === 'come')
    floor.agents.push({
      agentId: name('agent'),
      queueIds: ['q'],
      skills: one.skills,
      capacity: { voice: 1, sms: 2, email: one.mail },
      holding: {},
      beingAsked: false,
      idleSince: floor.now,
    });
  if (one.what === 'go') floor.agents = floor.agents.filter((other) => other !== agent || Object.keys(other.holding).length > 0);
  if (one.what === 'finish' && agent) finish(floor, agent);
}

function finish(floor: Floor, { agentId }: Candidate): void {
  const done = floor.held.find((task) => task.agentId === agentId);
  if (!done) return;
  floor.held.splice(floor.held.indexOf(done), 1);
  change(floor, agentId, done.channel, -1);
}

function change(floor: Floor, agentId: string, channel: Channel, by: number): void {
  floor.agents = floor.agents.map((agent) => {
    if (agent.agentId !== agentId) return agent;
    const { [channel]: held = 0, ...rest } = agent.holding;
    const holding = held + by > 0 ? { ...rest, [channel]: held + by } : rest;
    return { ...agent, holding, idleSince: Object.keys(holding).length === 0 ? floor.now : agent.idleSince };
  });
}

/** Only the oldest of each class, and of agents who can and hold the same only the longest idle. */
function headsOf({ waiting, agents }: Floor): { heads: Head[]; agents: Candidate[] } {
  const first = <Thing>(things: readonly Thing[], key: (thing: Thing) => string): Thing[] => [
    ...new Map(things.toReversed().map((thing) => [key(thing), thing])).values(),
  ];
  return {
    heads: first(waiting, classKey),
    agents: first(
      agents.toSorted((a, b) => a.idleSince - b.idleSince || (a.agentId < b.agentId ? -1 : 1)),
      ({ skills, capacity, holding }) => JSON.stringify([skills, capacity, Object.entries(holding).sort()]),
    ),
  };
}

/** Offers are accepted at once. Whether each would have been made by somebody who looks at everybody. */
function route(floor: Floor): boolean {
  for (;;) {
    const { offer } = decide(headsOf(floor), policy, floor.now);
    const everybody = decide({ heads: floor.waiting, agents: floor.agents }, policy, floor.now).offer;
    if (JSON.stringify(offer) !== JSON.stringify(everybody)) return false;
    const task = floor.waiting.find(({ taskId }) => taskId === offer?.taskId);
    if (!offer || !task) return true;
    floor.waiting.splice(floor.waiting.indexOf(task), 1);
    floor.served.push(task);
    floor.held.push({ agentId: offer.agentId, channel: task.channel });
    change(floor, offer.agentId, task.channel, 1);
  }
}

const days = fc.array(step, { minLength: 5, maxLength: 40 });

describe('whatever floods in, and whoever comes and goes', () => {
  it('looking at heads alone leads to the same offers as looking at everybody', () => {
    fc.assert(
      fc.property(days, (day) => {
        const floor = emptyFloor();
        for (const one of day) {
          take(floor, one);
          expect(route(floor)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nobody waits beside an agent who may serve them, and nobody holds more than they can', () => {
    fc.assert(
      fc.property(days, (day) => {
        const floor = emptyFloor();
        for (const one of day) {
          take(floor, one);
          route(floor);
          expect(floor.agents.filter((agent) => floor.waiting.some((task) => exclusion(agent, task, policy.bars) === null))).toEqual([]);
          expect(
            floor.agents.filter(({ holding, capacity }) => (holding.voice ?? 0) > 1 || (holding.sms ?? 0) > (capacity.sms ?? 0)),
          ).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nobody is overtaken by who came in the last part of their wait that is as long as one promise is of the other', () => {
    fc.assert(
      fc.property(days, (day) => {
        const floor = emptyFloor();
        for (const one of day) {
          take(floor, one);
          const before = floor.served.length;
          route(floor);
          for (const served of floor.served.slice(before))
            for (const left of floor.waiting) expect(overtakesTooMuch(served, left, floor.now)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Of one kind of need, so that whoever was asked for the one could have been asked for the other. */
function overtakesTooMuch(served: Head, left: Head, now: number): boolean {
  if (served.channel !== left.channel || classKey({ ...served, tier: '' }) !== classKey({ ...left, tier: '' })) return false;
  const [theirs, own] = [served, left].map((head) => promiseOf(promised, head));
  return served.neededAt > now - ((now - left.neededAt) * (theirs ?? 0)) / (own ?? 1) && served.neededAt > left.neededAt;
}
