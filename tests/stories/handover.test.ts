import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Leg } from '../../channel-adapters/simulator/carrier/records.ts';
import type { TaskView } from '../../server/contract/entities.ts';
import type { HandoverView } from '../../server/contract/handovers.ts';
import { json, sql } from '../../server/db/sql.ts';
import { expireHandover } from '../../server/handovers/end-handover.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { quiet, ringing, take } from '../support/desk.ts';
import { addPerson, type Client, client, eventually, settle, smsArrives, supportNumber } from '../support/hub.ts';
import { startTown, type Town } from '../support/town.ts';

/** An agent hands what they hold to a colleague, who is asked first; through the carrier's own protocol. */
let town: Town;
let mei: Client;
let li: Client;
let caller: Leg;
const consoles: ConsoleSocket[] = [];

beforeEach(async () => {
  town = await startTown();
  mei = await client(town.test, await addPerson(town.test, { name: 'Mei Lin' }));
  li = await client(town.test, await addPerson(town.test, { name: 'Li Wei', queues: [] }));
  consoles.push(await sitDown(town.test, mei), await sitDown(town.test, li));
});
afterEach(async () => {
  for (const console of consoles.splice(0)) console.close();
  await town.stop();
});

const legTo = (agent: Client): Leg | undefined => town.simulator.calls().findLast(({ to }) => to === `client:${agent.person.id}`);
const stateOf = async (id: string) => (await mei.call('getConversation', { id })).conversation.call?.state;
const lastHeard = (leg: Leg) => leg.heard.findLast(({ kind }) => kind === 'joined' || kind === 'held')?.kind;
const asked = async (agent: Client): Promise<HandoverView | undefined> => (await agent.call('myHandovers')).handovers[0];
const ask = (task: TaskView, way: 'consult' | 'straight', note?: string) =>
  mei.call('askColleague', { id: task.id, body: { agentId: li.person.id, way, ...(note ? { note } : {}) } });

/** Mei speaks with a caller. */
async function onTheLine(): Promise<TaskView> {
  caller = await town.simulator.startCall({ from: '+441632960102', to: supportNumber });
  const task = await take(mei);
  await eventually(async () => expect(await stateOf(task.conversationId)).toBe('connected'));
  return task;
}

/** Mei has asked Li, who has taken it and speaks with her; the customer is on hold. */
async function consulting(task: TaskView): Promise<HandoverView> {
  const { id } = await ask(task, 'consult', 'A boiler under guarantee');
  await li.call('acceptHandover', { id });
  return eventually(async () => {
    const view = await asked(mei);
    expect(view?.state).toBe('talking');
    expect(lastHeard(caller)).toBe('held');
    if (!view) throw new Error('no handover');
    return view;
  });
}

/** The customer and this agent hear each other, and nobody else is in. */
const alone = (agent: Client, other: Client, task: TaskView) =>
  eventually(async () => {
    expect(lastHeard(caller)).toBe('joined');
    expect([caller.status, legTo(agent)?.status]).toEqual(['in-progress', 'in-progress']);
    expect(['completed', 'no-answer', undefined]).toContain(legTo(other)?.status);
    expect((await mei.call('getTask', { id: task.id })).agentId).toBe(agent.person.id);
  });

describe('a call handed to a colleague', () => {
  it('after both have spoken is the colleague’s, with note, place and ticket; the customer was on hold and hears them now', async () => {
    const task = await onTheLine();
    const { id, state } = await ask(task, 'consult', 'A boiler under guarantee');
    expect(state).toBe('asking');
    await eventually(async () => expect(lastHeard(caller)).toBe('held'));
    expect(await asked(li)).toMatchObject({ id, note: 'A boiler under guarantee', from: { name: 'Mei Lin' }, task: { id: task.id } });
    await li.call('acceptHandover', { id });
    await eventually(async () => expect((await asked(li))?.state).toBe('talking'));
    expect((await mei.call('getTask', { id: task.id })).agentId).toBe(mei.person.id);
    await mei.call('completeHandover', { id });
    await alone(li, mei, task);
    expect(await li.call('getTask', { id: task.id })).toMatchObject({ state: 'assigned', neededAt: task.neededAt });
    expect((await li.call('getTicket', { id: task.ticketId })).ticket.assignee?.name).toBe('Li Wei');
    expect((await mei.call('desk')).agent.holding).toEqual([]);
    const { entries } = await li.call('getConversation', { id: task.conversationId });
    expect(entries.map(({ kind, call, agent }) => [call?.type ?? kind, agent?.name ?? null])).toEqual([
      ['incoming', null],
      ['connected', 'Mei Lin'],
      ['note', 'Mei Lin'],
      ['consulted', 'Li Wei'],
      ['handed_over', 'Li Wei'],
    ]);
    const leg = legTo(li);
    if (leg) town.simulator.hangUp(leg);
    await eventually(async () => {
      expect(caller.status).toBe('completed');
      expect(await li.call('getTask', { id: task.id })).toMatchObject({ state: 'wrapping', agentId: li.person.id });
    });
    expect(caller.problem).toBeUndefined();
  });

  it('straight is theirs as soon as their phone is answered, and the router may ask the first one again', async () => {
    const task = await onTheLine();
    const { id } = await ask(task, 'straight');
    await li.call('acceptHandover', { id });
    await alone(li, mei, task);
    expect(await asked(li)).toBeUndefined();
    const next = await town.simulator.startCall({ from: '+441632960103', to: supportNumber });
    expect((await ringing(mei)).task.customer.contact).toBe(next.from);
  });

  it('comes back to whoever had it when it is declined, not answered in time, or taken back, and the customer hears them again', async () => {
    const task = await onTheLine();
    for (const end of [
      (id: string) => li.call('declineHandover', { id }),
      (id: string) => expireHandover(town.test.hub, { handoverId: id, agentId: li.person.id }),
      (id: string) => mei.call('withdrawHandover', { id }),
    ]) {
      const { id } = await ask(task, 'consult');
      await eventually(async () => expect(lastHeard(caller)).toBe('held'));
      await end(id);
      await alone(mei, li, task);
      expect(await li.refusal('acceptHandover', { id })).toBe('409 handover_over');
    }
    const ends = () => consoles[0]?.heard.flatMap((event) => (event.name === 'handover.ended' ? [event.data.how] : []));
    await expect.poll(ends).toEqual(['declined', 'timed_out', 'withdrawn']);
  });

  it('after speaking about it can come back too: the colleague leaves, or is let go', async () => {
    const task = await onTheLine();
    const { id } = await consulting(task);
    await li.call('declineHandover', { id });
    await alone(mei, li, task);
    const again = await consulting(task);
    const leg = legTo(li);
    if (leg) town.simulator.hangUp(leg);
    await alone(mei, li, task);
    expect(await mei.refusal('completeHandover', { id: again.id })).toBe('409 handover_over');
    // Her own leg ends the call again, as before.
    const own = legTo(mei);
    if (own) town.simulator.hangUp(own);
    await eventually(async () => expect(caller.status).toBe('completed'));
  });

  it('can become a talk of three', async () => {
    const task = await onTheLine();
    const { id } = await consulting(task);
    expect((await mei.call('introduceCustomer', { id })).customerIn).toBe(true);
    await eventually(async () => expect(lastHeard(caller)).toBe('joined'));
    expect([legTo(mei)?.status, legTo(li)?.status, caller.status]).toEqual(['in-progress', 'in-progress', 'in-progress']);
    await mei.call('completeHandover', { id });
    await alone(li, mei, task);
  });

  it('is the colleague’s when the first one simply hangs up while they speak', async () => {
    const task = await onTheLine();
    await consulting(task);
    const leg = legTo(mei);
    await settle(town.test.hub);
    if (leg) town.simulator.hangUp(leg);
    await alone(li, mei, task);
  });

  it('is over for both when the customer hangs up meanwhile', async () => {
    const task = await onTheLine();
    const { id } = await consulting(task);
    town.simulator.hangUp(caller);
    await eventually(async () => {
      expect(await asked(li)).toBeUndefined();
      expect(await mei.call('getTask', { id: task.id })).toMatchObject({ state: 'wrapping', agentId: mei.person.id });
      expect([legTo(mei)?.status, legTo(li)?.status]).toEqual(['completed', 'completed']);
    });
    expect(await mei.refusal('completeHandover', { id })).toBe('409 handover_over');
  });

  it('to a queue asks one after the other there, and comes back when nobody is left', async () => {
    const salesId = uuid();
    const { hub } = town.test;
    await hub.db.all(sql`insert into queues (id, key, label) values (${salesId}, 'sales', ${json({ en: 'Sales', 'zh-CN': '销售' })})`);
    await eventually(async () => expect((await hub.catalog.current()).queues).toHaveLength(2));
    const sellers = [];
    for (const name of ['Ann Sales', 'Bob Sales']) {
      const seller = await client(town.test, await addPerson(town.test, { name, queues: [salesId] }));
      consoles.push(await sitDown(town.test, seller));
      sellers.push(seller);
    }
    const task = await onTheLine();
    const wish = { id: task.id, body: { queueId: salesId, way: 'consult' as const } };
    const { id, to } = await mei.call('askColleague', wish);
    const [first, second] = to.id === sellers[0]?.person.id ? sellers : [...sellers].reverse();
    await first?.call('declineHandover', { id });
    await eventually(async () => expect(second && (await asked(second))?.state).toBe('asking'));
    expect(first && (await asked(first))).toBeUndefined();
    await second?.call('declineHandover', { id });
    await alone(mei, li, task);
    await mei.call('setStatus', { body: { status: 'available' } });
    for (const seller of sellers) await seller.call('setStatus', { body: { status: 'away' } });
    expect(await mei.refusal('askColleague', wish)).toBe('409 nobody_free');
  });

  it('rings at nobody who cannot answer, at nobody twice, and is asked only by whoever holds it; others never hear of it', async () => {
    const task = await onTheLine();
    expect(await li.refusal('askColleague', { id: task.id, body: { agentId: mei.person.id, way: 'consult' } })).toBe('404 not_found');
    expect(await mei.refusal('askColleague', { id: task.id, body: { way: 'consult' } })).toBe('400 bad_request');
    expect(await mei.refusal('askColleague', { id: task.id, body: { agentId: mei.person.id, way: 'consult' } })).toBe('422 unknown_agent');
    const { takers } = await mei.call('listTakers', { id: task.id });
    expect(takers.map(({ name, refusal }) => [name, refusal])).toEqual([['Li Wei', null]]);
    const { id } = await ask(task, 'consult');
    expect(await mei.refusal('askColleague', { id: task.id, body: { agentId: li.person.id, way: 'straight' } })).toBe(
      '409 agent_being_asked',
    );
    expect(await mei.refusal('acceptHandover', { id })).toBe('404 not_found');
    await mei.call('withdrawHandover', { id });
    await li.call('setStatus', { body: { status: 'away' } });
    expect(await mei.refusal('askColleague', { id: task.id, body: { agentId: li.person.id, way: 'consult' } })).toBe(
      '409 agent_not_available',
    );
  });

  it('is asked for once however often the job runs, and a colleague without a phone is as one who does not answer', async () => {
    const task = await onTheLine();
    await town.test.hub.db.all(sql`update agents set phone_address = null where id = ${li.person.id}`);
    const { id } = await ask(task, 'straight');
    await li.call('acceptHandover', { id });
    await alone(mei, li, task);
    expect(await asked(mei)).toBeUndefined();
  });
});

describe('what is written', () => {
  it('is handed to a named colleague too: it stays until they take it, then it is theirs', async () => {
    await smsArrives(town.test, { from: '+441632960104', text: 'Where is my order?' });
    const task = await take(mei);
    const { id, way } = await ask(task, 'consult', 'You know them');
    expect(way).toBe('straight');
    expect((await mei.call('getTask', { id: task.id })).agentId).toBe(mei.person.id);
    await li.call('acceptHandover', { id });
    expect(await li.call('getTask', { id: task.id })).toMatchObject({ agentId: li.person.id, state: 'assigned', neededAt: task.neededAt });
    expect((await mei.call('desk')).tasks).toEqual([]);
    await expect.poll(() => consoles[1]?.names('handover.asked', 'task.handed_over')).toEqual(['handover.asked', 'task.handed_over']);
  });

  it('asks nobody while something else is asked of them, and frees them when it is over', async () => {
    await smsArrives(town.test, { from: '+441632960105', text: 'Hello' });
    const task = await take(mei);
    await town.test.hub.db.all(sql`insert into queue_members (queue_id, agent_id) values (${town.test.queueId}, ${li.person.id})`);
    const { id } = await ask(task, 'straight');
    await mei.call('setStatus', { body: { status: 'away' } });
    await smsArrives(town.test, { from: '+441632960106', text: 'Hello, too' });
    await quiet(li);
    await mei.call('endTask', { id: task.id });
    await eventually(async () => expect(await asked(li)).toBeUndefined());
    expect((await ringing(li)).task.customer.contact).toBe('+441632960106');
    expect(await li.refusal('acceptHandover', { id })).toBe('409 handover_over');
  });
});
