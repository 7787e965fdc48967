import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenBody } from '../../server/contract/api.ts';
import type { TicketView } from '../../server/contract/entities.ts';
import { sql } from '../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  settle,
  smsArrives,
  startTestHub,
  supportMail,
  type TestHub,
} from '../support/hub.ts';
import { employAdmin } from '../support/rules.ts';

let test: TestHub;
let mei: Client;
let admin: Client;

type Draft = Extract<GivenBody<'saveServiceTargets'>['draft'], object>;
const rule = (traits: Partial<Draft['rules'][number]>): Draft['rules'][number] => ({
  tiers: [],
  channels: [],
  kinds: [],
  queueIds: [],
  targets: {},
  workingTime: false,
  ...traits,
});

const HOUR = 3600;
const draft: Draft = {
  warnShare: 0.75,
  pausedBy: ['pending'],
  rules: [
    rule({ tiers: ['gold'], targets: { first_response: HOUR, next_response: 2 * HOUR, resolution: 24 * HOUR } }),
    rule({ targets: { first_response: 8 * HOUR, resolution: 72 * HOUR } }),
  ],
};

async function promise(changed: Partial<Draft> = {}): Promise<void> {
  const { version } = await admin.call('serviceTargets');
  await admin.call('saveServiceTargets', { body: { basedOn: version, draft: { ...draft, ...changed } } });
  // The tickets that are open follow in a job.
  await settle(test.hub);
}

beforeAll(async () => {
  test = await startTestHub({ NODE_DEAD_AFTER: '2' });
  mei = await client(test, await addPerson(test));
  admin = await employAdmin(test);
  await promise();
});
afterAll(() => test.stop());

let number = 0;
const nextPhone = () => `+44163296${String(1000 + number++)}`;

/** An SMS of somebody new; answers their ticket as it stands. */
async function need(
  tier: string,
): Promise<{ phone: string; ticket: () => Promise<TicketView>; customerId: string; conversationId: string }> {
  const phone = nextPhone();
  const customerId = await addCustomer(test, { name: phone, tier, phone });
  await smsArrives(test, { from: phone, text: 'help' });
  const { tickets } = await mei.call('listTickets', { query: { customerId } });
  const id = tickets[0]?.id ?? '';
  const ticket = async () => (await mei.call('getTicket', { id })).ticket;
  const conversationId = (await mei.call('getTicket', { id })).conversations[0]?.id ?? '';
  return { phone, ticket, customerId, conversationId };
}

async function answer(conversationId: string): Promise<void> {
  const { conversation } = await mei.call('getConversation', { id: conversationId });
  await mei.call('sendReply', {
    id: conversationId,
    body: { clientId: crypto.randomUUID(), text: 'on it', seenSeq: conversation.lastSeq },
  });
}

const inHours = (time: string | null) =>
  time ? Math.round(((Date.parse(time) - test.clock.now().getTime()) / 3600_000) * 100) / 100 : null;
const clock = async (ticket: () => Promise<TicketView>, kind: string) => (await ticket()).clocks.find((one) => one.kind === kind);
const told = (ticketId: string) =>
  test.hub.db.all<{ name: string; clock: string }>(
    sql`select name, data ->> 'clock' as clock from events where ticket_id = ${ticketId} and name like 'ticket.clock%' order by id`,
  );

describe('a ticket', () => {
  it('carries what the customer is owed by their tier, and what is due first', async () => {
    const gold = await need('gold');
    const standard = await need('standard');
    expect([inHours((await gold.ticket()).due?.at ?? null), inHours((await standard.ticket()).due?.at ?? null)]).toEqual([1, 8]);
    expect((await gold.ticket()).clocks.map(({ kind, state }) => [kind, state])).toEqual([
      ['first_response', 'running'],
      ['resolution', 'running'],
    ]);
  });

  it('is answered in time: the next answer is owed from what is said after it', async () => {
    const { phone, ticket, conversationId } = await need('gold');
    test.clock.move(0.5 * HOUR);
    await answer(conversationId);
    expect(await clock(ticket, 'first_response')).toMatchObject({ state: 'met', spentSeconds: 0.5 * HOUR });
    expect(await clock(ticket, 'next_response')).toBeUndefined();
    test.clock.move(HOUR);
    await smsArrives(test, { from: phone, text: 'still leaking' });
    expect(inHours((await ticket()).due?.at ?? null)).toBe(2);
  });

  it('stands while it waits for the customer, and goes on with what was left when they speak', async () => {
    const { phone, ticket, conversationId } = await need('gold');
    await answer(conversationId);
    test.clock.move(4 * HOUR);
    await mei.call('setTicketStatus', { id: (await ticket()).id, body: { status: 'pending' } });
    expect(await ticket()).toMatchObject({ due: null });
    test.clock.move(100 * HOUR);
    await smsArrives(test, { from: phone, text: 'here is the number' });
    expect(inHours((await clock(ticket, 'resolution'))?.dueAt ?? null)).toBe(20);
    expect((await ticket()).status).toBe('open');
  });

  it('that was solved owes nothing, and its end again when the customer comes back', async () => {
    const { phone, ticket } = await need('gold');
    test.clock.move(0.25 * HOUR);
    await mei.call('setTicketStatus', { id: (await ticket()).id, body: { status: 'solved' } });
    expect((await ticket()).clocks.map(({ state }) => state)).toEqual(['met', 'met']);
    test.clock.move(50 * HOUR);
    await smsArrives(test, { from: phone, text: 'no, it is not' });
    expect(inHours((await clock(ticket, 'resolution'))?.dueAt ?? null)).toBe(23.75);
    expect(inHours((await clock(ticket, 'next_response'))?.dueAt ?? null)).toBe(2);
  });

  it('is warned of before it is due and told of when it is missed, once each', async () => {
    const { ticket } = await need('gold');
    const { id } = await ticket();
    test.clock.move(0.8 * HOUR);
    await eventually(async () => expect(await told(id)).toEqual([{ name: 'ticket.clock_warned', clock: 'first_response' }]));
    test.clock.move(0.3 * HOUR);
    await eventually(async () => expect(await told(id)).toHaveLength(2));
    await new Promise((later) => setTimeout(later, 800));
    expect((await told(id)).map(({ name }) => name)).toEqual(['ticket.clock_warned', 'ticket.clock_missed']);
    expect((await clock(ticket, 'first_response'))?.state).toBe('running');
    expect((await clock(ticket, 'first_response'))?.missedAt).not.toBeNull();
  });

  it('owes an answer to what a person writes, not to what a machine does', async () => {
    const from = `${crypto.randomUUID()}@customer.example`;
    const send = (mail: object) =>
      createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail({
        from,
        to: supportMail,
        inReplyTo: '<one@a>',
        ...mail,
      });
    const said = (count: number) =>
      eventually(async () => {
        const entries = await test.hub.db.all<{ ticketId: string; conversationId: string }>(sql`
          select ticket_id, conversation_id from entries where kind = 'inbound' and detail #>> '{mail,from}' = ${from}`);
        expect(entries).toHaveLength(count);
        return entries[0] ?? { ticketId: '', conversationId: '' };
      });
    await send({ subject: 'Invoice', text: 'where is it?', messageId: '<one@a>', inReplyTo: undefined });
    const { ticketId, conversationId } = await said(1);
    const kinds = async () => (await mei.call('getTicket', { id: ticketId })).ticket.clocks.map(({ kind, state }) => `${kind} ${state}`);
    await promise({ rules: [rule({ targets: { first_response: HOUR, next_response: HOUR } })] });
    await answer(conversationId);
    await send({ subject: 'Out of office', text: 'I am away', messageId: '<two@a>', headers: { 'Auto-Submitted': 'auto-replied' } });
    await said(2);
    expect(await kinds()).toEqual(['first_response met']);
    await send({ subject: 'Re: Invoice', text: 'found it, but it is wrong', messageId: '<three@a>' });
    await said(3);
    expect(await kinds()).toEqual(['first_response met', 'next_response running']);
    await promise();
  });
});

describe('other targets', () => {
  it('hold for open tickets, too: what was used up is used up', async () => {
    const { ticket } = await need('gold');
    test.clock.move(0.25 * HOUR);
    await promise({ rules: [rule({ targets: { first_response: 4 * HOUR } })] });
    await eventually(async () => expect(inHours((await ticket()).due?.at ?? null)).toBe(3.75));
    expect((await ticket()).clocks.map(({ kind }) => kind)).toEqual(['first_response']);
    await promise();
  });

  it('that cannot be are refused, place by place', async () => {
    const body = { basedOn: (await admin.call('serviceTargets')).version };
    const refused = (rules: Draft['rules']) => admin.refusal('saveServiceTargets', { body: { ...body, draft: { ...draft, rules } } });
    expect(await refused([rule({ tiers: ['lead'] })])).toBe('422 invalid_settings');
    expect(await refused([rule({ targets: { first_response: 2 * HOUR, resolution: HOUR } })])).toBe('422 invalid_settings');
    expect(await refused([rule({}), rule({ tiers: ['gold'] })])).toBe('422 invalid_settings');
    expect(await mei.refusal('saveServiceTargets', { body: { ...body, draft } })).toBe('403 not_allowed');
    expect(await admin.refusal('saveServiceTargets', { body: { basedOn: 0, draft } })).toBe('409 changed_meanwhile');
  });
});
