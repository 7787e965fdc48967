import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../support/hub.ts';

let test: TestHub;
let mei: Client;

beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

const offer = () =>
  eventually(async () => {
    const [first] = (await mei.call('desk')).offers;
    if (!first) throw new Error('nothing rings');
    return first;
  });

describe('an SMS from a known customer', () => {
  it('becomes a ticket, rings at a free agent with the whole customer, and is answered and closed', async () => {
    const ada = await addCustomer(test, { name: 'Ada Byron', tier: 'gold', phone: '+441632960111' });
    expect((await smsArrives(test, { from: '+441632960111', text: 'My boiler is leaking 漏水了' })).status).toBe(200);
    await mei.available();
    const ringing = await offer();
    expect(ringing.customer).toMatchObject({ id: ada, name: 'Ada Byron', tier: 'gold', openTickets: 1 });
    expect(ringing.task).toMatchObject({ channel: 'sms', promiseSeconds: 600, state: 'reserved', preview: 'My boiler is leaking 漏水了' });
    expect(ringing.why.en).toMatch(/^Gold SMS, waited 0 s of 10 min promised \(0 %\)/);
    expect(ringing.why['zh-CN']).toContain('黄金短信');
    const task = await mei.call('acceptOffer', { id: ringing.id });
    expect(task).toMatchObject({ state: 'assigned', agentId: mei.person.id, ticketStatus: 'open' });
    const { entries, conversation } = await mei.call('getConversation', { id: task.conversationId });
    expect(entries.map(({ text, seq }) => [seq, text])).toEqual([[1, 'My boiler is leaking 漏水了']]);
    expect(conversation.replyTo).toEqual({ to: '+441632960111', cc: [] });
    await mei.call('endTask', { id: task.id });
    const done = await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved', ticketStatus: 'solved' } });
    expect(done).toMatchObject({ state: 'completed', ticketStatus: 'solved' });
    expect(
      await eventNames(
        test,
        'message.received',
        'task.queued',
        'reservation.offered',
        'reservation.accepted',
        'task.wrapping',
        'task.completed',
      ),
    ).toEqual(['message.received', 'task.queued', 'reservation.offered', 'reservation.accepted', 'task.wrapping', 'task.completed']);
    const history = await mei.call('customerTimeline', { id: ada });
    expect(history.items.map(({ type }) => type).sort()).toEqual(['entry', 'ticket']);
  });

  it('has one effect when the carrier delivers it twice', async () => {
    const before = await eventNames(test, 'message.received');
    const answers = await Promise.all(
      [1, 2, 3].map(() => smsArrives(test, { from: '+441632960222', text: 'twice?', sid: `SM${'f'.repeat(32)}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await eventNames(test, 'message.received')).toHaveLength(before.length + 1);
  });
});
