import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { openSmtpCarrier, type SmtpCarrier } from '../channel-adapters/email/smtp-carrier.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventNames,
  eventually,
  startTestHub,
  supportMail,
  type TestHub,
} from '../support/hub.ts';
import { postMail } from '../support/post.ts';

/** A supplier is asked about a ticket, aside from the customer. */
let test: TestHub;
let carrier: SmtpCarrier;
let mei: Client;
let ticketId = '';
const [ada, supplier] = ['ada@customer.example', 'parts@supplier.example'];

beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startTestHub({ SMTP_URL: carrier.url });
  mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
  await addCustomer(test, { name: 'Ada Byron', email: ada });
  await postMail(test, { from: ada, to: supportMail, subject: 'Boiler', text: 'It leaks' });
  ticketId = (await test.hub.db.one<{ id: string }>(sql`select id from tickets`)).id;
  await mei.call('assignTicket', { id: ticketId, body: { agentId: mei.person.id } });
});
afterAll(async () => {
  await test.stop();
  await carrier.close();
});

let count = 0;
const words = async (more: object = {}) => ({
  clientId: `side mail ${++count}`,
  inboxId: await test.inboxOf('email'),
  address: supplier,
  subject: 'Valve 3000 阀门',
  text: 'Do you have one? 有货吗？',
  ...more,
});

/** Ask the supplier and see it leave. */
async function ask() {
  const { side } = await mei.call('startSide', { id: ticketId, body: await words() });
  await eventually(async () => expect((await mei.call('getSide', { id: side.id })).messages[0]?.status).toBe('sent'));
  const sent = carrier.received.at(-1);
  if (!sent) throw new Error('nothing was sent');
  return { sideId: side.id, ...sent };
}
const customers = async () => (await test.hub.db.one<{ n: number }>(sql`select count(*) as n from customers`)).n;

describe('a side conversation', () => {
  it('goes out by mail to the third party, and the answer comes back to the ticket and to whoever asked', async () => {
    const { sideId, mail, recipients } = await ask();
    expect(recipients).toEqual([supplier]);
    expect(mail).toMatchObject({ subject: 'Valve 3000 阀门', text: 'Do you have one? 有货吗？' });
    await mei.call('setTicketStatus', { id: ticketId, body: { status: 'on_hold' } });
    const before = await customers();
    const attachments = [{ filename: '报价.pdf', content: Buffer.from('49 €'), contentType: 'application/pdf' }];
    await postMail(test, {
      from: supplier,
      to: supportMail,
      subject: 'Re: Valve',
      text: 'Tomorrow',
      inReplyTo: mail.messageId,
      attachments,
    });

    const { messages, side } = await mei.call('getSide', { id: sideId });
    expect(messages.map(({ direction, text }) => ({ direction, text }))).toEqual([
      { direction: 'out', text: 'Do you have one? 有货吗？' },
      { direction: 'in', text: 'Tomorrow' },
    ]);
    expect(messages[1]).toMatchObject({ from: supplier, files: [{ name: '报价.pdf', size: 6 }] });
    expect(side).toMatchObject({ lastIn: true, messages: 2 });
    const headers = { authorization: `Bearer ${mei.token}` };
    const file = await fetch(`${test.url}/api/side-files/${messages[1]?.files[0]?.id}`, { headers });
    expect([file.status, await file.text(), (await fetch(file.url)).status]).toEqual([200, '49 €', 401]);
    // Nobody new is known, nothing waits in the queue because of it, and the ticket is worked on again.
    expect(await customers()).toBe(before);
    expect((await mei.call('getTicket', { id: ticketId })).ticket.status).toBe('open');
    expect((await mei.call('listNotices')).notices[0]).toMatchObject({ kind: 'side_reply', detail: { sideId }, ticket: { id: ticketId } });
    expect(await eventNames(test, 'side.written', 'side.delivered', 'side.received')).toEqual([
      'side.written',
      'side.delivered',
      'side.received',
    ]);
  });

  it('is written on in the same thread, and shown to nobody in what the customer was told', async () => {
    const { sideId, mail } = await ask();
    await mei.call('writeSide', { id: sideId, body: { clientId: 'and once more', text: 'And today?' } });
    await eventually(async () => expect((await mei.call('getSide', { id: sideId })).messages.at(-1)?.status).toBe('sent'));
    expect(carrier.received.at(-1)?.mail).toMatchObject({ inReplyTo: mail.messageId, subject: 'Re: Valve 3000 阀门', text: 'And today?' });
    expect(await test.hub.db.all(sql`select text from entries where text like '%today%' or text like '%阀门%'`)).toEqual([]);
    const { items } = await mei.call('customerTimeline', {
      id: (await mei.call('getTicket', { id: ticketId })).customer.id,
      query: { show: 'side' },
    });
    expect(items[0]).toMatchObject({ type: 'side', side: { direction: 'out', address: supplier, text: 'And today?' } });
  });

  it('is sent once for one click, and not for other words', async () => {
    const body = await words({ clientId: 'a double click' });
    const [first, second] = [await mei.call('startSide', { id: ticketId, body }), await mei.call('startSide', { id: ticketId, body })];
    expect(second.side.id).toBe(first.side.id);
    expect(second.messages).toHaveLength(1);
    expect(await mei.refusal('startSide', { id: ticketId, body: { ...body, text: 'else' } })).toBe('409 client_id_reused');
  });

  it('is not joined by a stranger who knows its Message-ID, nor by whoever answers twice', async () => {
    const { sideId, mail } = await ask();
    await postMail(test, {
      from: 'mallory@evil.example',
      to: supportMail,
      subject: 'Re: Valve',
      text: 'pay here',
      inReplyTo: mail.messageId,
    });
    const reply = {
      from: supplier,
      to: supportMail,
      subject: 'Re: Valve',
      text: 'yes',
      inReplyTo: mail.messageId,
      messageId: '<the-answer@supplier.example>',
    };
    await postMail(test, reply);
    await postMail(test, reply);
    expect((await mei.call('getSide', { id: sideId })).messages.map(({ text }) => text)).toEqual(['Do you have one? 有货吗？', 'yes']);
  });

  it('never goes to the customer, to ourselves, or from something that is no mailbox', async () => {
    const refusal = async (more: object) => mei.refusal('startSide', { id: ticketId, body: await words(more) });
    expect(await refusal({ address: ada.toUpperCase() })).toBe('422 address_of_customer');
    expect(await refusal({ address: supportMail })).toBe('422 own_address');
    expect(await refusal({ inboxId: await test.inboxOf('sms') })).toBe('404 unknown_inbox');
    expect(await refusal({ text: ' \n ' })).toBe('422 nothing_to_send');
    expect(await refusal({ address: 'nobody' })).toBe('400 bad_request');
  });

  it('says when the carrier does not take it', async () => {
    carrier.answerRecipients(() => ({ code: 550, text: 'no such user' }));
    const { side } = await mei.call('startSide', { id: ticketId, body: await words({ address: 'gone@supplier.example' }) });
    await eventually(async () =>
      expect((await mei.call('getSide', { id: side.id })).messages[0]).toMatchObject({ status: 'failed', errorCode: expect.any(String) }),
    );
  });
});
