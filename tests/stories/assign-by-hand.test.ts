import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskView } from '../../server/contract/entities.ts';
import { sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { finish, quiet, ringing, take } from '../support/desk.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  callArrives,
  client,
  eventually,
  type PersonTraits,
  smsArrives,
  type TestHub,
} from '../support/hub.ts';
import { startTwoQueues } from '../support/two-queues.ts';

/** A supervisor gives a waiting task to an agent out of turn. */
let test: TestHub;
let salesId: string;
let boss: Client;
const consoles: ConsoleSocket[] = [];

beforeEach(async () => {
  ({ test, salesId } = await startTwoQueues());
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
});
afterEach(async () => {
  for (const console of consoles.splice(0)) console.close();
  await test.stop();
});

/** An agent at their desk. */
async function agent(traits: PersonTraits = {}): Promise<Client> {
  const made = await client(test, await addPerson(test, traits));
  consoles.push(await sitDown(test, made));
  return made;
}

const phone = (n: number) => `+4416329601${String(n).padStart(2, '0')}`;

/** So many customers of a tier write, a second apart. */
async function write(count: number, tier: string, first: number, text = 'hello'): Promise<TaskView[]> {
  for (let i = first; i < first + count; i++) {
    await addCustomer(test, { name: `Customer ${i}`, tier, phone: phone(i) });
    await smsArrives(test, { from: phone(i), text: `${text} ${i}` });
    test.clock.move(1);
  }
  const { tasks } = await boss.call('queue', { query: { limit: 200 } });
  return tasks;
}

const byPreview = (tasks: readonly TaskView[], preview: string): TaskView => {
  const task = tasks.find((one) => one.preview === preview);
  if (!task) throw new Error(`nobody said ${preview}`);
  return task;
};
const weigh = (task: TaskView, agent?: Client) =>
  boss.call('readAssignment', { id: task.id, query: agent ? { agentId: agent.person.id } : {} });
const assign = (task: TaskView, to: Client, reason = 'knows the house', by = boss) =>
  by.call('assignTask', { id: task.id, body: { agentId: to.person.id, reason } });
const refusal = (task: TaskView, to: Client, by = boss, reason = 'knows the house') =>
  by.refusal('assignTask', { id: task.id, body: { agentId: to.person.id, reason } });

describe('the cost of an assignment', () => {
  it('names who stands before it for this agent, most urgent first, and counts the rest', async () => {
    await write(14, 'gold', 10, 'gold');
    const tasks = await write(1, 'standard', 40, 'standard');
    const mei = await agent({ name: 'Mei Lin', capacity: { sms: 1, voice: 1 } });
    // All but the one that rings at her already stand before it, whether she has room now or not.
    const rings = await ringing(mei);
    expect(rings.task.preview).toBe('gold 10');
    expect((await weigh(byPreview(tasks, 'standard 40'), mei)).cost).toMatchObject({ passedOverCount: 13, waitLongerCount: 13 });
    await mei.call('rejectOffer', { id: rings.id });
    await mei.call('rejectOffer', { id: (await ringing(mei)).id });
    await mei.call('setStatus', { body: { status: 'away' } });
    // What rang at her next is taken from her by a job.
    await quiet(mei);
    const weighed = await weigh(byPreview(tasks, 'standard 40'), mei);
    expect(weighed.agents).toMatchObject([{ name: 'Mei Lin', refusal: 'agent_not_available', against: [] }]);
    expect(weighed.cost?.passedOver.map(({ customer }) => customer)).toEqual(Array.from({ length: 10 }, (_, i) => `Customer ${i + 12}`));
    expect(weighed.cost).toMatchObject({ passedOverCount: 12, waitLongerCount: 12, longerSeconds: null });
    expect(weighed.cost?.passedOver[0]).toMatchObject({
      tier: 'gold',
      channel: 'sms',
      waitedSeconds: 13,
      promiseSeconds: 600,
      waitsLonger: true,
    });
  });

  it('is nothing for those the agent has room for beside it, and counts by what a contact takes', async () => {
    const tom = await agent({ name: 'Tom Reed' });
    for (const seconds of [100, 200, 900]) {
      await smsArrives(test, { from: phone(90), text: `${seconds}` });
      const task = await take(tom);
      test.clock.move(seconds);
      await finish(tom, task);
    }
    await tom.call('setStatus', { body: { status: 'away' } });
    await write(4, 'gold', 10, 'gold');
    const tasks = await write(1, 'standard', 40, 'standard');
    const mei = await client(test, await addPerson(test, { name: 'Mei Lin', capacity: { sms: 3 } }));
    expect((await weigh(byPreview(tasks, 'standard 40'), mei)).cost).toMatchObject({
      passedOverCount: 4,
      waitLongerCount: 2,
      longerSeconds: 200,
      passedOver: [{ waitsLonger: false }, { waitsLonger: false }, { waitsLonger: true }, { waitsLonger: true }],
    });
    expect((await weigh(byPreview(tasks, 'gold 10'), mei)).cost).toMatchObject({ passedOverCount: 0 });
  });

  it('lists first who could take it, then who lacks something, and says what speaks against each', async () => {
    await test.hub.db.all(sql`update inboxes set skills = '{"zh": 3}' where channel = 'sms' and queue_id = ${test.queueId}`);
    await agent({ name: 'Away', skills: { zh: 5 } }).then((away) => away.call('setStatus', { body: { status: 'away', reason: 'lunch' } }));
    await agent({ name: 'Speaks a little', skills: { zh: 1 } });
    await agent({ name: 'In sales', queues: [salesId] });
    await test.pass(3);
    await eventually(async () => expect((await test.hub.catalog.current()).inboxes.find((i) => i.skills.zh)).toBeDefined());
    const [task] = await write(1, 'gold', 10);
    if (!task) throw new Error('nobody waits');
    await agent({ name: 'Full', skills: { zh: 5 }, capacity: { sms: 0 } });
    expect((await weigh(task)).agents.map(({ name, refusal: no, against }) => [name, no, ...against])).toEqual([
      ['Full', null, 'capacity sms 0/0'],
      ['Speaks a little', null, 'skill zh 1<3'],
      ['In sales', null, 'not_in_queue', 'skill zh 0<3'],
      ['Away', 'agent_not_available'],
    ]);
  });
});

describe('an assignment', () => {
  it('rings at the agent out of turn, is told to them as what it is, and is kept with who and why', async () => {
    await write(3, 'gold', 10, 'gold');
    const tasks = await write(1, 'standard', 40, 'standard');
    const task = byPreview(tasks, 'standard 40');
    // Serves the other queue only and lacks nothing but that.
    const sally = await agent({ name: 'Sally Sales', queues: [salesId] });
    expect((await weigh(task, sally)).agents).toMatchObject([{ name: 'Sally Sales', against: ['not_in_queue'] }]);
    expect(await assign(task, sally, 'sold them the boiler')).toMatchObject({ state: 'reserved', agentId: sally.person.id });
    const offer = await ringing(sally);
    expect(offer.task.id).toBe(task.id);
    expect(offer.why.en).toMatch(/Boss chose you: sold them the boiler$/);
    expect(offer.why['zh-CN']).toMatch(/由 ?Boss ?指派给您：sold them the boiler$/);
    await sally.call('acceptOffer', { id: offer.id });
    // It is in her hands: she may see the customer although the ticket is in another queue.
    expect((await sally.call('getConversation', { id: task.conversationId })).entries).toHaveLength(1);
    const [receipt] = (await boss.call('taskReceipts', { id: task.id })).receipts;
    expect(receipt).toMatchObject({
      byHand: { agentId: boss.person.id, name: 'Boss', reason: 'sold them the boiler' },
      outcome: 'accepted',
      agents: [{ agentId: sally.person.id, chosen: true, excluded: 'not_in_queue' }],
    });
    expect(receipt?.race.map(({ winner, excluded }) => [winner, excluded])).toEqual([
      [false, null],
      [true, null],
    ]);
    const [event] = await test.hub.db.all<object>(
      sql`select actor_kind, actor_id, agent_id, data ->> 'reason' as reason from events where name = 'task.assigned_by_hand'`,
    );
    expect(event).toEqual({ actorKind: 'agent', actorId: boss.person.id, agentId: sally.person.id, reason: 'sold them the boiler' });
  });

  it('takes the offer away from whom the router is asking, who is asked for the next at once', async () => {
    const [mei, tom] = [await agent({ name: 'Mei Lin', capacity: { sms: 1 } }), await agent({ name: 'Tom Reed', capacity: { sms: 1 } })];
    await tom.call('setStatus', { body: { status: 'away' } });
    await write(2, 'gold', 10, 'gold');
    const first = await ringing(mei);
    // Away: nobody answers there, whoever says so.
    expect(await refusal(first.task, tom)).toBe('409 agent_not_available');
    expect((await ringing(mei)).id).toBe(first.id);
    await tom.call('setStatus', { body: { status: 'available' } });
    await tom.call('rejectOffer', { id: (await ringing(tom)).id });
    await assign(first.task, tom);
    expect((await ringing(tom)).task.id).toBe(first.task.id);
    await eventually(async () => expect((await mei.call('desk')).offers.map(({ task }) => task.preview)).toEqual(['gold 11']));
    expect(await mei.refusal('acceptOffer', { id: first.id })).toBe('409 offer_expired');
  });

  it('is refused by name', async () => {
    const mei = await agent({ name: 'Mei Lin' });
    const [waiting] = await write(1, 'gold', 10);
    const offer = await ringing(mei);
    const tom = await client(test, await addPerson(test, { name: 'Tom Reed' }));
    if (!waiting) throw new Error('nobody waits');
    expect(await refusal(waiting, mei)).toBe('409 agent_being_asked');
    expect(await refusal(waiting, tom)).toBe('409 agent_not_available');
    expect(await refusal(waiting, mei, boss, 'x ')).toBe('400 bad_request');
    expect(await refusal(waiting, mei, boss, 'x'.repeat(501))).toBe('400 bad_request');
    expect(await refusal(waiting, { ...mei, person: { ...mei.person, id: '0199c1f0-0000-7000-8000-0000000000ff' } })).toBe('404 not_found');
    expect(await refusal(waiting, mei, tom)).toBe('403 not_allowed');
    expect(await boss.refusal('assignTask', { id: salesId, body: { agentId: mei.person.id, reason: 'knows the house' } })).toBe(
      '404 not_found',
    );
    await mei.call('acceptOffer', { id: offer.id });
    expect(await refusal(waiting, mei)).toBe('409 task_not_waiting');
    await callArrives(test, { from: phone(60), sid: `CA${'1'.repeat(32)}` });
    await take(mei);
    const [next] = await write(1, 'gold', 11);
    if (next) expect(await refusal(next, mei)).toBe('409 agent_on_a_call');
    expect(await boss.refusal('readAssignment', { id: waiting.id })).toBe('409 task_not_waiting');
  });

  it('declined goes back to its place, and the router goes on with it', async () => {
    const mei = await agent({ name: 'Mei Lin', capacity: { sms: 0 } });
    const [task] = await write(1, 'gold', 10);
    if (!task) throw new Error('nobody waits');
    await quiet(mei);
    await assign(task, mei);
    const offer = await ringing(mei);
    await mei.call('rejectOffer', { id: offer.id });
    const tom = await agent({ name: 'Tom Reed' });
    expect((await ringing(tom)).task).toMatchObject({ id: task.id, neededAt: task.neededAt });
  });
});

describe('two at once', () => {
  it('supervisors who assign one task: the first hand counts, the other is told', async () => {
    const people = [await agent({ name: 'Mei Lin', capacity: { sms: 0 } }), await agent({ name: 'Tom Reed', capacity: { sms: 0 } })];
    const other = await client(test, await addPerson(test, { name: 'Other boss', role: 'supervisor', queues: [] }));
    for (let round = 0; round < 8; round++) {
      const tasks = await write(1, 'gold', 10 + round);
      const task = byPreview(tasks, `hello ${10 + round}`);
      const answers = await Promise.all(
        [boss, other].map((by, i) =>
          by.call('assignTask', { id: task.id, body: { agentId: people[i]?.person.id ?? '', reason: 'mine' } }).then(
            () => 'done',
            (failure: Error) => /"code":"(\w+)"/.exec(failure.message)?.[1],
          ),
        ),
      );
      expect(answers.sort()).toEqual(['assigned_by_another', 'done']);
      const pending = await test.hub.db.all<{ agentId: string; id: string }>(
        sql`select id, agent_id from reservations where state = 'pending'`,
      );
      expect(pending).toHaveLength(1);
      const asked = people.find(({ person }) => person.id === pending[0]?.agentId);
      await asked?.call('acceptOffer', { id: pending[0]?.id ?? '' });
    }
  });

  it('a supervisor and the router: one offer of the task, one offer at the agent, and every decision is replayable or marked', async () => {
    const mei = await agent({ name: 'Mei Lin', capacity: { sms: 20 } });
    const tom = await agent({ name: 'Tom Reed', capacity: { sms: 20 } });
    await mei.call('setStatus', { body: { status: 'away' } });
    await tom.call('setStatus', { body: { status: 'away' } });
    for (let round = 0; round < 10; round++) {
      const tasks = await write(2, 'gold', 10 + 2 * round);
      const task = byPreview(tasks, `hello ${11 + 2 * round}`);
      // Both come back and the router begins to ask, while the supervisor decides.
      const back = Promise.all([mei, tom].map((who) => who.call('setStatus', { body: { status: 'available' } })));
      await Promise.all([
        back,
        assign(task, mei).catch((failure: Error) => expect(failure.message).toMatch(/agent_(being_asked|not_available)/)),
      ]);
      await eventually(async () => {
        const offers = await Promise.all([mei, tom].map(async (who) => (await who.call('desk')).offers));
        expect(offers.map((one) => one.length)).toEqual([1, 1]);
        expect(new Set(offers.flat().map((offer) => offer.task.id)).size).toBe(2);
      });
      for (const who of [mei, tom]) {
        const taken = await take(who);
        await finish(who, taken);
        await who.call('setStatus', { body: { status: 'away' } });
      }
    }
    const twice = await test.hub.db.all(
      sql`select task_id from reservations where state = 'accepted' group by task_id having count(*) > 1`,
    );
    expect(twice).toEqual([]);
    const unmarked = await test.hub.db.all(sql`
      select d.id from decisions d join events e on (e.data ->> 'decisionId')::bigint = d.id and e.name = 'task.assigned_by_hand' where not d.receipt ? 'byHand'`);
    expect(unmarked).toEqual([]);
  }, 90_000);
});
