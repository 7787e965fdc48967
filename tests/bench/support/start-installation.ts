import { fileURLToPath } from 'node:url';
import { administer } from '../../support/administer.ts';
import type { Plan } from '../bench.ts';
import { addCustomers, addPeople } from './add-people.ts';
import { type LoadGenerator, startLoadGenerator } from './drive-load.ts';
import { query } from './query.ts';
import { type Cluster, startCluster } from './start-cluster.ts';
import { type HubProgram, startHub } from './start-hub.ts';
import { startProgram } from './start-program.ts';

/** More than any machine we know takes in a second, so that nobody writes a third time. */
export const CUSTOMERS_A_SECOND = 2500;

/** A server that takes SMS webhooks. */
export interface Side {
  readonly url: string;
  readonly pid: number;
}

/** A hub with customers and people, and the bare server that is its limit, on copies of the same database. */
export interface Installation {
  readonly cluster: Cluster;
  readonly hub: HubProgram;
  readonly sides: { readonly hub: Side; readonly limit: Side };
  readonly customers: number;
  readonly agentTokens: readonly string[];
  readonly supervisorToken: string;
  readonly load: LoadGenerator;
  stop(): Promise<void>;
}

const limitServer = fileURLToPath(new URL('../limit-server.ts', import.meta.url));

export async function startInstallation(
  plan: Plan,
  { customers, agents = 0 }: { customers: number; agents?: number },
): Promise<Installation> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  const started = <Thing extends { stop(): Promise<void> }>(thing: Thing): Thing => {
    stops.push(thing.stop);
    return thing;
  };
  try {
    const cluster = started(await startCluster(plan.profile !== undefined));
    const { agentTokens, supervisorToken, inbox } = await prepare(cluster, customers, agents);
    const hub = started(await startHub(cluster, 'hub', { profile: plan.profile }));
    const limit = started(
      await startProgram(['--import', 'tsx', limitServer], { DATABASE_URL: cluster.url('limit') }, /listening on (\d+)/),
    );
    const load = started(startLoadGenerator());
    return {
      cluster,
      hub,
      customers,
      agentTokens,
      supervisorToken,
      load,
      stop,
      sides: {
        hub: { url: `${hub.url}/webhooks/${inbox}/message`, pid: hub.pid },
        limit: { url: `http://127.0.0.1:${limit.said}/`, pid: limit.pid },
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A hub configures the first database when it starts on it; the two that are measured are copies of it. */
async function prepare(cluster: Cluster, customers: number, agents: number) {
  await cluster.create('first', 'template0');
  await (await startHub(cluster, 'first')).stop();
  const url = cluster.url('first');
  await addCustomers(url, customers);
  const agentTokens = await addPeople(url, 'agent', agents);
  const [supervisorToken = ''] = await addPeople(url, 'supervisor', 1);
  const [inbox] = await query<{ id: string }>(url, `select id from inboxes where channel = 'sms'`);
  for (const name of ['hub', 'limit']) await cluster.create(name, 'first');
  await administer(cluster.url('postgres'), 'checkpoint');
  return { agentTokens, supervisorToken, inbox: inbox?.id };
}
