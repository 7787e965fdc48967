import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedPerson } from '../../channel-adapters/simulator/settings.ts';
import { ringing, take } from '../support/desk.ts';
import { addPerson, type Client, client, eventNames, eventually, supportNumber } from '../support/hub.ts';
import { callFrom, callsTo, hears, isOver, offersAll, presses, said, setOverflow } from '../support/phone.ts';
import { startTown, type Town } from '../support/town.ts';

/** Callers who would rather be called than hold: the real protocols on both sides of the line. */
let town: Town;
let mei: Client;
let admin: Client;
let gloria: SimulatedPerson;

beforeEach(async () => {
  town = await startTown();
  mei = await client(town.test, await addPerson(town.test));
  admin = await client(town.test, await addPerson(town.test, { role: 'admin', queues: [] }));
  gloria = await newcomer('Gloria Dean', 2);
  await setOverflow(admin, town.test.queueId, offersAll);
});
afterEach(() => town.stop());

const newcomer = (name: string, number: number, language = 'en') =>
  town.person({
    name,
    tier: 'gold',
    phone: `+4416329601${String(number).padStart(2, '0')}`,
    email: `c${number}@customers.example`,
    externalId: `C-${number}`,
    language,
  });

const waitingTasks = async (count: number) =>
  eventually(async () => {
    const { tasks } = await mei.call('queue', {});
    expect(tasks).toHaveLength(count);
    return tasks;
  });

const calls = async (person: SimulatedPerson) => {
  const leg = await callFrom(town, person, supportNumber);
  await eventually(async () => expect(leg.queue).toBeDefined());
  return leg;
};

const asksForCallback = async (person: SimulatedPerson) => {
  const leg = await calls(person);
  await presses(town, leg, '1');
  await hears(leg, 'We will call you back');
  await isOver(leg);
  return leg;
};

const momentsOf = async (id: string) => (await mei.call('getConversation', { id })).entries.map(({ call }) => call?.type);

describe('a waiting caller', () => {
  it('hears the place in line and how long it takes, again when it has changed', async () => {
    await mei.available();
    const first = await calls(await newcomer('First In', 3));
    const second = await calls(gloria);
    await take(mei);
    await hears(second, /^Thank you for holding\. You are next in line\. It should take about \d+ to \d+ minutes\. To be called back/);
    town.test.clock.move(1);
    const third = await calls(await newcomer('Third In', 4));
    await hears(third, 'You are number 2 in line.');
    town.simulator.hangUp(second);
    await hears(third, 'You are next in line.');
    town.simulator.hangUp(first);
  });

  it('is told in Chinese, by those who speak it, and that nobody can say when nobody is there', async () => {
    const leg = await calls(await newcomer('李娜', 5, 'zh-CN'));
    expect(await hears(leg, '感谢您的耐心等待')).toBe(
      '感谢您的耐心等待。您是下一位。目前还无法预计等待时间。 保留排队位置、由我们给您回电，请按 1。 留言请按 2。 接收在线客服链接短信，请按 3。',
    );
  });

  it('who presses a key that means nothing goes on waiting', async () => {
    const leg = await calls(gloria);
    const before = said(leg).length;
    for (const key of ['7', '*', '0']) await presses(town, leg, key);
    await eventually(async () => expect(said(leg).length).toBeGreaterThan(before + 2));
    expect(await waitingTasks(1)).toMatchObject([{ kind: 'contact', state: 'pending' }]);
  });
});

describe('a callback', () => {
  it('keeps the place: who asked for one is called before somebody of the same class who came later', async () => {
    await asksForCallback(gloria);
    const neededAt = town.test.clock.now().toISOString();
    const [waiting] = await waitingTasks(1);
    expect(waiting).toMatchObject({ kind: 'callback', neededAt, customer: { contact: gloria.phone }, state: 'pending' });
    town.test.clock.move(5);
    const later = await calls(await newcomer('Later On', 6));
    await mei.available();
    const offer = await ringing(mei);
    expect(offer.task).toMatchObject({ kind: 'callback', id: waiting?.id, neededAt });
    const task = await mei.call('acceptOffer', { id: offer.id });
    const leg = await eventually(async () => {
      const [placed] = callsTo(town, gloria.phone);
      if (!placed) throw new Error('not called');
      return placed;
    });
    await eventually(async () =>
      expect((await mei.call('getConversation', { id: task.conversationId })).conversation.call).toMatchObject({ state: 'connected' }),
    );
    expect(await momentsOf(task.conversationId)).toEqual(['incoming', 'ended', 'callback_requested', 'callback_dialled', 'connected']);
    await mei.call('endTask', { id: task.id });
    await isOver(leg);
    await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved' } });
    expect((await ringing(mei)).task).toMatchObject({ kind: 'contact', customer: { name: 'Later On' } });
    town.simulator.hangUp(later);
    expect(callsTo(town, gloria.phone)).toHaveLength(1);
    expect(await eventNames(town.test, 'callback.requested', 'callback.dialled', 'task.canceled')).toEqual([
      'callback.requested',
      'callback.dialled',
    ]);
  });

  it('rings the agent first: nobody’s phone rings while no agent is on the line', async () => {
    await asksForCallback(gloria);
    town.simulator.setPhone(`client:${mei.person.id}`, 'never');
    await mei.available();
    const { conversationId } = await take(mei);
    await eventually(async () => expect(await momentsOf(conversationId)).toContain('agent_unreachable'), 20);
    expect(callsTo(town, gloria.phone)).toEqual([]);
    expect(await waitingTasks(1)).toMatchObject([{ kind: 'callback', state: 'pending' }]);
    town.simulator.setPhone(`client:${mei.person.id}`, 'answers');
    town.test.clock.move(61);
    await mei.available();
    await take(mei);
    await eventually(async () => expect(callsTo(town, gloria.phone)).toHaveLength(1));
  });

  it('that nobody answers is tried again, at the same place, and then left with the ticket open', async () => {
    await asksForCallback(gloria);
    const neededAt = town.test.clock.now().toISOString();
    town.simulator.setPhone(gloria.phone ?? '', 'busy');
    let conversationId = '';
    for (let attempt = 1; attempt <= 3; attempt++) {
      await mei.available();
      const task = await take(mei);
      conversationId = task.conversationId;
      expect(task).toMatchObject({ kind: 'callback', neededAt });
      await eventually(async () => expect(callsTo(town, gloria.phone)).toHaveLength(attempt), 20);
      await eventually(async () => expect(await mei.call('getTask', { id: task.id })).toMatchObject({ state: 'canceled' }), 20);
      await town.test.pass(601);
    }
    await waitingTasks(0);
    expect((await momentsOf(conversationId)).slice(-2)).toEqual(['callback_unanswered', 'callback_given_up']);
    const [ticket] = (await mei.call('listTickets', { query: {} })).tickets;
    expect(ticket).toMatchObject({ status: 'open' });
    await calls(gloria);
    expect(await waitingTasks(1)).toMatchObject([{ kind: 'contact', ticketId: ticket?.id, neededAt }]);
  });

  it('becomes the call itself when the customer calls first: one need, one task, one place', async () => {
    await asksForCallback(gloria);
    const [waiting] = await waitingTasks(1);
    town.test.clock.move(30);
    const again = await calls(gloria);
    expect(await waitingTasks(1)).toMatchObject([
      { id: waiting?.id, kind: 'contact', neededAt: waiting?.neededAt, ticketId: waiting?.ticketId },
    ]);
    await mei.available();
    const task = await take(mei);
    await eventually(async () =>
      expect((await mei.call('getConversation', { id: task.conversationId })).conversation.call?.state).toBe('connected'),
    );
    expect(callsTo(town, gloria.phone)).toEqual([]);
    town.simulator.hangUp(again);
  });

  it('whose agent hangs up before the customer answers goes back to its place', async () => {
    await asksForCallback(gloria);
    town.simulator.setPhone(gloria.phone ?? '', 'never');
    await mei.available();
    const task = await take(mei);
    const [leg] = await eventually(async () => {
      expect(callsTo(town, gloria.phone)).toHaveLength(1);
      return callsTo(town, gloria.phone);
    });
    const agentLeg = town.simulator.calls().find(({ to, endedAt }) => to === `client:${mei.person.id}` && !endedAt);
    if (!agentLeg || !leg) throw new Error('nobody is on the line');
    town.simulator.hangUp(agentLeg);
    await isOver(leg);
    await eventually(async () =>
      expect(await waitingTasks(1)).toMatchObject([{ id: task.id, kind: 'callback', state: 'pending', neededAt: task.neededAt }]),
    );
    expect(await eventNames(town.test, 'call.agent_unreachable')).toHaveLength(1);
  });
});
