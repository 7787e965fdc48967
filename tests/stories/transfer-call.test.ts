import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Leg } from '../../channel-adapters/simulator/carrier/records.ts';
import { json, sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { take } from '../support/desk.ts';
import { addPerson, type Client, client, eventually, supportNumber } from '../support/hub.ts';
import { callFrom, callsTo, hears, isOver, offersAll, presses, setOverflow } from '../support/phone.ts';
import { startTown, type Town } from '../support/town.ts';

/** A call handed on, through the carrier's own protocol: who hears what, and when. */
let town: Town;
let mei: Client;
let sally: Client;
const salesId = uuid();
const consoles: ConsoleSocket[] = [];

beforeAll(async () => {
  town = await startTown();
  const { hub } = town.test;
  await hub.db.all(sql`insert into queues (id, key, label) values (${salesId}, 'sales', ${json({ en: 'Sales', 'zh-CN': '销售' })})`);
  mei = await client(town.test, await addPerson(town.test, { name: 'Mei Lin' }));
  sally = await client(town.test, await addPerson(town.test, { name: 'Sally Sales', queues: [salesId] }));
  consoles.push(await sitDown(town.test, mei));
  await eventually(async () => expect((await hub.catalog.current()).queues).toHaveLength(2));
});
afterAll(async () => {
  for (const console of consoles) console.close();
  await town.stop();
});

const legTo = (agent: Client): Leg | undefined => town.simulator.calls().findLast(({ to }) => to === `client:${agent.person.id}`);
const stateOf = async (by: Client, id: string) => (await by.call('getConversation', { id })).conversation.call?.state;

it('a caller who is handed on waits on the line, speaks with the next agent, and both are done when one hangs up', async () => {
  const caller = await town.simulator.startCall({ from: '+441632960102', to: supportNumber });
  const task = await take(mei);
  await eventually(async () => expect(await stateOf(mei, task.conversationId)).toBe('connected'));
  await mei.call('transferTask', { id: task.id, body: { queueId: salesId, note: 'wants a quote' } });
  await eventually(async () => {
    expect(legTo(mei)?.status).toBe('completed');
    expect(caller.queue).toBeDefined();
  });
  expect(caller.status).toBe('in-progress');
  expect((await mei.call('desk')).agent.holding).toEqual([]);

  consoles.push(await sitDown(town.test, sally));
  expect(await take(sally)).toMatchObject({ id: task.id, neededAt: task.neededAt });
  await eventually(async () => expect(await stateOf(sally, task.conversationId)).toBe('connected'));
  expect(legTo(sally)?.status).toBe('in-progress');
  const leg = legTo(sally);
  if (leg) town.simulator.hangUp(leg);
  await eventually(async () => {
    expect(caller.status).toBe('completed');
    expect(await sally.call('getTask', { id: task.id })).toMatchObject({ state: 'wrapping', agentId: sally.person.id });
  });
  const { entries } = await sally.call('getConversation', { id: task.conversationId });
  expect(entries.map(({ kind, call, agent }) => [call?.type ?? kind, agent?.name ?? null])).toEqual([
    ['incoming', null],
    ['connected', 'Mei Lin'],
    ['note', 'Mei Lin'],
    ['transferred', 'Mei Lin'],
    ['connected', 'Sally Sales'],
    ['ended', 'Sally Sales'],
  ]);
  expect(caller.problem).toBeUndefined();
});

it('a customer who was called back and is handed on stays on the line, and is not called again', async () => {
  const admin = await client(town.test, await addPerson(town.test, { role: 'admin', queues: [] }));
  await setOverflow(admin, town.test.queueId, offersAll);
  const phone = '+441632960177';
  const person = await town.person({
    name: 'Gloria Dean',
    tier: 'gold',
    phone,
    email: 'gloria@customers.example',
    externalId: 'C-7',
  });
  const busy = await client(town.test, await addPerson(town.test, { name: 'Tom Reed' }));
  await mei.call('setStatus', { body: { status: 'away' } });
  const asking = await callFrom(town, person, supportNumber);
  await eventually(async () => expect(asking.queue).toBeDefined());
  await presses(town, asking, '1');
  await hears(asking, 'We will call you back');
  await isOver(asking);
  consoles.push(await sitDown(town.test, busy));
  const task = await take(busy);
  expect(task.kind).toBe('callback');
  expect(await busy.refusal('transferTask', { id: task.id, body: { queueId: salesId } })).toBe('409 customer_not_on_the_line');
  await eventually(async () => expect(await stateOf(busy, task.conversationId)).toBe('connected'));
  const leg = callsTo(town, phone)[0];
  await busy.call('transferTask', { id: task.id, body: { queueId: salesId } });
  await eventually(async () => expect(leg?.queue).toBeDefined());
  const held = (await sally.call('desk')).tasks[0];
  if (held) await sally.call('completeTask', { id: held.id, body: { disposition: 'resolved' } });
  expect(await take(sally)).toMatchObject({ id: task.id, kind: 'contact', neededAt: task.neededAt });
  await eventually(async () => expect(await stateOf(sally, task.conversationId)).toBe('connected'));
  expect(callsTo(town, phone)).toHaveLength(1);
  expect(leg?.status).toBe('in-progress');
  if (leg) town.simulator.hangUp(leg);
  await eventually(async () => expect(await sally.call('getTask', { id: task.id })).toMatchObject({ state: 'wrapping' }));
});
