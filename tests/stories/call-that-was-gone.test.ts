import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ringing } from '../support/desk.ts';
import { addPerson, type Client, callArrives, client, eventually } from '../support/hub.ts';
import { startTown, type Town } from '../support/town.ts';

/** The carrier's news that a caller has hung up may find nobody: the hub was down, the network was. */
let town: Town;
let mei: Client;

beforeAll(async () => {
  town = await startTown();
  mei = await client(town.test, await addPerson(town.test));
});
afterAll(() => town.stop());

const waitingCalls = async () => (await mei.call('queue', {})).tasks.filter(({ channel }) => channel === 'voice');

describe('a call that ended without anybody being told', () => {
  it('is noticed after a while, and waits no longer', async () => {
    await callArrives(town.test, { from: '+441632960501', sid: `CA${'1'.repeat(32)}` });
    expect(await waitingCalls()).toHaveLength(1);
    await town.test.pass(60);
    expect(await waitingCalls()).toHaveLength(1);
    await town.test.pass(61);
    expect(await waitingCalls()).toEqual([]);
  });

  it('is noticed when an agent accepts it, and is not held against the agent', async () => {
    await callArrives(town.test, { from: '+441632960502', sid: `CA${'2'.repeat(32)}` });
    await mei.available();
    const task = await mei.call('acceptOffer', { id: (await ringing(mei)).id });
    await eventually(async () => expect((await mei.call('getTask', { id: task.id })).state).toBe('canceled'));
    const { conversation } = await mei.call('getConversation', { id: task.conversationId });
    expect(conversation.call).toMatchObject({ state: 'ended', endReason: 'abandoned' });
    expect((await mei.call('desk')).agent).toMatchObject({ status: 'available', holding: [] });
  });
});
