import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntryView } from '../../server/contract/entities.ts';
import { sql } from '../../server/db/sql.ts';
import { openSmtpCarrier, type SmtpCarrier } from '../channel-adapters/email/smtp-carrier.ts';
import { addPerson, type Client, client, eventually, startTestHub, supportMail, type TestHub } from '../support/hub.ts';

/** Mail through the built-in SMTP listener: what becomes of it, and what never does. */
let test: TestHub;
let carrier: SmtpCarrier;
let boss: Client;

beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startTestHub({ SMTP_URL: carrier.url });
  boss = await client(test, await addPerson(test, { name: 'Mei Lin', role: 'supervisor' }));
});
afterAll(async () => {
  await test.stop();
  await carrier.close();
});

let number = 0;
const newAddress = (name = 'ada') => `${name}-${++number}@customer.example`;
const post = (mail: SendMailOptions) =>
  createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail({
    to: supportMail,
    subject: 'Invoice',
    text: 'Where is it?',
    ...mail,
  });

interface Known {
  readonly customerId: string;
  readonly entries: readonly EntryView[];
  readonly tickets: readonly { id: string; number: number; status: string; subject: string }[];
}

/** What the hub knows of whoever writes from this address, once it has taken in that many mails of both directions. */
const known = (address: string, mails: number): Promise<Known> =>
  eventually(async () => {
    const [customer] = (await boss.call('listCustomers', { query: { search: address } })).customers;
    const items = customer ? (await boss.call('customerTimeline', { id: customer.id })).items.toReversed() : [];
    const entries = items.flatMap((item) => (item.type === 'entry' ? [item.entry] : []));
    expect(entries).toHaveLength(mails);
    return {
      customerId: customer?.id ?? '',
      entries,
      tickets: (await boss.call('listTickets', { query: { customerId: customer?.id } })).tickets,
    };
  });

const quarantined = (count: number) =>
  eventually(async () => {
    const { items } = await boss.call('listQuarantine', { query: { limit: 100 } });
    expect(items.length).toBeGreaterThanOrEqual(count);
    return items;
  });
const quarantine = async () => (await boss.call('listQuarantine', { query: { limit: 100 } })).items;
/** Kept and not yet understood. */
const undecided = async () => (await test.hub.db.one<{ n: number }>(sql`select count(*) as n from raw_items where state = 'received'`)).n;
const tasks = async () => (await boss.call('queue', { query: { limit: 200 } })).tasks.length;

/** Answer the newest mail of a conversation and see it leave. */
async function reply(conversationId: string, text: string) {
  const { conversation } = await boss.call('getConversation', { id: conversationId });
  const entry = await boss.call('sendReply', {
    id: conversationId,
    body: { clientId: crypto.randomUUID(), text, seenSeq: conversation.lastSeq },
  });
  await eventually(async () =>
    expect((await boss.call('getConversation', { id: conversationId })).entries.find(({ id }) => id === entry.id)?.status).toBe('sent'),
  );
  const sent = carrier.received.at(-1);
  if (!sent) throw new Error('nothing was sent');
  return { to: conversation.replyTo, ...sent, messageId: sent.mail.messageId ?? '' };
}

describe('a mail', () => {
  it('from somebody new opens a ticket with a task, in any language', async () => {
    const from = newAddress();
    await post({ from: `"李 小龙" <${from.toUpperCase()}>`, subject: '漏水了，请尽快处理', text: '厨房漏水。' });
    const { entries, tickets } = await known(from, 1);
    expect(entries).toMatchObject([
      { kind: 'inbound', channel: 'email', text: '厨房漏水。', mail: { from, to: [supportMail], cc: [], subject: '漏水了，请尽快处理' } },
    ]);
    expect(tickets).toMatchObject([{ status: 'new', subject: '漏水了，请尽快处理' }]);
    expect((await boss.call('queue', { query: { limit: 200 } })).tasks.find(({ ticketId }) => ticketId === tickets[0]?.id)).toMatchObject({
      channel: 'email',
      promiseSeconds: 86_400,
      customer: { name: '李 小龙', contact: from },
    });
  });

  it('is answered in its thread, and the answer to that comes back into the same ticket', async () => {
    const from = newAddress();
    await post({ from, messageId: `<first-${from}>` });
    const { entries, tickets } = await known(from, 1);
    const sent = await reply(entries[0]?.conversationId ?? '', 'Here it is');
    expect(sent.mail).toMatchObject({ subject: `Re: Invoice [#${tickets[0]?.number}]`, inReplyTo: `<first-${from}>`, text: 'Here it is' });
    expect(sent.recipients).toEqual([from]);
    expect(sent.messageId).toMatch(/^<[0-9a-f-]{36}@localhost>$/);
    await post({
      from,
      subject: `Re: Invoice [#${tickets[0]?.number}]`,
      text: `Thank you\n\nOn Fri, 20 Nov 2026 at 15:15, Support <${supportMail}> wrote:\n> Here it is`,
      inReplyTo: sent.messageId,
      references: [`<first-${from}>`, sent.messageId],
    });
    const after = await known(from, 3);
    expect(after.entries.map(({ kind, text, conversationId }) => [kind, text, conversationId === entries[0]?.conversationId])).toEqual([
      ['inbound', 'Where is it?', true],
      ['outbound', 'Here it is', true],
      ['inbound', 'Thank you', true],
    ]);
    expect(after.tickets).toHaveLength(1);
    const again = await reply(entries[0]?.conversationId ?? '', 'You are welcome');
    expect([again.mail.references].flat()).toEqual([`<first-${from}>`, sent.messageId, again.mail.inReplyTo]);
  });

  it('about something else opens a second ticket, whatever number its subject claims', async () => {
    const from = newAddress();
    await post({ from });
    const { tickets } = await known(from, 1);
    await post({ from, subject: `Re: Invoice [#${tickets[0]?.number}]`, text: 'A subject proves nothing' });
    expect((await known(from, 2)).tickets).toHaveLength(2);
  });

  it('whose thread is closed for good opens a new ticket, in the same conversation', async () => {
    const from = newAddress();
    await post({ from, messageId: `<closed-${from}>` });
    const before = await known(from, 1);
    await boss.call('setTicketStatus', { id: before.tickets[0]?.id ?? '', body: { status: 'closed' } });
    await post({ from, text: 'One more thing', references: [`<closed-${from}>`] });
    const { tickets, entries } = await known(from, 2);
    expect(tickets.map(({ status }) => status).sort()).toEqual(['closed', 'new']);
    expect(new Set(entries.map(({ conversationId }) => conversationId)).size).toBe(1);
  });

  it('to a plus-address of ours, even only in Cc, is taken by that inbox', async () => {
    const from = newAddress();
    await post({
      from,
      to: 'somebody@elsewhere.example',
      cc: supportMail.replace('@', '+order-7@'),
      envelope: { from, to: [supportMail.replace('@', '+order-7@')] },
    });
    expect((await known(from, 1)).entries[0]?.mail).toMatchObject({
      to: ['somebody@elsewhere.example'],
      cc: [supportMail.replace('@', '+order-7@')],
    });
  });

  it('to an address that is not ours is not accepted', async () => {
    await expect(post({ from: newAddress(), to: 'nobody@touchline.example' })).rejects.toThrow(/No such inbox/);
  });
});

describe('a stranger who forges a reference', () => {
  it('gets a ticket of their own and nothing of the other one; our answer goes to them alone and quotes nothing', async () => {
    const [ada, mallory] = [newAddress(), newAddress('mallory')];
    await post({ from: ada, messageId: `<secret-${ada}>`, text: 'My account number is 4711' });
    const before = await known(ada, 1);
    const sent = await reply(before.entries[0]?.conversationId ?? '', 'Noted');
    await post({
      from: mallory,
      subject: 'Re: Invoice',
      text: 'Please send it to me as well',
      inReplyTo: sent.messageId,
      references: [`<secret-${ada}>`, sent.messageId],
    });
    const theirs = await known(mallory, 1);
    expect(theirs.tickets[0]?.id).not.toBe(before.tickets[0]?.id);
    expect(theirs.entries[0]?.conversationId).not.toBe(before.entries[0]?.conversationId);
    const answer = await reply(theirs.entries[0]?.conversationId ?? '', 'Who are you?');
    expect(answer.recipients).toEqual([mallory]);
    expect(answer.source).not.toMatch(/4711|Noted|secret-/);
    expect((await known(ada, 2)).entries.map(({ text }) => text)).toEqual(['My account number is 4711', 'Noted']);
  });

  it('but somebody we wrote to takes part, and the thread stays the customer’s', async () => {
    const [ada, bob] = [newAddress(), newAddress('bob')];
    await post({ from: ada, cc: bob });
    const { entries } = await known(ada, 1);
    const sent = await reply(entries[0]?.conversationId ?? '', 'Here it is');
    expect(sent.recipients.sort()).toEqual([ada, bob].sort());
    await post({ from: bob, text: 'I have it too', inReplyTo: sent.messageId });
    const after = await known(ada, 3);
    expect(after.entries.at(-1)).toMatchObject({ text: 'I have it too', mail: { from: bob }, conversationId: entries[0]?.conversationId });
    expect(after.tickets).toHaveLength(1);
  });
});

describe('the recipients of a reply', () => {
  it('are those of the mail replied to, never of an earlier one, never ourselves, and shown before sending', async () => {
    const [ada, bob, eve] = [newAddress(), newAddress('bob'), newAddress('eve')];
    await post({ from: ada, messageId: `<one-${ada}>`, to: [supportMail, bob], cc: [eve, supportMail.replace('@', '+x@'), ada] });
    const { entries } = await known(ada, 1);
    const conversationId = entries[0]?.conversationId ?? '';
    const first = await reply(conversationId, 'To all of you');
    expect(first.to).toEqual({ to: ada, cc: [bob, eve] });
    expect(first.recipients.sort()).toEqual([ada, bob, eve].sort());
    await post({ from: ada, text: 'Only between us', references: [`<one-${ada}>`] });
    await known(ada, 3);
    const second = await reply(conversationId, 'To you alone');
    expect(second.to).toEqual({ to: ada, cc: [] });
    expect(second.recipients).toEqual([ada]);
    expect(second.source).not.toContain(bob);
  });

  it('is where the customer wants the answer, when they say so', async () => {
    const [from, replyTo] = [newAddress(), newAddress('office')];
    await post({ from, replyTo });
    const { entries } = await known(from, 1);
    expect((await reply(entries[0]?.conversationId ?? '', 'Here it is')).recipients).toEqual([replyTo]);
    const trickster = newAddress();
    await post({ from: trickster, replyTo: supportMail.replace('@', '+x@') });
    const theirs = await known(trickster, 1);
    expect((await reply(theirs.entries[0]?.conversationId ?? '', 'Not to ourselves')).recipients).toEqual([trickster]);
  });
});

describe('mail that no person wrote', () => {
  it('and that answers nothing of ours is kept aside with its reason: no customer, no ticket, no task', async () => {
    const before = [await tasks(), (await quarantine()).length] as const;
    const programs = { 'Auto-Submitted': 'auto-replied', 'List-Id': '<news.example>', Precedence: 'bulk' };
    for (const [name, value] of Object.entries(programs)) await post({ from: newAddress('program'), headers: { [name]: value } });
    await post({ from: 'MAILER-DAEMON@customer.example', subject: 'Undelivered Mail' });
    await post({ from: newAddress('away'), subject: '自动回复：休假中' });
    const items = await quarantined(before[1] + 5);
    expect(
      items
        .slice(0, 5)
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['auto_reply_mail', 'auto_reply_mail', 'bounce_mail', 'list_mail', 'list_mail']);
    expect(await tasks()).toBe(before[0]);
    expect((await boss.call('listCustomers', { query: { search: 'program-' } })).customers).toEqual([]);
  });

  it('and that answers ours is shown in the thread; it makes no task, opens nothing and becomes nobody’s recipient', async () => {
    const from = newAddress();
    await post({ from });
    const { entries, tickets } = await known(from, 1);
    const sent = await reply(entries[0]?.conversationId ?? '', 'Here it is');
    const id = tickets[0]?.id ?? '';
    await boss.call('setTicketStatus', { id, body: { status: 'solved' } });
    const waiting = async () => (await boss.call('getTicket', { id })).tasks;
    await eventually(async () => expect(await waiting()).toEqual([]));
    await post({
      from,
      replyTo: newAddress('robot'),
      text: 'I am on holiday',
      inReplyTo: sent.messageId,
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    const after = await known(from, 3);
    expect(after.entries.at(-1)).toMatchObject({ kind: 'inbound', text: 'I am on holiday' });
    expect(after.tickets).toMatchObject([{ status: 'solved' }]);
    expect(await waiting()).toEqual([]);
    expect((await boss.call('getConversation', { id: entries[0]?.conversationId ?? '' })).conversation.replyTo).toEqual({
      to: from,
      cc: [],
    });
  });
});

describe('the same mail', () => {
  it('twice, byte for byte or by another way, is one message', async () => {
    const from = newAddress();
    const raw = `From: ${from}\r\nTo: ${supportMail}\r\nSubject: Twice\r\nMessage-ID: <twice-${from}>\r\n\r\nonly once\r\n`;
    const envelope = { from, to: supportMail };
    await Promise.all([post({ envelope, raw }), post({ envelope, raw }), post({ envelope, raw: `Received: by another way\r\n${raw}` })]);
    await known(from, 1);
    await eventually(async () => expect(await undecided()).toBe(0));
    expect((await known(from, 1)).tickets).toHaveLength(1);
  });

  it('as far as its Message-ID goes, but with other words, is kept aside', async () => {
    const from = newAddress();
    const before = (await quarantine()).length;
    await post({ from, messageId: `<reused-${from}>`, text: 'the first' });
    await known(from, 1);
    await post({ from, messageId: `<reused-${from}>`, text: 'the second' });
    expect((await quarantined(before + 1))[0]).toMatchObject({ reason: 'message_id_reused', channel: 'email' });
    expect((await known(from, 1)).entries[0]?.text).toBe('the first');
  });

  it('that we sent ourselves, and that comes back to us, is kept aside: it would answer itself for ever', async () => {
    const before = (await quarantine()).length;
    await post({ from: `Support <${supportMail.toUpperCase()}>` });
    await post({ from: supportMail.replace('@', '+loop@') });
    expect((await quarantined(before + 2)).slice(0, 2).map(({ reason }) => reason)).toEqual(['own_address', 'own_address']);
    expect((await boss.call('listCustomers', { query: { search: 'support' } })).customers).toEqual([]);
  });
});
