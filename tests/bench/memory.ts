import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Plan } from './bench.ts';
import { memoryOf, treeOf } from './support/read-processes.ts';
import { type Cluster, startCluster } from './support/start-cluster.ts';
import { type HubProgram, startHub } from './support/start-hub.ts';
import { CUSTOMERS_A_SECOND, startInstallation } from './support/start-installation.ts';
import { median, percentile } from './support/summarise.ts';

/** Memory of the whole server set, PostgreSQL included, in MB. Its share of what other processes also map is counted by share (PSS). */
export const measureMemory: Bench = async (plan) => ({
  aim: 'pss < 300 MB',
  idle: await idle(plan, false),
  idleWithDemo: await idle(plan, true),
  underLoad: await underLoad(plan),
});

async function idle(plan: Plan, demo: boolean): Promise<object> {
  const cluster = await startCluster(false);
  try {
    await cluster.create('hub', 'template0');
    const hub = await startHub(cluster, 'hub', { demo });
    try {
      return await watch(hub, cluster, plan.seconds * 3);
    } finally {
      await hub.stop();
    }
  } finally {
    await cluster.stop();
  }
}

/** As much as can be taken in, for three rounds. */
async function underLoad(plan: Plan): Promise<object> {
  const installation = await startInstallation(plan, { customers: Math.ceil(plan.seconds * 3 * CUSTOMERS_A_SECOND) });
  const { hub, cluster, sides, load, customers } = installation;
  try {
    const seconds = plan.seconds * 3;
    const [memory, report] = await Promise.all([
      watch(hub, cluster, seconds),
      load.drive({ url: sides.hub.url, customers, concurrency: 32, seconds }),
    ]);
    return { ...memory, messages: report.answered };
  } finally {
    await installation.stop();
  }
}

/** Every half second; the last third of the time counts. */
async function watch(hub: HubProgram, cluster: Cluster, seconds: number): Promise<object> {
  const seen: { hub: number; postgres: number; all: number; rss: number }[] = [];
  for (let n = 0; n < seconds * 2; n++) {
    await pause(500);
    const [node, postgres] = [memoryOf([hub.pid]), memoryOf(treeOf(cluster.pid))];
    seen.push({ hub: node.pss, postgres: postgres.pss, all: node.pss + postgres.pss, rss: node.rss + postgres.rss });
  }
  const counted = seen.slice(-Math.ceil(seen.length / 3));
  const typical = (which: keyof (typeof seen)[number]) => Math.round(median(counted.map((one) => one[which])));
  return {
    pss: typical('all'),
    highest: Math.round(
      percentile(
        seen.map(({ all }) => all),
        1,
      ),
    ),
    hub: typical('hub'),
    postgres: typical('postgres'),
    rssSum: typical('rss'),
  };
}
