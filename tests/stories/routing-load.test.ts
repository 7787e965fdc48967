import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfferView } from '../../server/contract/entities.ts';
import { presets } from '../../server/contract/statuses.ts';
import { sql } from '../../server/db/sql.ts';
import { decide, type Receipt, type Snapshot } from '../../server/routing/decide.ts';
import { policyFrom } from '../../server/routing/policy.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  joinTestHub,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../support/hub.ts';

/** Twenty agents at two nodes and two hundred customers: every agent declines some offers and serves the others at once. */
const AGENTS = 20;
const CUSTOMERS = 200;
const CAPACITY = 2;
const tiers = ['standard', 'silver', 'gold', 'platinum'];

let one: TestHub;
let two: TestHub;
const consoles: ConsoleSocket[] = [];
/** What agents are about since something rang at them; resolves with what went wrong. */
const answering: Promise<unknown>[] = [];

beforeAll(async () => {
  one = await startTestHub();
  two = await joinTestHub(one);
  const staff = await Promise.all(
    Array.from({ length: AGENTS }, (_, i) => addPerson(one, { name: `Agent ${i}`, capacity: { sms: CAPACITY } })),
  );
  for (let i = 0; i < CUSTOMERS; i++) await addCustomer(one, { tier: tiers[i % 4] ?? 'standard', phone: phoneOf(i) });
  const arriving = Promise.all(
    Array.from({ length: CUSTOMERS }, (_, i) => smsArrives(i % 2 ? one : two, { from: phoneOf(i), text: `need ${i}` })),
  );
  const atWork = staff.map(async (person, i) => work(await client(i % 2 ? two : one, person), i % 2 ? two : one, i));
  await Promise.all([arriving, ...atWork]);
  await eventually(async () => {
    const { left } = await one.hub.db.one<{ left: number }>(sql`select count(*) as left from tasks where state <> 'completed'`);
    expect(left).toBe(0);
  }, 60);
  expect((await Promise.all(answering)).filter((failure) => failure !== undefined)).toEqual([]);
}, 90_000);

afterAll(async () => {
  for (const console of consoles) console.close();
  await two.stop();
  await one.stop();
});

const phoneOf = (i: number): string => `+4416329${String(61_000 + i)}`;

async function work(agent: Client, hub: TestHub, number: number): Promise<void> {
  const console = await sitDown(hub, agent);
  consoles.push(console);
  let asked = 0;
  const answered = new Set<string>();
  const answer = async (offer: OfferView) => {
    if (offer.agentId !== agent.person.id || offer.state !== 'pending' || answered.has(offer.id)) return;
    answered.add(offer.id);
    asked += 1;
    if ((asked + number) % 5 === 0) await agent.call('rejectOffer', { id: offer.id });
    else await serve(agent, offer);
  };
  console.socket.on('event', ({ attached: { offer } }) => {
    if (offer) answering.push(answer(offer).catch((failure: unknown) => failure));
  });
  // What rang before the console was connected came with the desk.
  for (const offer of (await agent.call('desk')).offers) await answer(offer);
}

async function serve(agent: Client, { id, task }: OfferView): Promise<void> {
  await agent.call('acceptOffer', { id });
  await agent.call('endTask', { id: task.id });
  await agent.call('completeTask', { id: task.id, body: { disposition: 'resolved' } });
}

interface Told {
  name: string;
  taskId: string;
  agentId: string;
}

const story = () =>
  one.hub.db.all<Told>(sql`
    select name, task_id, agent_id from events
    where name in ('reservation.offered', 'reservation.accepted', 'reservation.rejected', 'reservation.timed_out', 'reservation.canceled', 'task.completed') order by id`);

function by(key: 'taskId' | 'agentId', events: readonly Told[]): Told[][] {
  return [...new Set(events.map((event) => event[key]))].map((id) => events.filter((event) => event[key] === id));
}

describe('two nodes that route at once', () => {
  it('serve everybody once, and each node has decided', async () => {
    const served = await one.hub.db.one(sql`select count(*) filter (where state = 'completed') as done, count(*) as made from tasks`);
    expect(served).toEqual({ done: CUSTOMERS, made: CUSTOMERS });
    const accepted = await one.hub.db.one(
      sql`select count(*) as times, count(distinct task_id) as tasks from reservations where state = 'accepted'`,
    );
    expect(accepted).toEqual({ times: CUSTOMERS, tasks: CUSTOMERS });
  });

  it('never ask two agents for the same task at a time', async () => {
    for (const told of by('taskId', await story())) {
      const steps = told.map(({ name }) => name).join(' ');
      expect(steps).toMatch(
        /^(reservation\.offered reservation\.(rejected|timed_out|canceled) )*reservation\.offered reservation\.accepted task\.completed$/,
      );
    }
  });

  it('never give an agent more than they can hold', async () => {
    for (const told of by('agentId', await story())) {
      let held = 0;
      for (const { name } of told) {
        if (name === 'reservation.offered') held += 1;
        else if (name !== 'reservation.accepted') held -= 1;
        expect(held).toBeLessThanOrEqual(CAPACITY);
      }
      expect(held).toBe(0);
    }
  });

  it('store for each decision what it was made from: decided again, it falls the same way', async () => {
    const { policy, tiers: ranks } = await one.hub.catalog.current();
    expect(presets).toContain(policy.preset);
    const rules = policyFrom(policy, ranks);
    const decisions = await one.hub.db.all<{
      policyVersion: number;
      taskId: string;
      agentId: string;
      snapshot: Snapshot;
      receipt: Receipt;
    }>(sql`select policy_version, task_id, agent_id, snapshot, receipt from decisions order by id`);
    expect(decisions.length).toBeGreaterThanOrEqual(CUSTOMERS);
    for (const { policyVersion, taskId, agentId, snapshot, receipt } of decisions) {
      expect(policyVersion).toBe(rules.version);
      const again = decide(snapshot, rules, receipt.at);
      expect(again.offer).toEqual({ taskId, agentId });
      expect(again.receipt).toEqual(receipt);
    }
  });
});
