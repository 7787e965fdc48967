import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refreshAllRooms, refreshRoom } from '../../../server/agents/refresh-room.ts';
import { firstConfiguration } from '../../../server/catalog/first-configuration.ts';
import { type Catalog, catalogReader } from '../../../server/catalog/read-catalog.ts';
import { type Channel, channels } from '../../../server/contract/statuses.ts';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';
import { classKey } from '../../../server/routing/class-key.ts';
import { closedFor } from '../../../server/routing/count-waiting.ts';
import { type Candidate, decide, exclusion, type Head, type Offer } from '../../../server/routing/decide.ts';
import { decideInTurn } from '../../../server/routing/decide-in-turn.ts';
import { keepWhatMattered } from '../../../server/routing/keep-what-mattered.ts';
import { policyFrom } from '../../../server/routing/policy.ts';
import { candidateColumns } from '../../../server/routing/read-candidates.ts';
import { readSnapshot } from '../../../server/routing/read-snapshot.ts';
import { relaxSkills } from '../../../server/routing/relax-skills.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

/** A floor full of chance: the router, who looks only at heads, must choose as somebody would who looks at everybody. */
const AGENTS = 80;
const WAITING = 250;
const ROUNDS = 60;
const now = new Date(Date.UTC(2026, 10, 23, 10));
const seed = 20261122;

let database: TestDatabase;
let catalog: Catalog;
beforeAll(async () => {
  database = await createTestDatabase();
  await firstConfiguration(database.db);
  await database.db.transact(async (tx) => configure(tx));
  catalog = await catalogReader(database.db).current();
  await database.db.transact(async (tx) => populate(tx));
});
afterAll(() => database.drop());

const skillNames = ['zh', 'en', 'billing'];
const tiers = ['standard', 'silver', 'gold', 'platinum'];

/** A second queue that keeps for who knows the matter, in working time, and asks for less with waiting. */
function configure(tx: Tx): void {
  const calendar = uuid();
  const office = { mon: [['08:00', '18:00']], tue: [['08:00', '18:00']], fri: [['08:00', '18:00']] };
  tx.write(sql`insert into calendars (id, label, time_zone, hours) values (${calendar}, '{}', 'UTC', ${json(office)})`);
  tx.write(sql`
    insert into queues (id, key, label, calendar_id, working_time, relaxation, preferred_share, preferred_unskilled)
    values (${uuid()}, 'sales', '{}', ${calendar}, '{email,sms}', ${json([{ afterSeconds: 600, skills: { zh: 1, billing: 0 } }])}, 1, true)`);
  tx.write(
    sql`insert into policies (preset, promises, bars) select preset, promises, ${json({ voice: channels, email: ['web_chat'] })} from policies`,
  );
}

const levels = fc.dictionary(fc.constantFrom(...skillNames), fc.integer({ min: 1, max: 3 }), { maxKeys: 2 });
/** Of few kinds, so that several stand in each class. */
const person = fc.record({
  serves: fc.constantFrom(['support'], ['support', 'sales']),
  skills: fc.constantFrom<Record<string, number>>({ en: 2 }, { en: 2, zh: 2 }, { zh: 3, billing: 2 }),
  capacity: fc.constantFrom<Partial<Record<Channel, number>>>({ voice: 1, sms: 2, email: 2, web_chat: 2 }, { sms: 1, email: 1 }),
  idle: fc.integer({ min: 0, max: 100 }),
  isThere: fc.boolean().chain((maybe) => (maybe ? fc.constant(true) : fc.boolean())),
  holds: fc.constantFrom<Channel[]>([], [], ['email'], ['voice']),
});
const need = fc.record({
  queue: fc.constantFrom('support', 'sales'),
  tier: fc.constantFrom(...tiers),
  channel: fc.constantFrom(...channels),
  skills: levels,
  waited: fc.integer({ min: 0, max: 5000 }),
  favours: fc.option(fc.nat(AGENTS - 1), { freq: 3 }),
  held: fc.boolean(),
  declinedBy: fc.array(fc.nat(AGENTS - 1), { maxLength: 12 }).chain((some) => fc.constantFrom([], [], [], some)),
});

let ticket = { id: '', customerId: '', inboxId: '' };

function populate(tx: Tx): void {
  ticket = { id: uuid(), customerId: uuid(), inboxId: uuid() };
  const queueId = queueNamed('support');
  tx.write(
    sql`insert into inboxes (id, channel, address, label, queue_id) values (${ticket.inboxId}, 'email', 'x@y.example', '{}', ${queueId})`,
  );
  tx.write(sql`insert into customers (id, since) values (${ticket.customerId}, ${now})`);
  tx.write(
    sql`insert into tickets (id, customer_id, queue_id, subject, created_at, updated_at) values (${ticket.id}, ${ticket.customerId}, ${queueId}, '', ${now}, ${now})`,
  );
  const staff = fc.sample(person, { numRuns: AGENTS, seed }).map((one) => ({ ...one, id: hire(tx, one) }));
  refreshAllRooms(tx);
  for (const one of fc.sample(need, { numRuns: WAITING, seed })) {
    const id = queue(tx, { ...one, favours: one.favours === null ? null : (staff[one.favours]?.id ?? null) });
    for (const number of new Set(one.declinedBy)) decline(tx, id, staff[number]?.id ?? '');
    if (one.declinedBy.length > 0)
      tx.write(sql`update tasks set cooling_until = ${new Date(now.getTime() + 30_000)}, held_until = null where id = ${id}`);
  }
}

const queueNamed = (name: string): string => catalog.queues.find(({ key }) => key === name)?.id ?? '';

function hire(
  tx: Tx,
  { serves, skills, capacity, idle, isThere, holds }: typeof person extends fc.Arbitrary<infer Person> ? Person : never,
): string {
  const id = uuid();
  tx.write(sql`insert into agents (id, email, name, role, password_hash, status, idle_since)
    values (${id}, ${id}, ${id}, 'agent', '-', 'available', ${new Date(now.getTime() - idle * 1000)})`);
  if (isThere) tx.write(sql`insert into presences (id, agent_id, since) values (${id}, ${id}, ${now})`);
  for (const name of serves) tx.write(sql`insert into queue_members (queue_id, agent_id) values (${queueNamed(name)}, ${id})`);
  for (const [skill, level] of Object.entries(skills))
    tx.write(sql`insert into agent_skills (agent_id, skill, level) values (${id}, ${skill}, ${level})`);
  for (const [channel, limit] of Object.entries(capacity))
    tx.write(sql`insert into agent_capacities (agent_id, channel, "limit") values (${id}, ${channel}, ${limit})`);
  for (const channel of holds) {
    const task = queue(tx, { queue: 'support', tier: 'gold', channel, skills: {}, waited: 0, favours: null, held: false });
    tx.write(sql`update tasks set state = 'assigned', agent_id = ${id} where id = ${task}`);
  }
  return id;
}

interface Waiting {
  queue: string;
  tier: string;
  channel: Channel;
  skills: Record<string, number>;
  waited: number;
  favours: string | null;
  held: boolean;
}

function queue(tx: Tx, { queue: name, tier, channel, skills, waited, favours, held }: Waiting): string {
  const [id, conversationId, queueId] = [uuid(), uuid(), queueNamed(name)];
  tx.write(sql`insert into conversations (id, customer_id, inbox_id, channel, ticket_id, created_at, last_entry_at)
    values (${conversationId}, ${ticket.customerId}, ${ticket.inboxId}, 'email', ${ticket.id}, ${now}, ${now})`);
  tx.write(sql`
    insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, created_at, preferred_agent_id, held_until)
    values (${id}, ${ticket.id}, ${conversationId}, ${ticket.customerId}, ${queueId}, ${channel}, ${tier}, ${json(skills)},
      ${classKey({ queueId, tier, channel, skills })}, ${new Date(now.getTime() - waited * 1000)}, ${now}, ${favours}, ${favours && held ? new Date(now.getTime() + 60_000) : null})`);
  return id;
}

function decline(tx: Tx, taskId: string, agentId: string): void {
  tx.write(sql`
    with decision as (insert into decisions (at, policy_version, task_id, agent_id, snapshot, receipt) values (${now}, 1, ${taskId}, ${agentId}, '{}', '{}') returning id)
    insert into reservations (id, task_id, agent_id, decision_id, state, offered_at, expires_at, answered_at)
    select ${uuid()}, ${taskId}, ${agentId}, id, 'rejected', ${now}, ${now}, ${now} from decision`);
}

/** Everybody who waits and everybody who is there, one by one. */
async function readEverything(): Promise<{ heads: Head[]; agents: Candidate[] }> {
  const tasks = await database.db.all<Omit<Head, 'neededAt'> & { neededAt: Date; preferredAgentId: string | null; held: boolean }>(sql`
    select t.id as task_id, queue_id, tier, channel::text, needed_at, skills, preferred_agent_id, held_until is not null as held,
      array(select agent_id::text from reservations where task_id = t.id and state = 'rejected') as cooling
    from tasks t where state = 'pending'`);
  const agents = await database.db.all<Omit<Candidate, 'idleSince'> & { idleSince: Date }>(
    sql`select ${candidateColumns} from agents a where status = 'available' and exists (select from presences where agent_id = a.id)`,
  );
  return {
    heads: tasks.map(({ preferredAgentId, held, ...task }) => {
      const rules = catalog.queues.find(({ id }) => id === task.queueId);
      const neededAt = task.neededAt.getTime();
      const closed = closedFor(catalog, { ...task, neededAt }, now.getTime());
      return {
        ...task,
        neededAt,
        closedFor: closed,
        skills: relaxSkills(task.skills, rules?.relaxation ?? [], (now.getTime() - neededAt - closed) / 1000),
        ...(preferredAgentId ? { preferred: preferredAgentId } : {}),
        ...(preferredAgentId && held ? { heldFor: preferredAgentId, unskilled: rules?.preferredUnskilled ?? false } : {}),
      };
    }),
    agents: agents.map((agent) => ({ ...agent, idleSince: agent.idleSince.getTime() })),
  };
}

const policy = () => policyFrom(catalog.policy, catalog.tiers);

/** The decisions of somebody who looks at everybody, with what each changes: the task is gone, its agent is being asked. */
function decideAmongAll({ heads, agents }: { heads: Head[]; agents: Candidate[] }, most: number): (Offer | null)[] {
  const offers: (Offer | null)[] = [];
  for (let left = { heads, agents }; offers.length < most; ) {
    const { offer } = decide(left, policy(), now.getTime());
    offers.push(offer);
    left = {
      heads: left.heads.filter(({ taskId }) => taskId !== offer?.taskId),
      agents: left.agents.map((agent) => (agent.agentId === offer?.agentId ? { ...agent, beingAsked: true } : agent)),
    };
  }
  return offers;
}

describe('what the router looks at', () => {
  it.each([1, 2, 5, 16])('is enough for %d decisions in turn', async (depth) => {
    const seen = await readSnapshot(database.db, catalog, now, depth);
    const decided = seen ? decideInTurn(seen, policy(), now.getTime(), depth) : [];
    expect(decided.map(({ offer }) => offer)).toEqual(decideAmongAll(await readEverything(), depth));
    for (const { offer, snapshot, receipt } of decided) {
      expect(decide(snapshot, policy(), receipt.at)).toEqual({ offer, receipt });
      expect(snapshot.agents.length).toBeLessThanOrEqual(50);
    }
  });

  it('reaches behind those who declined: the next of their kind is found, however many', async () => {
    const waiting = {
      queue: 'support',
      tier: 'platinum',
      channel: 'email' as const,
      skills: {},
      waited: 20_000_000,
      favours: null,
      held: false,
    };
    const taskId = await database.db.transact(async (tx) => queue(tx, waiting));
    let declined = 0;
    for (; ; declined++) {
      const expected = decide(await readEverything(), policy(), now.getTime()).offer;
      const seen = await readSnapshot(database.db, catalog, now);
      expect(seen && decide(seen, policy(), now.getTime()).offer).toEqual(expected);
      if (expected?.taskId !== taskId) break;
      await database.db.transact(async (tx) => {
        decline(tx, taskId, expected.agentId);
        tx.write(sql`update tasks set cooling_until = ${new Date(now.getTime() + 30_000)} where id = ${taskId}`);
      });
    }
    expect(declined).toBeGreaterThan(3);
    await database.db.all(sql`update tasks set state = 'canceled' where id = ${taskId}`);
  });

  it('is a small part of what there is, and leads to the same choice, decision after decision', async () => {
    let offered = 0;
    for (; offered < ROUNDS; offered++) {
      const everything = await readEverything();
      const seen = await readSnapshot(database.db, catalog, now);
      const expected = decide(everything, policy(), now.getTime()).offer;
      if (!seen) {
        expect(expected).toBeNull();
        break;
      }
      expect(seen.agents.length).toBeLessThan(everything.agents.length);
      const { offer, receipt } = decide(seen, policy(), now.getTime());
      expect(offer).toEqual(expected);
      if (!offer) break;
      const kept = keepWhatMattered(seen, receipt, offer, policy().bars);
      expect(kept.heads.length).toBeLessThanOrEqual(42);
      expect(decide(kept, policy(), now.getTime()).offer).toEqual(offer);
      await database.db.transact(async (tx) => {
        tx.write(
          sql`update tasks set state = 'assigned', agent_id = ${offer.agentId}, cooling_until = null, held_until = null where id = ${offer.taskId}`,
        );
        refreshRoom(tx, offer.agentId);
      });
    }
    expect(offered).toBeGreaterThan(20);
  });

  it('is nothing at all while nobody has room for anything', async () => {
    await database.db.all(sql`update agents set status = 'away'`);
    expect(await readSnapshot(database.db, catalog, now)).toBeUndefined();
    await database.db.all(sql`update agents set status = 'available'`);
  });
});

describe('the room of an agent, as it is stored', () => {
  it('is what the rules of `decide` leave them, whatever they hold, and whatever rings', async () => {
    const agents = await database.db.all<Candidate & { room: Channel[] }>(sql`select a.room::text[], ${candidateColumns} from agents a`);
    expect(agents).toHaveLength(AGENTS);
    const [queueId = ''] = catalog.queues.map(({ id }) => id);
    for (const { room, ...agent } of agents) {
      const free = channels.filter((channel) => {
        const head = { taskId: '', queueId, tier: '', channel, neededAt: 0, skills: {}, cooling: [] };
        return exclusion({ ...agent, queueIds: [queueId] }, head, catalog.policy.bars) === null;
      });
      expect(room.toSorted()).toEqual(free.toSorted());
    }
  });
});
