import fc from 'fast-check';
import { firstPromises } from '../../../server/catalog/first-configuration.ts';
import { noExceptions } from '../../../server/catalog/read-catalog.ts';
import { channels, presets } from '../../../server/contract/statuses.ts';
import type { Bars, Candidate, Head, Snapshot } from '../../../server/routing/decide.ts';
import { policyFrom } from '../../../server/routing/policy.ts';

const tiers = ['standard', 'silver', 'gold', 'platinum'].map((key, rank) => ({ key, rank }));
export const policyOf = (preset: (typeof presets)[number]) =>
  policyFrom({ version: 7, preset, promises: firstPromises, ...noExceptions }, tiers);
export const now = Date.UTC(2026, 10, 21, 12);

const levels = fc.dictionary(fc.constantFrom('zh', 'en', 'billing'), fc.integer({ min: 1, max: 5 }));
const counts = fc.dictionary(fc.constantFrom(...channels), fc.integer({ min: 0, max: 3 }));
const agentNames = ['a1', 'a2', 'a3', 'a4'];
const queueNames = ['support', 'sales'];

const head: fc.Arbitrary<Head> = fc
  .record({
    taskId: fc.uuid(),
    queueId: fc.constantFrom(...queueNames),
    tier: fc.constantFrom(...tiers.map(({ key }) => key)),
    channel: fc.constantFrom(...channels),
    neededAt: fc.integer({ min: 0, max: 7200 }).map((seconds) => now - seconds * 1000),
    skills: levels,
    cooling: fc.subarray(agentNames),
  })
  .chain((plain) =>
    fc
      .constantFrom<Partial<Head>>(
        {},
        { closedFor: 60_000 },
        { preferred: 'a2' },
        { preferred: 'a3', heldFor: 'a3' },
        { preferred: 'a1', heldFor: 'a1', unskilled: true },
      )
      .map((more) => ({ ...plain, ...more })),
  );

const candidate = (agentId: string): fc.Arbitrary<Candidate> =>
  fc.record({
    agentId: fc.constant(agentId),
    queueIds: fc.subarray(queueNames),
    skills: levels,
    capacity: counts,
    holding: counts,
    beingAsked: fc.boolean(),
    idleSince: fc.integer({ min: 0, max: 3600 }).map((seconds) => now - seconds * 1000),
  });

/** Any moment of a small house. */
export const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  heads: fc.uniqueArray(head, { selector: ({ taskId }) => taskId, maxLength: 8 }),
  agents: fc.subarray(agentNames).chain((names) => fc.tuple(...names.map(candidate))),
});
const bars: fc.Arbitrary<Bars> = fc.oneof(
  fc.constant(noExceptions.bars),
  fc.dictionary(fc.constantFrom(...channels), fc.subarray([...channels])),
);
/** Any rules of it. */
export const policy = fc.tuple(fc.constantFrom(...presets), bars).map(([preset, barred]) => ({ ...policyOf(preset), bars: barred }));
