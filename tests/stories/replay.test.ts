import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policiesOf } from '../../server/catalog/policy-in-force.ts';
import { json, sql } from '../../server/db/sql.ts';
import { decide, type Receipt, type Snapshot } from '../../server/routing/decide.ts';
import { policyFrom } from '../../server/routing/policy.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { finish, take } from '../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  callArrives,
  client,
  eventually,
  settle,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../support/hub.ts';
import { employAdmin, setPolicy, setRules } from '../support/rules.ts';

/** Half a day with everything that can befall a task, under four policies one after another. */
const STEPS = 90;
const tiers = ['standard', 'silver', 'gold', 'platinum'];
const seed = 7;

let test: TestHub;
let admin: Client;
const agents: Client[] = [];
const consoles: ConsoleSocket[] = [];

beforeAll(async () => {
  test = await startTestHub();
  admin = await employAdmin(test);
  await test.hub.db.all(sql`update inboxes set skills = ${json({ zh: 3 })} where channel = 'sms'`);
  for (const skills of [{ zh: 5 }, { zh: 3 }, { zh: 1 }, {}, { en: 3 }]) {
    const agent = await client(test, await addPerson(test, { skills, capacity: { voice: 1, sms: 2 } }));
    agents.push(agent);
    consoles.push(await sitDown(test, agent));
  }
  for (let i = 0; i < 12; i++)
    await addCustomer(test, { tier: tiers[i % 4] ?? '', phone: phoneOf(i), language: i % 3 === 0 ? 'zh-CN' : 'en' });
  await setRules(admin, test.queueId, {
    relaxation: [
      { afterSeconds: 60, skills: { zh: 1 } },
      { afterSeconds: 300, skills: null },
    ],
    preferredShare: 0.2,
    coolDownSeconds: 45,
    ...(await officeHours()),
  });
  await live();
}, 120_000);
afterAll(async () => {
  for (const console of consoles) console.close();
  await test.stop();
});

const phoneOf = (i: number): string => `+4416329${61_000 + i}`;

/** Closed for some minutes in the midst of it: the clock of SMS stands. */
async function officeHours() {
  const inMinutes = (minutes: number) => test.clock.later(minutes * 60).slice(11, 16);
  // Not over midnight.
  if (inMinutes(20) < inMinutes(0)) test.clock.move(3600);
  const hours: [string, string][] = [
    ['00:00', inMinutes(3)],
    [inMinutes(6), '24:00'],
  ];
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const draft = {
    label: { en: 'All day but for a break', 'zh-CN': '全天，中间休息' },
    timeZone: 'UTC',
    hours: Object.fromEntries(days.map((day) => [day, hours])),
    holidays: null,
    overrides: {},
  };
  const { id } = await admin.call('createCalendar', { body: { draft } });
  return { calendarId: id, workingTime: ['sms' as const] };
}

const step = fc.record({
  what: fc.constantFrom('sms', 'sms', 'call', 'answer', 'answer', 'answer', 'decline', 'finish', 'finish', 'wait', 'leave'),
  who: fc.nat(4),
  customer: fc.nat(11),
  seconds: fc.integer({ min: 1, max: 90 }),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

async function live(): Promise<void> {
  await prelude();
  const policies = [
    {},
    { preset: 'deadline' as const },
    { preset: 'strict' as const, bars: { voice: ['voice' as const] } },
    { preset: 'first-come' as const },
  ];
  for (const [i, taken] of fc.sample(step, { numRuns: STEPS, seed }).entries()) {
    if (i > 0 && i % Math.ceil(STEPS / policies.length) === 0)
      await setPolicy(admin, policies[Math.floor((i * policies.length) / STEPS)] ?? {});
    await happen(taken, i);
    await settle(test.hub);
  }
}

/**
 * What chance may leave out: an offer that nobody answers, one whose agent goes while it rings, one kept for who knows the
 * matter, and waiting while the queue is closed.
 */
async function prelude(): Promise<void> {
  await smsArrives(test, { from: phoneOf(0), text: 'is nobody there?' });
  await whoRings();
  await test.pass(20);
  await (await whoRings()).call('setStatus', { body: { status: 'away', reason: 'break' } });
  // What rings at whoever leaves is taken from them by a job of its own.
  await settle(test.hub);
  const last = await whoRings();
  await finish(last, await take(last));
  await smsArrives(test, { from: phoneOf(0), text: 'once more' });
  const { offers } = await whoRings().then((agent) => agent.call('desk'));
  expect(offers[0]?.agentId).toBe(last.person.id);
  await last.call('rejectOffer', { id: offers[0]?.id ?? '' });
  await test.pass(220);
  for (const agent of agents) await agent.available();
  for (let i = 1; i < 8; i++) await smsArrives(test, { from: phoneOf(i), text: 'closed, but somebody is there' });
  await test.pass(20);
  for (const agent of agents) await agent.available();
}

const whoRings = (): Promise<Client> =>
  eventually(async () => {
    for (const agent of agents) if ((await agent.call('desk')).offers.length > 0) return agent;
    throw new Error('nothing rings');
  });

async function happen({ what, who, customer, seconds }: Step, number: number): Promise<void> {
  const agent = agents[who];
  if (!agent) return;
  const { offers, tasks } = await agent.call('desk');
  const [offer, task] = [offers[0], tasks.find(({ state }) => state === 'assigned')];
  if (what === 'sms') await smsArrives(test, { from: phoneOf(customer), text: `need ${number}` });
  else if (what === 'call') await callArrives(test, { from: phoneOf(customer), sid: `CA${String(number).padStart(32, '0')}` });
  else if (what === 'answer' && offer) await agent.call('acceptOffer', { id: offer.id });
  else if (what === 'decline' && offer) await agent.call('rejectOffer', { id: offer.id });
  else if (what === 'finish' && task) await finish(agent, task);
  else if (what === 'leave') await agent.call('setStatus', { body: { status: 'away', reason: 'break' } });
  else await test.pass(seconds);
  if (what !== 'leave') await agent.available();
}

interface Stored {
  policyVersion: number;
  taskId: string;
  agentId: string;
  snapshot: Snapshot;
  receipt: Receipt;
}

const decisions = () =>
  test.hub.db.all<Stored>(sql`select policy_version, task_id, agent_id, snapshot, receipt from decisions order by id`);

async function policies() {
  const catalog = await test.hub.catalog.current();
  const policyOf = await policiesOf(test.hub.db, catalog, [1, 2, 3, 4, 5]);
  return (version: number) => policyFrom(policyOf(version), catalog.tiers);
}

describe('a day of decisions', () => {
  it('has seen everything that can happen', async () => {
    const seen = await decisions();
    const outcomes = await test.hub.db.one(sql`select count(distinct state) as outcomes from reservations where state <> 'pending'`);
    expect(outcomes).toEqual({ outcomes: 4 });
    expect(new Set(seen.map(({ policyVersion }) => policyVersion)).size).toBeGreaterThanOrEqual(4);
    const heads = seen.flatMap(({ snapshot }) => snapshot.heads);
    for (const trait of ['closedFor', 'preferred', 'heldFor'] as const)
      expect(heads.filter((head) => head[trait] !== undefined)).not.toEqual([]);
    for (const level of [1, undefined]) expect(heads.some(({ channel, skills }) => channel === 'sms' && skills.zh === level)).toBe(true);
    expect(heads.some(({ cooling }) => cooling.length > 0)).toBe(true);
  });

  it('falls the same way, each by the policy of its time, when it is decided again from what is stored', async () => {
    const [policyOf, stored] = [await policies(), await decisions()];
    expect(stored.length).toBeGreaterThan(STEPS / 3);
    for (const { policyVersion, taskId, agentId, snapshot, receipt } of stored) {
      expect(receipt.policyVersion).toBe(policyVersion);
      expect(decide(snapshot, policyOf(policyVersion), receipt.at)).toEqual({ offer: { taskId, agentId }, receipt });
    }
  });

  it('would not all have fallen the same way under the policy that came later', async () => {
    const [policyOf, stored] = [await policies(), await decisions()];
    const first = stored.filter(({ policyVersion, snapshot }) => policyVersion === 1 && snapshot.heads.length > 1);
    const differing = first.filter(
      ({ snapshot, receipt, taskId }) =>
        decide(snapshot, { ...policyOf(1), line: () => ({ headStart: 0, acceleration: 0 }) }, receipt.at).offer?.taskId !== taskId,
    );
    expect(differing.length).toBeGreaterThan(0);
  });

  it('is told in words that stay what they were when the settings have changed since', async () => {
    const boss = admin;
    const { id } = await test.hub.db.one<{ id: string }>(
      sql`select task_id as id from decisions where policy_version = 1 order by id limit 1`,
    );
    const before = (await boss.call('taskReceipts', { id })).receipts.at(-1)?.sentence;
    await setPolicy(admin, { promises: Object.fromEntries(tiers.map((tier) => [tier, { voice: 7, web_chat: 7, sms: 7, email: 7 }])) });
    expect((await boss.call('taskReceipts', { id })).receipts.at(-1)?.sentence).toEqual(before);
    await eventually(async () => expect((await test.hub.catalog.current()).policy.promises.gold?.sms).toBe(7));
  });
});
