import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Bench, Plan } from './bench.ts';
import { addPeople } from './support/add-people.ts';
import { EVERYWHERE, fillTickets, joinQueues, longHistories, RARE } from './support/fill-tickets.ts';
import { query } from './support/query.ts';
import { startCluster } from './support/start-cluster.ts';
import { startHub } from './support/start-hub.ts';
import { median, percentile, rounded } from './support/summarise.ts';

const sizes = { whole: [10_000, 100_000, 1_000_000], quick: [10_000, 100_000] } as const;
/** Requests of one kind, after as many that only warm up. */
const REQUESTS = 30;

type Who = 'agent' | 'supervisor';
interface Question {
  readonly ask: string;
  readonly as?: Who;
}
interface Measure {
  readonly ms: number;
  readonly p95: number;
}

/** Whether lists of tickets, their search and a ticket itself are there as fast among a million as among ten thousand: whole API answers. */
export const measureTickets: Bench = async (plan) => {
  const chosen = plan.rounds > 3 ? sizes.whole : sizes.quick;
  const measured: Record<string, Measure>[] = [];
  for (const size of chosen) measured.push(await withTickets(plan, size));
  const [smallest = {}] = measured;
  const largest = measured.at(-1) ?? {};
  const growth = Object.fromEntries(
    Object.keys(largest).map((name) => [name, rounded((largest[name]?.ms ?? Number.NaN) / (smallest[name]?.ms ?? Number.NaN))]),
  );
  return { aim: 'first pages: growth < 1.5, median < 35 ms; a ticket with 50 entries < 15 ms', sizes: chosen, growth, measured };
};

const filter = (parts: object) => `filter=${encodeURIComponent(JSON.stringify(parts))}`;
const unsolved = { status: ['new', 'open', 'pending', 'on_hold'] };

/** What people look at all day. */
function questionsOf(tickets: readonly string[], deep: string): Record<string, Question> {
  const list = (parts: object, rest = '') => `/api/tickets?limit=50&${filter(parts)}${rest}`;
  return {
    floor: { ask: '/api/session' },
    all: { ask: list({}) },
    unsolved: { ask: list(unsolved) },
    unsolvedOfAgent: { ask: list(unsolved), as: 'agent' },
    allOfAgent: { ask: list({}), as: 'agent' },
    mine: { ask: list({ ...unsolved, assignee: 'me' }), as: 'agent' },
    unassigned: { ask: list({ ...unsolved, assignee: 'nobody' }) },
    dueFirst: { ask: list({ due: 'any' }, '&sort=due.asc') },
    dueFirstOfAgent: { ask: list({ due: 'any' }, '&sort=due.asc'), as: 'agent' },
    oldestFirst: { ask: list({}, '&sort=created.asc') },
    complaints: { ask: list({ ...unsolved, kind: ['complaint'] }) },
    gold: { ask: list({ ...unsolved, tier: ['gold'] }) },
    rareField: { ask: list({ fields: { product: 'rare' } }) },
    usualField: { ask: list({ fields: { product: 'usual' } }) },
    deepPage: { ask: list({}, `&cursor=${deep}`) },
    rareWord: { ask: list({ words: RARE }) },
    wordEverywhere: { ask: list({ words: EVERYWHERE }) },
    wordEverywhereOfAgent: { ask: list({ words: EVERYWHERE }), as: 'agent' },
    ...Object.fromEntries(longHistories.map((entries, i) => [`ticketWith${entries}`, { ask: `/api/tickets/${tickets[i]}` }])),
  };
}

async function withTickets(plan: Plan, size: number): Promise<Record<string, Measure>> {
  const cluster = await startCluster(false, [], tmpdir());
  try {
    await cluster.create('hub', 'template0');
    await (await startHub(cluster, 'hub')).stop();
    const began = performance.now();
    await fillTickets(cluster.url('hub'), size);
    plan.say(`  ${size} tickets filled in ${Math.round((performance.now() - began) / 1000)} s`);
    const [supervisor = ''] = await addPeople(cluster.url('hub'), 'supervisor', 1);
    const [agent = ''] = await addPeople(cluster.url('hub'), 'agent', 1);
    await joinQueues(cluster.url('hub'), 2);
    const hub = await startHub(cluster, 'hub');
    try {
      return await measure(plan, cluster.url('hub'), hub.url, { supervisor, agent });
    } finally {
      await hub.stop();
    }
  } finally {
    await cluster.stop();
  }
}

async function measure(plan: Plan, database: string, url: string, tokens: Record<Who, string>): Promise<Record<string, Measure>> {
  const tickets = await query<{ id: string }>(database, `select id from tickets where number <= ${longHistories.length} order by number`);
  const [middle] = await query<{ cursor: string }>(
    database,
    `select to_char(updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '_' || id as cursor from tickets order by updated_at offset (select count(*) / 2 from tickets) limit 1`,
  );
  const report: Record<string, Measure> = {};
  const ids = tickets.map(({ id }) => id);
  for (const [name, { ask, as = 'supervisor' }] of Object.entries(questionsOf(ids, middle?.cursor ?? ''))) {
    const took: number[] = [];
    for (let n = 0; n < 2 * REQUESTS; n++) took.push(await time(`${url}${ask}`, tokens[as]));
    const counted = took.slice(REQUESTS);
    report[name] = { ms: rounded(median(counted)), p95: rounded(percentile(counted, 0.95)) };
    plan.say(`  ${name}: ${JSON.stringify(report[name])}`);
  }
  return report;
}

async function time(address: string, token: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const body = await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status} ${body}`);
  return performance.now() - began;
}
