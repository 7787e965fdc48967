import type { Bars, Candidate, Head, Offer, Receipt, Snapshot } from './decide.ts';
import { exclusion } from './decide.ts';

/** How many a receipt names of those passed over, and of those behind the winner. */
const PASSED_OVER = 20;
const BEHIND = 20;
/** Up to so many agents all are named; of more than that, some. */
const ALL_AGENTS = 50;
const SOME_AGENTS = 20;

/**
 * The part of a snapshot that its receipt is to be read from for ever: decided again it falls the same way, because what is
 * left out could not be served by anybody, stood behind the winner, or fitted no better than who was asked.
 */
export function keepWhatMattered(snapshot: Snapshot, { heads: race }: Receipt, offer: Offer, bars: Bars): Snapshot {
  const winner = snapshot.heads.find(({ taskId }) => taskId === offer.taskId);
  const asked = snapshot.agents.find(({ agentId }) => agentId === offer.agentId);
  if (!winner || !asked) return snapshot;
  const heads = headsToName(snapshot, race, winner, asked);
  const agents = agentsToName(snapshot.agents, winner, asked, bars);
  if (heads.length === snapshot.heads.length && agents.length === snapshot.agents.length) return snapshot;
  const { unlisted = { heads: 0, agents: 0 } } = snapshot;
  return {
    heads,
    agents,
    unlisted: {
      heads: unlisted.heads + snapshot.heads.length - heads.length,
      agents: unlisted.agents + snapshot.agents.length - agents.length,
    },
  };
}

/** Around the winner, and the next one that the agent who was asked would have been asked about. */
function headsToName({ heads }: Snapshot, race: Receipt['heads'], winner: Head, asked: Candidate): Head[] {
  if (heads.length <= PASSED_OVER + 1 + BEHIND) return [...heads];
  const byId = new Map(heads.map((head) => [head.taskId, head]));
  const inOrder = race.flatMap(({ taskId }) => byId.get(taskId) ?? []);
  const place = inOrder.indexOf(winner);
  const behind = inOrder.slice(place + 1);
  const next = behind.slice(BEHIND).find(({ queueId }) => asked.queueIds.includes(queueId));
  const theirs = behind.slice(0, BEHIND).some(({ queueId }) => asked.queueIds.includes(queueId));
  return [...inOrder.slice(0, Math.min(place, PASSED_OVER)), winner, ...behind.slice(0, BEHIND), ...(next && !theirs ? [next] : [])];
}

/** Who was asked, then those who could have been, then those kept out. */
function agentsToName(agents: readonly Candidate[], winner: Head, asked: Candidate, bars: Bars): Candidate[] {
  if (agents.length <= ALL_AGENTS) return [...agents];
  const others = agents.filter((agent) => agent !== asked);
  const could = others.filter((agent) => exclusion(agent, winner, bars) === null);
  return [asked, ...could, ...others.filter((agent) => !could.includes(agent))].slice(0, SOME_AGENTS);
}
