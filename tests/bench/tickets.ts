import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Bench, Plan } from './bench.ts';
import { addPeople } from './support/add-people.ts';
import { categoryId, EVERYWHERE, fillTickets, joinQueues, longHistories, ORDINARY, RARE } from './support/fill-tickets.ts';
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

interface Known {
  /** By how long their histories are. */
  readonly tickets: readonly string[];
  /** The middle of the list. */
  readonly deep: string;
  readonly queue: string;
  /** Where no gold customer comes. */
  readonly ordinary: string;
  readonly agent: string;
}

/** What people look at all day. */
function questionsOf({ tickets, deep, queue, ordinary, agent }: Known): Record<string, Question> {
  const list = (parts: object, rest = '') => `/api/tickets?limit=50&${filter(parts)}${rest}`;
  const [rareCategory, usualCategory] = [categoryId(0), categoryId(1)];
  const byOne = {
    complaints: { ...unsolved, kind: ['complaint'] },
    gold: { ...unsolved, tier: ['gold'] },
    goldEver: { tier: ['gold'] },
    rareTier: { tier: ['platinum'] },
    usualChannel: { channel: ['sms'] },
    rareChannel: { channel: ['voice'] },
    usualCategory: { categoryId: [usualCategory] },
    rareCategory: { categoryId: [rareCategory] },
    rareCause: { rootCause: rareCategory },
    rareField: { fields: { product: 'rare' } },
    usualField: { fields: { product: 'usual' } },
    overdue: { due: 'overdue' },
    ofOneAgent: { assignee: agent },
  };
  const byTwo = {
    tierAndStatus: { tier: ['platinum'], status: ['open'] },
    tierAndKind: { tier: ['gold'], kind: ['complaint'] },
    tierAndQueue: { tier: ['gold'], queueId: [queue] },
    neverTogether: { tier: ['gold'], queueId: [ordinary] },
    channelAndQueue: { channel: ['web_chat'], queueId: [queue] },
    rareChannelAndQueue: { channel: ['voice'], queueId: [queue] },
    categoryAndStatus: { ...unsolved, categoryId: [usualCategory] },
    categoryAndTier: { categoryId: [usualCategory], tier: ['gold'] },
    fieldAndStatus: { ...unsolved, fields: { product: 'usual' } },
    fieldAndTier: { fields: { product: 'usual' }, tier: ['platinum'] },
    agentAndTier: { assignee: agent, tier: ['gold'] },
  };
  const lists = Object.entries({ ...byOne, ...byTwo });
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
    oldestUnsolvedFirst: { ask: list(unsolved, '&sort=created.asc') },
    ...Object.fromEntries(lists.map(([name, parts]) => [name, { ask: list(parts) }])),
    ...Object.fromEntries(
      ['gold', 'complaints', 'tierAndStatus', 'categoryAndStatus', 'rareField'].flatMap((name) =>
        lists.filter(([one]) => one === name).map(([, parts]) => [`${name}OfAgent`, { ask: list(parts), as: 'agent' as const }]),
      ),
    ),
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
  const known = await knownOf(database);
  const report: Record<string, Measure> = {};
  for (const [name, { ask, as = 'supervisor' }] of Object.entries(questionsOf(known))) {
    const took: number[] = [];
    for (let n = 0; n < 2 * REQUESTS; n++) took.push(await time(`${url}${ask}`, tokens[as]));
    const counted = took.slice(REQUESTS);
    report[name] = { ms: rounded(median(counted)), p95: rounded(percentile(counted, 0.95)) };
    plan.say(`  ${name}: ${JSON.stringify(report[name])}`);
  }
  return report;
}

async function knownOf(database: string): Promise<Known> {
  const [row] = await query<Known>(
    database,
    `select (select array_agg(id::text order by number) from tickets where number <= ${longHistories.length}) as tickets,
      (select to_char(updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '_' || id from tickets
        order by updated_at offset (select count(*) / 2 from tickets) limit 1) as deep,
      (select id from queues where key = 'queue_7') as queue, (select id from queues where key = '${ORDINARY}') as ordinary,
      (select id from agents where name = 'Agent 7') as agent`,
  );
  if (!row) throw new Error('nothing was filled');
  return row;
}

async function time(address: string, token: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const body = await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status} ${body}`);
  return performance.now() - began;
}
