import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InboxesPart } from '../../../server/contract/settings.ts';
import { sql } from '../../../server/db/sql.ts';
import { openSmtpCarrier, type ReceivedMail, type SmtpCarrier } from '../../channel-adapters/email/smtp-carrier.ts';
import { openWindow } from '../../channel-adapters/web-chat-window.ts';
import { addPerson, type Client, client, eventually, startTestHub, supportMail, type TestHub } from '../../support/hub.ts';
import { postMail } from '../../support/post.ts';

/** What an inbox says by itself: a mailbox signs, a chat greets. */
let test: TestHub;
let carrier: SmtpCarrier;
let admin: Client;
let mei: Client;
beforeAll(async () => {
  carrier = await openSmtpCarrier();
  test = await startTestHub({ SMTP_URL: carrier.url });
  mei = await client(test, await addPerson(test, { name: 'Mei <Lin>' }));
  admin = await client(test, await addPerson(test, { name: 'Alex', role: 'admin', queues: [] }));
  await save('email', {
    signature: { en: '{{agent.name}}\n{{queue.name}} & Co · #{{ticket.number}}', 'zh-CN': '{{queue.name}} {{agent.name}} 敬上' },
  });
  await save('web_chat', { greeting: { en: 'Hello {{customer.name|there}}!', 'zh-CN': '您好，{{customer.name|朋友}}！' } });
});
afterAll(async () => {
  await test.stop();
  await carrier.close();
});

type Inbox = InboxesPart[number];
const readPart = async () =>
  (await admin.call('readSettings', { query: { part: 'inboxes' } })) as { content: InboxesPart; revision: string };

async function drafted(channel: Inbox['channel'], change: Partial<Inbox>) {
  const { content, revision } = await readPart();
  return { revision, draft: content.map((inbox) => (inbox.channel === channel ? { ...inbox, ...change } : inbox)) };
}
const save = async (channel: Inbox['channel'], change: Partial<Inbox>) =>
  admin.call('saveSettings', { body: { part: 'inboxes', ...(await drafted(channel, change)) } });
const problems = async (channel: Inbox['channel'], change: Partial<Inbox>) => {
  const { draft } = await drafted(channel, change);
  return (await admin.call('previewSettings', { body: { part: 'inboxes', draft } })).problems.map(({ message }) => message.en);
};

/** Somebody writes a mail; of it, its conversation. */
async function mailFrom(from: string, language?: string): Promise<string> {
  await postMail(test, { from, to: supportMail, subject: 'Boiler', text: 'It leaks.' });
  const { id, customerId } = await test.hub.db.one<{ id: string; customerId: string }>(
    sql`select c.id, c.customer_id from conversations c join contact_points p on p.id = c.contact_point_id where p.value = ${from}`,
  );
  if (language) await test.hub.db.all(sql`update customers set language = ${language} where id = ${customerId}`);
  return id;
}

const answer = (id: string, said: { text?: string; html?: string }) =>
  mei.call('sendReply', { id, body: { clientId: crypto.randomUUID(), text: '', seenSeq: 9, ...said } });
const arrived = (to: string): Promise<ReceivedMail['mail']> =>
  eventually(async () => {
    const found = carrier.received.find(({ recipients }) => recipients.includes(to));
    if (!found) throw new Error('no mail yet');
    return found.mail;
  });

describe('a signature', () => {
  it('stands below a mail, as it was shown to its author, and apart from what they wrote', async () => {
    const id = await mailFrom('ada@customer.example', 'en');
    const { text } = await mei.call('readSignature', { id });
    expect(text).toMatch(/^Mei <Lin>\nSupport & Co · #\d+$/);
    const entry = await answer(id, { text: 'On our way.' });
    expect(entry).toMatchObject({ text: 'On our way.', mail: { signature: text } });
    expect((await arrived('ada@customer.example')).text?.trim()).toBe(`On our way.\n\n-- \n${text}`);
  });

  it('is in the language of whom it is for, escaped in a mail that is set, and shown as it was sent', async () => {
    const id = await mailFrom('wang@customer.example', 'zh-CN');
    const { id: entryId } = await answer(id, { html: '<p>您<strong>好</strong></p>' });
    const mail = await arrived('wang@customer.example');
    expect(mail.html).toContain('-- <br />客服支持 Mei &lt;Lin&gt; 敬上');
    expect(mail.text?.trim()).toBe('您好\n\n-- \n客服支持 Mei <Lin> 敬上');
    const shown = await fetch(`${test.url}/api/entries/${entryId}/html`, { headers: { authorization: `Bearer ${mei.token}` } });
    expect(await shown.text()).toContain('Mei &lt;Lin&gt; 敬上');
  });

  it('of a mail that was written stays as it was when the inbox gets another', async () => {
    const id = await mailFrom('eve@customer.example', 'en');
    await answer(id, { text: 'first' });
    const { signature } = (await readPart()).content.find(({ channel }) => channel === 'email') ?? {};
    await save('email', { signature: { en: 'Somebody else', 'zh-CN': '' } });
    const { entries } = await mei.call('getConversation', { id });
    expect(entries.at(-1)?.mail?.signature).toMatch(/^Mei/);
    expect(await mei.call('readSignature', { id })).toEqual({ text: 'Somebody else' });
    if (signature) await save('email', { signature });
  });

  it('names nothing but what everybody may know, and nothing on channels that carry none', async () => {
    expect(await problems('email', { signature: { en: '{{customer.name}}', 'zh-CN': '' } })).toEqual([
      'names an unknown field: customer.name',
    ]);
    expect(await problems('email', { signature: { en: '{{ agent name }}', 'zh-CN': '' } })).toEqual([
      'names an unknown field: {{ agent name }}',
    ]);
    expect(await problems('sms', { signature: { en: 'x', 'zh-CN': '' } })).toEqual(['is not sent on this channel']);
    expect(await problems('web_chat', { greeting: { en: '{{agent.name}}', 'zh-CN': '' } })).toEqual(['names an unknown field: agent.name']);
  });
});

describe('a greeting', () => {
  it('is said once to whoever begins a chat, and is no answer', async () => {
    const window = await openWindow(test, { inbox: 'website', language: 'zh-CN' });
    await window.write('有人吗？');
    await eventually(async () => expect(window.received.map(({ text }) => text)).toEqual(['您好，朋友！']));
    await window.write('喂？');
    const task = (await mei.call('queue', {})).tasks.find(({ channel }) => channel === 'web_chat');
    const { entries } = await mei.call('getConversation', { id: task?.conversationId ?? '' });
    expect(entries.map(({ kind, text, agent }) => [kind, text, agent])).toEqual([
      ['inbound', '有人吗？', null],
      ['outbound', '您好，朋友！', null],
      ['inbound', '喂？', null],
    ]);
    expect(task?.state).toBe('pending');
    window.close();
  });
});
