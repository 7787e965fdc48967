import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { openSmtpCarrier, type SmtpCarrier } from '../channel-adapters/email/smtp-carrier.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  smsArrives,
  startTestHub,
  supportMail,
  type TestHub,
} from '../support/hub.ts';
import { startTown, type Town } from '../support/town.ts';

let carrier: SmtpCarrier;
let test: TestHub;
let mei: Client;
let tom: Client;

beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startTestHub({ SMTP_URL: carrier.url });
  mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
  tom = await client(test, await addPerson(test, { name: 'Tom Reed' }));
});
afterAll(async () => {
  await test.stop();
  await carrier.close();
});

let number = 0;
async function somebody() {
  const [phone, email] = [`+44163297${String(1000 + ++number)}`, `ada-${number}@customer.example`];
  const id = await addCustomer(test, { name: `Ada ${number}`, phone, email });
  const { contactPoints } = await mei.call('getCustomer', { id });
  const pointOf = (kind: string) => contactPoints.find((point) => point.kind === kind)?.id ?? '';
  return { id, phone, email, phonePoint: pointOf('phone'), mailPoint: pointOf('email') };
}
type Somebody = Awaited<ReturnType<typeof somebody>>;

const words = async (channel: 'sms' | 'email', who: Somebody, traits: object = {}) => ({
  clientId: crypto.randomUUID(),
  inboxId: await test.inboxOf(channel),
  contactPointId: channel === 'sms' ? who.phonePoint : who.mailPoint,
  subject: 'Your boiler',
  text: 'The part has come.',
  ...traits,
});
const begin = async (channel: 'sms' | 'email', who: Somebody, traits: object = {}) =>
  mei.call('beginConversation', { id: who.id, body: await words(channel, who, traits) });
const mailsTo = (address: string, count = 1) =>
  eventually(async () => {
    const mails = carrier.received.filter(({ recipients }) => recipients.includes(address));
    expect(mails).toHaveLength(count);
    return mails.map(({ mail }) => mail);
  });

describe('writing to a customer first', () => {
  it('opens a ticket of its author that waits for the customer, and nobody is offered anything', async () => {
    const who = await somebody();
    const { ticketId, id } = await begin('email', who);
    const { ticket, tasks, conversations } = await mei.call('getTicket', { id: ticketId });
    expect(ticket).toMatchObject({ status: 'pending', subject: 'Your boiler', assignee: { id: mei.person.id } });
    expect(conversations.map((one) => one.id)).toEqual([id]);
    expect(tasks).toEqual([]);
    const [mail] = await mailsTo(who.email);
    expect(mail?.subject).toBe(`Your boiler [#${ticket.number}]`);
    expect(mail?.text).toContain('The part has come.');
  });

  it('is answered into the same ticket, which is then queued like anything they say', async () => {
    const who = await somebody();
    const { ticketId, id } = await begin('email', who);
    const [mail] = await mailsTo(who.email);
    await createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail({
      from: who.email,
      to: supportMail,
      subject: `Re: ${mail?.subject}`,
      text: 'Tomorrow at nine, please',
      inReplyTo: mail?.messageId,
      references: mail?.messageId,
    });
    await eventually(async () => {
      const found = await mei.call('getTicket', { id: ticketId });
      expect(found.ticket.status).toBe('open');
      expect(found.tasks).toHaveLength(1);
    });
    await mei.call('sendReply', { id, body: { clientId: crypto.randomUUID(), text: 'Nine it is', seenSeq: 2 } });
    const mails = await mailsTo(who.email, 2);
    expect(mails[1]?.subject).toMatch(/^Re: Your boiler \[#\d+\]$/);
  });

  it('can be followed by another word before they answer, in the same thread', async () => {
    const who = await somebody();
    const { id } = await begin('email', who);
    await mei.call('sendReply', { id, body: { clientId: crypto.randomUUID(), text: 'And the bill is in it', seenSeq: 1 } });
    const [first, second] = await mailsTo(who.email, 2);
    expect(second?.subject).toBe(`Re: ${first?.subject}`);
    expect(second?.inReplyTo).toBe(first?.messageId);
  });

  it('is done once, however often it is asked for', async () => {
    const who = await somebody();
    const body = await words('email', who);
    const ids = await Promise.all([1, 2, 3].map(async () => (await mei.call('beginConversation', { id: who.id, body })).id));
    expect(new Set(ids).size).toBe(1);
    await mailsTo(who.email);
    expect(await mei.refusal('beginConversation', { id: who.id, body: { ...body, text: 'something else' } })).toBe('409 client_id_reused');
    expect(await tom.refusal('beginConversation', { id: who.id, body })).toBe('409 client_id_reused');
  });

  it('goes only to an address that is theirs, from an inbox of ours that can write there', async () => {
    const [who, other] = [await somebody(), await somebody()];
    const refusal = async (traits: object) =>
      mei.refusal('beginConversation', { id: who.id, body: { ...(await words('email', who)), ...traits } });
    expect(await refusal({ contactPointId: other.mailPoint })).toBe('422 unknown_address');
    expect(await refusal({ contactPointId: who.phonePoint })).toBe('422 unknown_address');
    expect(await refusal({ inboxId: crypto.randomUUID() })).toBe('404 unknown_inbox');
    expect(await refusal({ inboxId: await test.inboxOf('voice') })).toBe('422 channel_cannot_reply');
    expect(await refusal({ text: '  ' })).toBe('422 nothing_to_send');
    expect(await refusal({ subject: '  ' })).toBe('400 bad_request');
    expect((await mei.call('listTickets', { query: { customerId: who.id } })).tickets).toEqual([]);
  });

  it('is refused where the customer has refused it', async () => {
    const who = await somebody();
    await mei.call('addConsent', {
      id: who.id,
      body: { channel: 'email', purpose: 'service', state: 'withdrawn', proof: { kind: 'call' } },
    });
    expect(await mei.refusal('beginConversation', { id: who.id, body: await words('email', who) })).toBe('422 contact_refused');
  });
});

describe('a text message to a customer first', () => {
  it('waits for an hour at which they may be disturbed; a mail disturbs nobody', async () => {
    const who = await somebody();
    const hour = (shift: number) => test.clock.later(shift * 3600).slice(11, 16);
    const quietHours = { timeZone: 'UTC', from: hour(-1), until: hour(1) };
    await mei.call('changeCustomer', { id: who.id, body: { quietHours } });
    expect(await mei.refusal('beginConversation', { id: who.id, body: await words('sms', who) })).toBe('422 quiet_hours');
    await begin('email', who);
    await mei.call('changeCustomer', { id: who.id, body: { quietHours: { ...quietHours, from: hour(1), until: hour(2) } } });
    await begin('sms', who);
  });

  it('goes on in the line that was used before, under a ticket of its own', async () => {
    const who = await somebody();
    await smsArrives(test, { from: who.phone, text: 'hello' });
    const [old] = (await mei.call('listTickets', { query: { customerId: who.id } })).tickets;
    await mei.call('setTicketStatus', { id: old?.id ?? '', body: { status: 'solved' } });
    const { id, ticketId } = await begin('sms', who);
    expect(ticketId).not.toBe(old?.id);
    const { entries } = await mei.call('getConversation', { id });
    expect(entries.map(({ kind, text }) => [kind, text])).toEqual([
      ['inbound', 'hello'],
      ['outbound', 'The part has come.'],
    ]);
    await smsArrives(test, { from: who.phone, text: 'thanks' });
    const { tickets } = await mei.call('listTickets', { query: { customerId: who.id } });
    expect(tickets.map((ticket) => [ticket.id, ticket.status])).toEqual([
      [ticketId, 'open'],
      [old?.id, 'solved'],
    ]);
  });

  it('shows the conversation that is open instead of beginning beside it', async () => {
    const who = await somebody();
    await smsArrives(test, { from: who.phone, text: 'hello' });
    expect(await mei.refusal('beginConversation', { id: who.id, body: await words('sms', who) })).toBe('409 conversation_open');
  });

  it('shows nothing of whoever had the number before', async () => {
    const [before, after] = [await somebody(), await somebody()];
    const old = await begin('sms', before);
    const { linkId } = await mei.call('endContactPoint', { id: before.phonePoint });
    await test.hub.db.all(sql`update contact_point_links set customer_id = ${after.id}, ended_at = null where id = ${linkId}`);
    const fresh = await begin('sms', { ...after, phonePoint: before.phonePoint });
    expect(fresh.id).not.toBe(old.id);
    expect((await mei.call('getConversation', { id: fresh.id })).entries).toHaveLength(1);
  });
});

describe('with a real carrier', () => {
  let town: Town;
  beforeAll(async () => {
    town = await startTown();
  });
  afterAll(() => town.stop());

  it('arrives on the customer’s phone', async () => {
    const agent = await client(town.test, await addPerson(town.test));
    const ada = await town.person({ name: 'Ada', tier: 'gold', phone: '+441632960777', email: 'ada@customers.example', externalId: 'C-9' });
    const [known] = (await agent.call('listCustomers', { query: { search: 'Ada' } })).customers;
    const { contactPoints } = await agent.call('getCustomer', { id: known?.id ?? '' });
    await agent.call('beginConversation', {
      id: known?.id ?? '',
      body: {
        clientId: crypto.randomUUID(),
        inboxId: await town.test.inboxOf('sms'),
        contactPointId: contactPoints.find(({ kind }) => kind === 'phone')?.id ?? '',
        subject: 'Your boiler',
        text: '配件到了',
      },
    });
    await eventually(async () => {
      const [ticket] = (await agent.call('listTickets', { query: { customerId: known?.id } })).tickets;
      const { conversations } = await agent.call('getTicket', { id: ticket?.id ?? '' });
      const { entries } = await agent.call('getConversation', { id: conversations[0]?.id ?? '' });
      expect(entries.map(({ text, status }) => [text, status])).toEqual([['配件到了', 'delivered']]);
    }, 20);
    expect(ada.phone).toBe('+441632960777');
  });
});
