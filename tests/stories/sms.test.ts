import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  settle,
  smsArrives,
  startTestHub,
  supportMail,
  type TestHub,
} from '../support/hub.ts';
import { postMail } from '../support/post.ts';

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
    expect(ringing.why.en).toMatch(/^Gold SMS, waited 0 s of 10 min promised \(0%\)/);
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

  it('goes on in the ticket that its own line is about while that is open, though a newer mail has opened another; once it is solved, in that one', async () => {
    const phone = '+441632960444';
    const id = await addCustomer(test, { name: 'Bea Hill', phone, email: 'bea@customers.example' });
    const ticketOf = async (text: string) =>
      (
        await test.hub.db.one<{ ticketId: string }>(
          sql`select ticket_id from entries where customer_id = ${id} and text like ${`${text}%`}`,
        )
      ).ticketId;
    await smsArrives(test, { from: phone, text: 'The boiler drips' });
    await postMail(test, { from: 'bea@customers.example', to: supportMail, subject: 'Invoice', text: 'About the invoice' });
    const [boiler, invoice] = [await ticketOf('The boiler'), await ticketOf('About the invoice')];
    expect(invoice).not.toBe(boiler);
    await mei.call('setTicketStatus', { id: boiler, body: { status: 'pending' } });
    await settle(test.hub);
    await smsArrives(test, { from: phone, text: 'It drips more now' });
    expect(await ticketOf('It drips')).toBe(boiler);
    await mei.call('setTicketStatus', { id: boiler, body: { status: 'solved' } });
    await settle(test.hub);
    await smsArrives(test, { from: phone, text: 'And the invoice?' });
    expect(await ticketOf('And the invoice')).toBe(invoice);
  });
});
