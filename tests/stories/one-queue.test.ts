import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedPerson } from '../../channel-adapters/simulator/settings.ts';
import type { EntryView, OfferView } from '../../server/contract/entities.ts';
import { addPerson, type Client, client, eventually, supportMail, supportNumber } from '../support/hub.ts';
import { startTown, type Town } from '../support/town.ts';

/** The main job, end to end: four people, four channels, one queue, one free agent. */
let town: Town;
let mei: Client;
const people: Record<'standard' | 'gold' | 'silver' | 'platinum', SimulatedPerson> = Object.create(null);

beforeAll(async () => {
  town = await startTown();
  people.standard = await town.person({
    name: 'Sam Field',
    tier: 'standard',
    phone: '+441632960101',
    email: 'sam@customers.example',
    externalId: 'C-1',
  });
  people.gold = await town.person({
    name: 'Gloria Dean',
    tier: 'gold',
    phone: '+441632960102',
    email: 'gloria@customers.example',
    externalId: 'C-2',
  });
  people.silver = await town.person({
    name: '白思远',
    tier: 'silver',
    phone: '+8613900000103',
    email: 'bai@customers.example',
    externalId: 'C-3',
    language: 'zh-CN',
  });
  people.platinum = await town.person({
    name: 'Petra Ahn',
    tier: 'platinum',
    phone: '+441632960104',
    email: 'petra@customers.example',
    externalId: 'C-4',
  });
  mei = await client(town.test, await addPerson(town.test, { capacity: { voice: 1, sms: 1, email: 1, web_chat: 1 } }));
});
afterAll(() => town.stop());

const waiting = (count: number) =>
  eventually(async () => {
    const { tasks } = await mei.call('queue', {});
    expect(tasks).toHaveLength(count);
    return tasks;
  });

const nextOffer = (): Promise<OfferView> =>
  eventually(async () => {
    const [offer] = (await mei.call('desk')).offers;
    if (!offer) throw new Error('nothing rings');
    return offer;
  });

const replied = (conversationId: string, text: string, ...statuses: EntryView['status'][]) =>
  eventually(async () => {
    const { entries } = await mei.call('getConversation', { id: conversationId });
    const reply = entries.find((entry) => entry.kind === 'outbound' && entry.text === text);
    expect(statuses).toContain(reply?.status);
  });

async function finish(offer: OfferView, text?: string): Promise<void> {
  const task = await mei.call('acceptOffer', { id: offer.id });
  if (text) {
    const { conversation } = await mei.call('getConversation', { id: task.conversationId });
    await mei.call('sendReply', { id: task.conversationId, body: { clientId: `reply-${task.id}`, text, seenSeq: conversation.lastSeq } });
    await replied(task.conversationId, text, 'delivered', 'read', ...(task.channel === 'email' ? (['sent'] as const) : []));
  }
  await mei.call('endTask', { id: task.id });
  await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved', ticketStatus: 'solved' } });
}

describe('a mail, a call, a chat and an SMS in one queue', () => {
  it('wait in the order of the promise used, are offered in that order, and are each answered on their channel', async () => {
    await town.simulator.sendMail({
      from: { name: 'Sam Field', address: 'sam@customers.example' },
      to: supportMail,
      subject: 'Invoice',
      text: 'Where is my invoice?',
    });
    await waiting(1);
    town.test.clock.move(3600);
    await town.simulator.sendSms({ from: '+441632960104', to: supportNumber, text: 'Heating is off' });
    await waiting(2);
    town.test.clock.move(60);
    const visit = town.simulator.openChat(people.silver, 'website');
    await town.simulator.say(visit, '你好，空调不制冷');
    await waiting(3);
    town.test.clock.move(15);
    const leg = await town.simulator.startCall({ from: '+441632960102', to: supportNumber });
    await waiting(4);
    town.test.clock.move(12);
    // Shares of the promise used: gold call 12/20, platinum SMS 87/300, silver chat 27/90, standard mail 3687/86400.
    const order = (await waiting(4)).map(({ customer }) => customer.name);
    expect(order).toEqual(['Gloria Dean', '白思远', 'Petra Ahn', 'Sam Field']);

    await mei.available();
    const call = await nextOffer();
    expect(call.customer).toMatchObject({ name: 'Gloria Dean', tier: 'gold' });
    const task = await mei.call('acceptOffer', { id: call.id });
    await eventually(async () => {
      const { conversation, entries } = await mei.call('getConversation', { id: task.conversationId });
      expect(conversation.call?.state).toBe('connected');
      expect(entries.map(({ call }) => call?.type)).toEqual(['incoming', 'connected']);
    });
    await mei.call('endTask', { id: task.id });
    await eventually(async () =>
      expect((await mei.call('getConversation', { id: task.conversationId })).conversation.call).toMatchObject({
        state: 'ended',
        endReason: 'completed',
      }),
    );
    expect(leg.status).toBe('completed');
    await mei.call('completeTask', { id: task.id, body: { disposition: 'resolved', ticketStatus: 'solved' } });

    const chat = await nextOffer();
    expect(chat.customer.name).toBe('白思远');
    await finish(chat, '您好，马上为您安排');
    expect(visit.lines.at(-1)).toMatchObject({ from: 'agent', text: '您好，马上为您安排', agentName: 'Mei Lin' });

    const sms = await nextOffer();
    expect(sms.customer.name).toBe('Petra Ahn');
    await finish(sms, 'An engineer is on the way');
    expect(town.simulator.messages().at(-1)).toMatchObject({ body: 'An engineer is on the way', to: '+441632960104' });

    const mail = await nextOffer();
    expect(mail.customer.name).toBe('Sam Field');
    await finish(mail, 'Here it is');
    const inMailbox = await eventually(async () => {
      const received = town.simulator.mailbox('sam@customers.example').filter(({ direction }) => direction === 'received');
      expect(received).toHaveLength(1);
      return received[0];
    });
    expect(inMailbox).toMatchObject({ from: supportMail, text: expect.stringContaining('Here it is') });
    expect(inMailbox?.subject).toMatch(/^Re: Invoice \[#\d+\]$/);
  });

  it('the customer answers the mail and it comes back into the same ticket', async () => {
    const answered = town.simulator.mailbox('sam@customers.example').find(({ direction }) => direction === 'received');
    await town.simulator.sendMail({
      from: { name: 'Sam Field', address: 'sam@customers.example' },
      to: supportMail,
      subject: '',
      text: 'Thank you!',
      replyTo: answered,
    });
    const offer = await nextOffer();
    expect(offer.task).toMatchObject({ channel: 'email', preview: 'Thank you!', ticketStatus: 'open' });
    const { entries } = await mei.call('getConversation', { id: offer.task.conversationId });
    expect(entries.map(({ kind, text }) => [kind, text])).toEqual([
      ['inbound', 'Where is my invoice?'],
      ['outbound', 'Here it is'],
      ['inbound', 'Thank you!'],
    ]);
  });
});
