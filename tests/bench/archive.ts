import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import type { Bench, Plan } from './bench.ts';
import { addPeople } from './support/add-people.ts';
import { questionsOf } from './support/ask-archive.ts';
import { type ArchiveSize, fillArchive } from './support/fill-archive.ts';
import { query } from './support/query.ts';
import { type Cluster, startCluster } from './support/start-cluster.ts';
import { type HubProgram, startHub } from './support/start-hub.ts';
import { median, percentile, rounded } from './support/summarise.ts';
import { putRules, timeTier } from './support/time-tier.ts';

const small: ArchiveSize = { customers: 10_000, lines: 100_000 };
const large: ArchiveSize = { customers: 1_000_000, lines: 10_000_000 };
/** What a quick run takes instead: the large one needs a quarter of an hour and 12 GB. */
const middle: ArchiveSize = { customers: 100_000, lines: 1_000_000 };
/** Requests of one kind in a round, after as many that only warm up. */
const REQUESTS = 40;

/**
 * Whether the archive answers as fast from ten million lines as from a hundred thousand: whole API answers, beside the
 * bare indexed query on a connection of its own in the same rounds.
 */
export const measureArchive: Bench = async (plan) => {
  const sizes = plan.rounds > 3 ? [small, large] : [small, middle];
  const measured: Record<string, Measure>[] = [];
  for (const size of sizes) measured.push(await withArchive(plan, size));
  const [before = {}, after = {}] = measured;
  const growth = (of: (measures: Record<string, Measure>) => number | undefined) =>
    rounded((of(after) ?? Number.NaN) / (of(before) ?? Number.NaN));
  const overFloor = (name: string) => (measures: Record<string, Measure>) =>
    (measures[name]?.ms ?? Number.NaN) / (measures.floor?.ms ?? Number.NaN);
  const report = Object.fromEntries(
    Object.keys(after).map((name) => [
      name,
      {
        growth: growth((measures) => measures[name]?.ms),
        // What else the machine was doing shows in an empty answer as well.
        growthOverFloor: growth(overFloor(name)),
        small: before[name],
        large: after[name],
      },
    ]),
  );
  return { aim: 'growth <= 1.5 of identify and firstPage, ratio to the bare query <= 3, searches < 100 ms', sizes, ...report };
};

interface Measure {
  /** Median of a whole answer, in milliseconds. */
  readonly ms: number;
  readonly p95: number;
  /** Median of the bare query on the server's own connection; absent where there is none to compare with. */
  readonly bareMs?: number;
  readonly ratio?: number;
  /** To the bare query and an empty answer of the same server (`floor`) together: what is the hub's own. */
  readonly ratioOverFloor?: number;
}

/** The data lies in the system's folder for temporary files and goes with the run. */
async function withArchive(plan: Plan, size: ArchiveSize): Promise<Record<string, Measure>> {
  const cluster = await startCluster(false, [], tmpdir());
  try {
    await cluster.create('hub', 'template0');
    await (await startHub(cluster, 'hub')).stop();
    const began = performance.now();
    await fillArchive(cluster.url('hub'), cluster.folder, size);
    plan.say(`  ${size.lines} lines filled in ${Math.round((performance.now() - began) / 1000)} s, ${await diskOf(cluster)}`);
    await putRules(cluster.url('hub'));
    const [supervisor = ''] = await addPeople(cluster.url('hub'), 'supervisor', 1);
    const [agent = ''] = await addPeople(cluster.url('hub'), 'agent', 1);
    const hub = await startHub(cluster, 'hub');
    try {
      return await measure(plan, cluster, hub, size, { supervisor, agent });
    } finally {
      await hub.stop();
    }
  } finally {
    await cluster.stop();
  }
}

async function diskOf(cluster: Cluster): Promise<string> {
  const [row] = await query<{ size: string }>(cluster.url('hub'), 'select pg_size_pretty(pg_database_size(current_database())) as size');
  return row?.size ?? '';
}

async function measure(
  plan: Plan,
  cluster: Cluster,
  { url }: HubProgram,
  size: ArchiveSize,
  tokens: Record<'supervisor' | 'agent', string>,
): Promise<Record<string, Measure>> {
  const client = new pg.Client({ connectionString: cluster.url('hub') });
  await client.connect();
  const spread = (n: number) => Math.floor((((n + 1) * 0.618034) % 1) * (size.customers / 2 - 1));
  const report: Record<string, Measure> = {};
  try {
    for (const [name, { ask, bare, as = 'supervisor' }] of Object.entries(questionsOf(spread))) {
      const headers = { authorization: `Bearer ${tokens[as]}` };
      const whole = (n: number) => answer(`${url}${ask(n)}`, headers);
      const plain = bare && ((n: number) => client.query({ name, text: bare[0], values: bare[1](n) }));
      for (let n = 0; n < REQUESTS; n++) await Promise.all([whole(n), plain?.(n)]);
      const [ours, theirs] = [await time(whole), plain ? await time(plain) : []];
      const bareMs = rounded(median(theirs));
      const ms = rounded(median(ours));
      report[name] = {
        ms,
        p95: rounded(percentile(ours, 0.95)),
        ...(plain ? { bareMs, ratio: rounded(ms / bareMs), ratioOverFloor: rounded(ms / (bareMs + (report.floor?.ms ?? 0))) } : {}),
      };
      plan.say(`  ${name}: ${JSON.stringify(report[name])}`);
    }
    const tier: number[] = [];
    for (let n = 0; n < REQUESTS / 2; n++) tier.push(await timeTier(client, url, tokens.supervisor, 4 * Math.floor(spread(n) / 4)));
    report.tierAfterOrder = { ms: rounded(median(tier)), p95: rounded(percentile(tier, 0.95)) };
    plan.say(`  tierAfterOrder: ${JSON.stringify(report.tierAfterOrder)}`);
  } finally {
    await client.end();
  }
  return report;
}

async function time(act: (n: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < REQUESTS; n++) {
    const began = performance.now();
    await act(n + REQUESTS);
    took.push(performance.now() - began);
  }
  return took;
}

async function answer(address: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(address, { headers });
  const body = await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status} ${body}`);
}
