import { type Candidate, decide, type Head, type Offer, type Policy, type Receipt, type Snapshot } from './decide.ts';
import { keepWhatMattered } from './keep-what-mattered.ts';
import type { LiveSnapshot } from './read-snapshot.ts';

/** An offer with what is stored of its decision, itself a decision that fell the same way. */
export interface Decided {
  readonly offer: Offer;
  readonly queueId: string;
  readonly snapshot: Snapshot;
  readonly receipt: Receipt;
}

/**
 * Up to `most` decisions from one look, each as it would have fallen had the one before been stored and everything been
 * looked at again: the task offered has left its line, and its agent is being asked.
 */
export function decideInTurn(seen: LiveSnapshot, policy: Policy, now: number, most: number): Decided[] {
  const decided: Decided[] = [];
  let { lines, agents } = seen;
  while (decided.length < most) {
    const snapshot = { heads: lines.flatMap(([head]) => head ?? []), agents, unlisted: seen.unlisted ?? NOBODY };
    const { offer, receipt } = decide(snapshot, policy, now);
    const head = snapshot.heads.find(({ taskId }) => taskId === offer?.taskId);
    if (!offer || !head) break;
    decided.push({ offer, queueId: head.queueId, ...toKeep(snapshot, policy, offer, receipt) });
    lines = lines.map((line) => (line[0] === head ? line.slice(1) : line));
    agents = agents.map((agent) => (agent.agentId === offer.agentId ? asked(agent, head) : agent));
  }
  return decided;
}

const NOBODY = { heads: 0, agents: 0 };

const asked = (agent: Candidate, { channel }: Head): Candidate => ({
  ...agent,
  beingAsked: true,
  holding: { ...agent.holding, [channel]: (agent.holding[channel] ?? 0) + 1 },
});

function toKeep(snapshot: Snapshot, policy: Policy, offer: Offer, receipt: Receipt): Pick<Decided, 'snapshot' | 'receipt'> {
  const kept = keepWhatMattered(snapshot, receipt, offer, policy.bars);
  return { snapshot: kept, receipt: kept === snapshot ? receipt : decide(kept, policy, receipt.at).receipt };
}
