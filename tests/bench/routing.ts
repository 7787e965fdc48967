import type { WireEvent } from '../../server/contract/events.ts';
import { administer } from '../support/administer.ts';
import type { Bench, Plan } from './bench.ts';
import { addPeople } from './support/add-people.ts';
import { addBusyAgents, addFreeAgents, fillQueue } from './support/fill-floor.ts';
import { type Console, openConsole } from './support/open-console.ts';
import { query } from './support/query.ts';
import { type Cluster, startCluster } from './support/start-cluster.ts';
import { startHub } from './support/start-hub.ts';
import { median, percentile, ratio, rounded, summary } from './support/summarise.ts';
import { writeOffers } from './support/write-offers.ts';

const AGENTS = 1000;
const WAITING = [100, 10_000, 100_000];
/** Agents of the thousand who sit at a console and become free in turn. */
const SEATED = 10;

/**
 * From the moment an agent becomes free to the moment the offer is stored, and is on the desk, while ever more wait; and how
 * many offers a second are decided when everybody is free at once, against a bare connection that writes the same rows.
 */
export const measureRouting: Bench = async (plan) => {
  // Both moments are commits, told by the clock of the database.
  const cluster = await startCluster(plan.profile !== undefined, ['track_commit_timestamp = on']);
  try {
    await cluster.create('empty', 'template0');
    await (await startHub(cluster, 'empty')).stop();
    const latency = await measureLatency(plan, cluster);
    return { aim: 'growth <= 1.5', agents: AGENTS, latency, burst: await measureBurst(plan, cluster) };
  } finally {
    await cluster.stop();
  }
};

interface Sample {
  /** Milliseconds from the commit that freed the agent. */
  readonly stored: number;
  readonly onDesk: number;
}

/** A hub whose queue has grown while it ran. */
interface Floor {
  readonly waiting: number;
  readonly samples: Sample[][];
  sample(count: number): Promise<Sample[]>;
  close(): Promise<void>;
}

/** The floors are sampled in turn, so that they share the machine's mood. */
async function measureLatency(plan: Plan, cluster: Cluster): Promise<object> {
  await cluster.create('busy', 'empty');
  await addBusyAgents(cluster.url('busy'), AGENTS - SEATED);
  const floors: Floor[] = [];
  try {
    for (const waiting of WAITING) floors.push(await openFloor(plan, cluster, waiting));
    for (let round = 0; round < plan.rounds; round++) for (const floor of floors) floor.samples.push(await floor.sample(2 * SEATED));
    return present(floors);
  } finally {
    for (const { close } of floors) await close();
  }
}

async function openFloor(plan: Plan, cluster: Cluster, waiting: number): Promise<Floor> {
  const name = `growing${waiting}`;
  await cluster.create(name, 'busy');
  const url = cluster.url(name);
  const tokens = await addPeople(url, 'agent', SEATED);
  await administer(
    url,
    `insert into agent_capacities (agent_id, channel, "limit") select agent_id, c::channel, 3 from api_tokens, unnest('{voice,sms,email,web_chat}'::text[]) c`,
  );
  const hub = await startHub(cluster, name, { profile: plan.profile });
  const seats = await Promise.all(tokens.map(async (token) => ({ token, console: await openConsole(hub.url, token) })));
  const sample = (count: number) => sampleAll(hub.url, url, seats, count);
  await fillQueue(url, 1, 100);
  await sample(2 * SEATED);
  if (waiting > 100) await fillQueue(url, 101, waiting);
  // As autovacuum would a minute later: what the desk shows is planned on the statistics of its tables.
  await administer(url, 'analyze');
  await sample(2 * SEATED);
  plan.say(`  ${waiting} waiting`);
  const close = async () => {
    for (const { console } of seats) console.disconnect();
    await hub.stop();
  };
  return { waiting, samples: [], sample, close };
}

interface Seat {
  readonly token: string;
  readonly console: Console;
}

async function sampleAll(hubUrl: string, url: string, seats: readonly Seat[], count: number): Promise<Sample[]> {
  const arrivals: { offered: number; onDesk: number }[] = [];
  for (let n = 0; n < count; n++) {
    const seat = seats[n % seats.length];
    if (!seat) continue;
    const offer = nextEvent(seat.console, 'reservation.offered');
    await setStatus(hubUrl, seat.token, { status: 'available' });
    const { id, at } = await offer;
    arrivals.push({ offered: id, onDesk: at });
    const taken = nextEvent(seat.console, 'reservation.canceled');
    await setStatus(hubUrl, seat.token, { status: 'away', reason: 'break' });
    await taken;
  }
  const commits = await query<{ id: string; freed: number; stored: number }>(
    url,
    `select offered.id, extract(epoch from pg_xact_commit_timestamp(freed.xmin)) * 1000 as freed, extract(epoch from pg_xact_commit_timestamp(offered.xmin)) * 1000 as stored
     from events offered, lateral (select xmin from events e where e.agent_id = offered.agent_id and e.name = 'agent.status_changed' and e.id < offered.id order by e.id desc limit 1) freed
     where offered.id = any($1::bigint[])`,
    [arrivals.map(({ offered }) => offered)],
  );
  const byId = new Map(commits.map((commit) => [Number(commit.id), commit]));
  return arrivals.flatMap(({ offered, onDesk }) => {
    const commit = byId.get(offered);
    return commit ? [{ stored: Number(commit.stored) - Number(commit.freed), onDesk: onDesk - Number(commit.freed) }] : [];
  });
}

function nextEvent(console: Console, name: string): Promise<{ id: number; at: number }> {
  return new Promise((heard) => {
    const listen = (event: WireEvent) => {
      if (event.name !== name) return;
      console.off('event', listen);
      heard({ id: event.id, at: performance.timeOrigin + performance.now() });
    };
    console.on('event', listen);
  });
}

async function setStatus(url: string, token: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/api/me/status`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`status: ${answer.status} ${await answer.text()}`);
}

function present(floors: readonly Floor[]): object {
  const [shortest, longest] = [floors[0], floors.at(-1)];
  const rounds = (floor: Floor | undefined, which: keyof Sample) =>
    (floor?.samples ?? []).map((round) => median(round.map((sample) => sample[which])));
  const growth = (which: keyof Sample) => ratio(rounds(longest, which), rounds(shortest, which)).ratio;
  const one = (floor: Floor, which: keyof Sample) => {
    const values = floor.samples.flat().map((sample) => sample[which]);
    return { p50: rounded(median(values)), p95: rounded(percentile(values, 0.95)) };
  };
  return {
    growth: { stored: growth('stored'), onDesk: growth('onDesk') },
    ...Object.fromEntries(
      floors.map((floor) => [
        `with${floor.waiting}Waiting`,
        { samples: floor.samples.flat().length, storedMs: one(floor, 'stored'), onDeskMs: one(floor, 'onDesk') },
      ]),
    ),
  };
}

/** The hub starts and finds a thousand agents free: from its first offer to its last. */
async function measureBurst(plan: Plan, cluster: Cluster): Promise<object> {
  const results: Record<string, object> = {};
  for (const waiting of WAITING) {
    const template = `waiting${waiting}`;
    await cluster.create(template, 'empty');
    await addFreeAgents(cluster.url(template), AGENTS);
    await fillQueue(cluster.url(template), 1, waiting);
    const rates: { hub: number; limit: number }[] = [];
    for (let round = 0; round < Math.min(3, plan.rounds); round++) rates.push(await burst(cluster, template, `${template}_${round}`));
    const [ours, theirs] = [rates.map(({ hub }) => hub), rates.map(({ limit }) => limit)];
    results[`with${waiting}Waiting`] = { ...ratio(ours, theirs), offersPerSecond: summary(ours), limitPerSecond: summary(theirs) };
    plan.say(`  ${waiting} waiting: ${median(ours).toFixed(0)} offers/s, limit ${median(theirs).toFixed(0)}/s`);
  }
  return results;
}

async function burst(cluster: Cluster, template: string, name: string): Promise<{ hub: number; limit: number }> {
  for (const side of ['hub', 'limit']) await cluster.create(`${name}_${side}`, template);
  const url = cluster.url(`${name}_hub`);
  const hub = await startHub(cluster, `${name}_hub`);
  const rate = await settledRate(url);
  await hub.stop();
  return { hub: rate, limit: await writeOffers(url, cluster.url(`${name}_limit`)) };
}

/** Offers a second, once no further one comes. */
async function settledRate(url: string): Promise<number> {
  for (let before = -1; ; ) {
    const [row] = await query<{ count: number; seconds: number }>(
      url,
      `select count(*)::int as count, extract(epoch from max(at) - min(at))::float as seconds
       from (select pg_xact_commit_timestamp(xmin) as at from decisions) made`,
    );
    const { count = 0, seconds = 0 } = row ?? {};
    if (count > 1 && count === before) return (count - 1) / seconds;
    before = count;
    await new Promise((later) => setTimeout(later, 500));
  }
}
