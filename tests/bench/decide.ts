import { firstPromises } from '../../server/catalog/first-configuration.ts';
import { noExceptions } from '../../server/catalog/read-catalog.ts';
import { channels } from '../../server/contract/statuses.ts';
import { type Candidate, decide, type Head } from '../../server/routing/decide.ts';
import { policyFrom } from '../../server/routing/policy.ts';
import type { Bench } from './bench.ts';
import { summary } from './support/summarise.ts';

const CLASSES = 20;
const AGENTS = 50;

/** Decisions a second of the pure function: 20 classes of waiting tasks, 50 agents of whom some are full or lack a skill. */
export const measureDecide: Bench = async ({ rounds, seconds }) => {
  const tiers = Object.keys(firstPromises).map((key, i) => ({ key, rank: 3 - i }));
  const policy = policyFrom({ version: 1, preset: 'promise', promises: firstPromises, ...noExceptions }, tiers);
  const snapshot = {
    heads: Array.from({ length: CLASSES }, (_, n) => headOf(n, tiers)),
    agents: Array.from({ length: AGENTS }, (_, n) => agentOf(n)),
  };
  const round = (): number => {
    const begun = performance.now();
    let decisions = 0;
    for (; performance.now() - begun < (seconds * 1000) / 5; decisions++) {
      decide(snapshot, policy, NOW + decisions);
    }
    return (1000 * decisions) / (performance.now() - begun);
  };
  round();
  const rates = Array.from({ length: rounds }, round);
  return { classes: CLASSES, agents: AGENTS, perSecond: summary(rates) };
};

const NOW = Date.UTC(2026, 0, 5, 9);
const queues = ['support', 'sales'];

function headOf(n: number, tiers: readonly { key: string }[]): Head {
  return {
    taskId: `task-${n}`,
    queueId: queues[n % queues.length] ?? '',
    tier: tiers[n % tiers.length]?.key ?? '',
    channel: channels[n % channels.length] ?? 'sms',
    neededAt: NOW - 1000 * (5 + 13 * n),
    skills: n % 3 === 0 ? { zh: 2 } : {},
    cooling: n % 7 === 0 ? ['agent-1', 'agent-2'] : [],
  };
}

function agentOf(n: number): Candidate {
  return {
    agentId: `agent-${n}`,
    queueIds: n % 3 === 0 ? queues : [queues[n % queues.length] ?? ''],
    skills: { en: 3, ...(n % 4 === 0 ? { zh: 4 } : {}) },
    capacity: { voice: 1, sms: 5, email: 5, web_chat: 3 },
    holding: n % 5 === 0 ? { sms: 5, email: 5, web_chat: 3 } : { web_chat: n % 4 },
    beingAsked: n % 6 === 0,
    idleSince: NOW - 1000 * (n * 17),
  };
}
