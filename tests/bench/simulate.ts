import { channels } from '../../server/contract/statuses.ts';
import { generateArrivals } from '../../server/routing/simulate/generate-arrivals.ts';
import { parseScenario } from '../../server/routing/simulate/read-scenario.ts';
import { runSimulation } from '../../server/routing/simulate/run-simulation.ts';
import type { Scenario } from '../../server/routing/simulate/scenario.ts';
import { summarise } from '../../server/routing/simulate/summarise.ts';
import type { Bench } from './bench.ts';
import { summary } from './support/summarise.ts';

/** How many arrivals a second the simulator plays, from drawing them to the figures. */
export const measureSimulate: Bench = async ({ rounds }) =>
  Object.fromEntries(
    Object.entries(scenarios).map(([name, given]) => {
      const scenario = parseScenario(given);
      simulate(scenario);
      return [name, { arrivalsPerSecond: summary(Array.from({ length: rounds }, () => simulate(scenario))) }];
    }),
  );

function simulate(scenario: Scenario): number {
  const { streams = [], arrivals: count = 0 } = scenario;
  const begun = performance.now();
  const arrivals = generateArrivals(scenario, streams, count);
  summarise(scenario, arrivals, runSimulation(scenario, arrivals));
  return count / ((performance.now() - begun) / 1000);
}

const tiers = ['platinum', 'gold', 'silver', 'standard'];
const promises = Object.fromEntries(tiers.map((tier, i) => [tier, Object.fromEntries(channels.map((channel) => [channel, 20 * 2 ** i]))]));
const exponential = (mean: number) => ({ distribution: 'exponential', mean });
const stream = (tier: string, ratePerSecond: number, traits: object = {}) => ({
  queue: 'support',
  tier,
  channel: 'voice',
  ratePerSecond,
  handle: exponential(200),
  ...traits,
});
const callers = { queues: ['support'], capacity: { voice: 1 } };
const languages = ['zh', 'en', 'ja', 'de', 'fr'];

const scenarios = {
  /** The one of the documentation: 20 agents, two tiers, calls. */
  oneQueue: {
    arrivals: 400_000,
    promises,
    agents: [{ count: 20, ...callers }],
    streams: [stream('gold', 0.02), stream('standard', 0.067)],
  },
  /** Twice as many customers as can be served, so that ever more wait: up to 200 000 at once. */
  overloaded: {
    arrivals: 400_000,
    promises,
    agents: [{ count: 20, ...callers }],
    streams: tiers.map((tier) => stream(tier, 0.05)),
  },
  /** 1 000 agents of five languages on all channels, four tiers: 80 classes, impatient callers. */
  thousandAgents: {
    arrivals: 400_000,
    promises,
    agents: languages.map((language, i) => ({
      count: 200,
      queues: ['support'],
      skills: { [language]: 3, [languages[(i + 1) % 5] ?? 'en']: 1 },
      capacity: { voice: 1, web_chat: 3, sms: 5, email: 5 },
    })),
    streams: tiers.flatMap((tier) =>
      channels.flatMap((channel) =>
        languages.map((language) => stream(tier, 0.16, { channel, skills: { [language]: 1 }, patience: exponential(600) })),
      ),
    ),
  },
};
