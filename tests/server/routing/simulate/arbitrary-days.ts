import fc from 'fast-check';
import { type Channel, channels } from '../../../../server/contract/statuses.ts';
import { type Arrival, collectArrivals } from '../../../../server/routing/simulate/collect-arrivals.ts';
import type { Pool, Rules } from '../../../../server/routing/simulate/scenario.ts';

export const tiers = ['platinum', 'gold', 'silver', 'standard'];
export const shippedPromises = {
  platinum: { voice: 10, web_chat: 20, sms: 300, email: 3600 },
  gold: { voice: 20, web_chat: 40, sms: 600, email: 7200 },
  silver: { voice: 60, web_chat: 90, sms: 1800, email: 28_800 },
  standard: { voice: 120, web_chat: 180, sms: 3600, email: 86_400 },
};

export interface Day {
  readonly rules: Rules;
  readonly arrivals: readonly Arrival[];
}

const line = fc.record({ headStart: fc.integer({ min: -60, max: 60 }), acceleration: fc.integer({ min: 0, max: 8 }).map((n) => n / 4) });
const lines = fc.record({ voice: line, sms: line, email: line, web_chat: line });
export const policies: fc.Arbitrary<Rules['policy']> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('promise' as const, 'deadline' as const, 'strict' as const, 'first-come' as const) },
  { weight: 1, arbitrary: fc.record({ platinum: lines, gold: lines, silver: lines, standard: lines }) },
);

const pool: fc.Arbitrary<Pool> = fc.record({
  count: fc.integer({ min: 1, max: 3 }),
  queues: fc.subarray(['support', '售后'], { minLength: 1 }),
  // Skill islands: what some pools have the others lack.
  skills: fc.dictionary(fc.constantFrom('zh', 'en', 'billing'), fc.integer({ min: 1, max: 3 }), { maxKeys: 2 }),
  capacity: fc.dictionary(fc.constantFrom<Channel>(...channels), fc.integer({ min: 1, max: 3 }), { minKeys: 1 }),
});

/** A need that at least this pool can meet. */
const needOf = ({ queues, skills, capacity }: Pool): fc.Arbitrary<Arrival['need']> =>
  fc.record({
    queueId: fc.constantFrom(...queues),
    // Mostly the lowest tier, sometimes a flood of it.
    tier: fc.oneof(fc.constant('standard'), fc.constantFrom(...tiers)),
    channel: fc.constantFrom(...channels.filter((channel) => capacity[channel] !== undefined)),
    skills: fc
      .subarray(Object.entries(skills))
      .chain((asked) =>
        fc
          .tuple(...asked.map(([, level]) => fc.integer({ min: 1, max: level })))
          .map((levels) => Object.fromEntries(asked.map(([skill], i) => [skill, levels[i] ?? 1]))),
      ),
  });

/** Whole seconds, so that much happens at one instant; ids in no order. */
const arrivalAt = (needs: fc.Arbitrary<Arrival['need']>, horizon: number, moment: fc.Arbitrary<number>): fc.Arbitrary<Arrival> =>
  fc.record({
    id: fc.uuid(),
    at: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: moment }),
    need: needs,
    handle: fc.integer({ min: 0, max: horizon / 3 }),
    patience: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: horizon })),
  });

const days = (horizon: number, moment: fc.Arbitrary<number>, maxLength: number, policy: fc.Arbitrary<Rules['policy']>): fc.Arbitrary<Day> =>
  fc.array(pool, { minLength: 1, maxLength: 4 }).chain((agents) =>
    fc.record({
      rules: fc.record({ agents: fc.constant(agents), policy, promises: fc.constant(shippedPromises) }),
      arrivals: fc.uniqueArray(
        fc.constantFrom(...agents).chain((one) => arrivalAt(needOf(one), horizon, moment)),
        {
          selector: ({ id }) => id,
          minLength: 1,
          maxLength,
        },
      ),
    }),
  );

/** Small days full of coincidences. */
export const tiedDays = days(30, fc.integer({ min: -10, max: 30 }), 40, policies);

/** Days on which no two things happen at once. */
export const smoothDays = (policy = policies): fc.Arbitrary<Day> => days(60, fc.double({ min: 0, max: 60, noNaN: true }), 60, policy);

/** The arrivals as the simulator takes them. */
export function arrivalsOf(rows: readonly Arrival[]) {
  const collected = collectArrivals();
  for (const row of rows) collected.add(row);
  return collected.arrivals();
}
