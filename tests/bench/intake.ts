import type { Bench, Plan } from './bench.ts';
import { openConsole } from './support/open-console.ts';
import { profileStatements } from './support/profile-statements.ts';
import { query } from './support/query.ts';
import { cpuOf, treeOf } from './support/read-processes.ts';
import { CUSTOMERS_A_SECOND, type Installation, type Side, startInstallation } from './support/start-installation.ts';
import { median, ratio, rounded, summary } from './support/summarise.ts';

const concurrencies = [16, 32, 64];
/** Rounds that do not count. */
const WARM_UP = 2;

/**
 * Inbound messages a second through the whole path, from the signed webhook to a connected console, against a bare
 * server that writes the same rows in one round trip.
 */
export const measureIntake: Bench = async (plan) => {
  const rounds = plan.rounds + concurrencies.length + WARM_UP;
  const installation = await startInstallation(plan, { customers: Math.ceil(rounds * plan.seconds * CUSTOMERS_A_SECOND) });
  try {
    return await measure(plan, installation);
  } finally {
    await installation.stop();
  }
};

async function measure(plan: Plan, installation: Installation): Promise<object> {
  const { hub, cluster, sides } = installation;
  const desk = await openConsole(hub.url, installation.supervisorToken);
  let pushed = 0;
  desk.on('event', ({ name }) => {
    if (name === 'message.received') pushed++;
  });
  const drive = (side: Side, concurrency: number) => driveRound(plan, installation, side, concurrency);
  plan.say('  warming up, finding the best concurrency');
  const ours = await findBest((concurrency) => drive(sides.hub, concurrency));
  const theirs = await findBest((concurrency) => drive(sides.limit, concurrency));
  // As autovacuum would a minute later: plans made on empty tables are no good on full ones.
  for (const database of ['hub', 'limit']) await query(cluster.url(database), 'analyze');
  const statements = plan.profile && (await profileStatements(cluster.url('hub'), plan.profile));

  const hubRounds: Round[] = [];
  const limitRounds: Round[] = [];
  for (let round = 1; round <= plan.rounds; round++) {
    hubRounds.push(await drive(sides.hub, ours.concurrency));
    limitRounds.push(await drive(sides.limit, theirs.concurrency));
    plan.say(`  round ${round}: hub ${hubRounds.at(-1)?.perSecond.toFixed(0)}/s, limit ${limitRounds.at(-1)?.perSecond.toFixed(0)}/s`);
  }
  if (statements) await statements.write();
  const answered = ours.answered + hubRounds.reduce((sum, round) => sum + round.answered, 0);
  const consoleSaw = await settle(() => pushed, answered);
  desk.disconnect();
  const rate = (rounds: Round[]) => rounds.map(({ perSecond }) => perSecond);
  return {
    aim: 'ratio >= 0.4',
    ...ratio(rate(hubRounds), rate(limitRounds)),
    cpuRatio: rounded(totalCpu(limitRounds) / totalCpu(hubRounds)),
    hub: { perSecond: summary(rate(hubRounds)), concurrency: ours.concurrency, cpuMsPerMessage: cpuOfRounds(hubRounds) },
    limit: { perSecond: summary(rate(limitRounds)), concurrency: theirs.concurrency, cpuMsPerMessage: cpuOfRounds(limitRounds) },
    answered,
    consoleSaw,
  };
}

interface Round {
  readonly answered: number;
  readonly perSecond: number;
  /** Milliseconds of processor time for each message. */
  readonly cpu: { readonly server: number; readonly postgres: number; readonly load: number };
}

async function driveRound(
  { seconds }: Plan,
  { cluster, load, customers }: Installation,
  { url, pid }: Side,
  concurrency: number,
): Promise<Round> {
  const clock = () => ({ server: cpuOf([pid]), postgres: cpuOf(treeOf(cluster.pid)), load: cpuOf([load.pid]) });
  const before = clock();
  const { answered, perSecond } = await load.drive({ url, customers, concurrency, seconds });
  const after = clock();
  const each = (who: keyof typeof before) => (after[who] - before[who]) / answered;
  return { answered, perSecond, cpu: { server: each('server'), postgres: each('postgres'), load: each('load') } };
}

/** The first rounds only warm up: a hub is started once and runs for weeks. */
async function findBest(drive: (concurrency: number) => Promise<Round>): Promise<{ concurrency: number; answered: number }> {
  let best = { concurrency: 16, perSecond: 0 };
  let answered = 0;
  for (let round = 0; round < WARM_UP; round++) answered += (await drive(best.concurrency)).answered;
  for (const concurrency of concurrencies) {
    const round = await drive(concurrency);
    answered += round.answered;
    if (round.perSecond > best.perSecond) best = { concurrency, perSecond: round.perSecond };
  }
  return { concurrency: best.concurrency, answered };
}

/** Of all who take part, the load generator included: what the throughput comes to when no core is left idle. */
const totalCpu = (rounds: readonly Round[]): number => median(rounds.map(({ cpu }) => cpu.server + cpu.postgres + cpu.load));

const cpuOfRounds = (rounds: readonly Round[]) => {
  const of = (who: keyof Round['cpu']) => rounded(median(rounds.map(({ cpu }) => cpu[who])));
  return { server: of('server'), postgres: of('postgres'), loadGenerator: of('load') };
};

/** What was answered last may still be on its way to the console. */
async function settle(count: () => number, wanted: number): Promise<number> {
  for (let waited = 0; waited < 100 && count() < wanted; waited++) await new Promise((later) => setTimeout(later, 50));
  return count();
}
