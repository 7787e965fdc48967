import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Overflow } from '../../server/contract/overflow.ts';
import { json, sql } from '../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  callArrives,
  callEnds,
  client,
  eventNames,
  eventually,
  smsArrives,
  supportMail,
  supportNumber,
  type TestHub,
  twilioPost,
} from '../support/hub.ts';
import { keepHours, offersAll, setOverflow } from '../support/phone.ts';
import { startTwoQueues } from '../support/two-queues.ts';

/** What happens instead of waiting, as the rules of a queue say. */
let test: TestHub;
let salesId: string;
let mei: Client;
let sally: Client;
let admin: Client;

beforeEach(async () => {
  ({ test, salesId } = await startTwoQueues());
  mei = await client(test, await addPerson(test));
  sally = await client(test, await addPerson(test, { name: 'Sally Sales', queues: [salesId] }));
  admin = await client(test, await addPerson(test, { role: 'admin', queues: [] }));
});
afterEach(() => test.stop());

const from = '+441632960111';
let calls = 0;
const nextSid = () => `CA${String(++calls).padStart(32, '0')}`;

const rings = async (sid = nextSid(), number = from) => ({ sid, document: await (await callArrives(test, { from: number, sid })).text() });
const posts = async (path: string, params: Record<string, string>) =>
  (await twilioPost(test, await test.inboxOf('voice', supportNumber), path, params)).text();
const waitingIn = async (agent: Client) => (await agent.call('queue', {})).tasks;
const closedOffers: Partial<Overflow> = { before: [{ when: { is: 'closed' }, channels: ['voice'], act: offer('callback', 'voicemail') }] };

function offer(...choices: ('callback' | 'voicemail' | 'chat_link')[]) {
  return { do: 'offer' as const, choices };
}
const toSales = () => ({ do: 'queue' as const, queueId: salesId });
const tell = { do: 'tell' as const, text: null };

describe('a closed queue', () => {
  it('tells callers so and when it opens, and calls them back then, from where they stood', async () => {
    await keepHours(test, 'never');
    await test.hub.db.all(sql`update calendars set overrides = ${json(tomorrowFromNine())}`);
    await setOverflow(admin, test.queueId, closedOffers);
    const { sid, document } = await rings();
    expect(document).toMatch(
      /<Gather [^>]*numDigits="1"[^>]*><Say language="en-US">Thank you for calling\. We are closed now and open again on \w+day \d+ \w+ at 9:00\. To be called/,
    );
    expect(document).not.toContain('<Enqueue');
    expect(await waitingIn(mei)).toEqual([]);
    const neededAt = test.clock.now().toISOString();
    test.clock.move(20);
    expect(await posts('choice?unqueued=yes', { CallSid: sid, Digits: '1' })).toMatch(
      /<Say[^>]*>Thank you\. You keep your place[^<]*<\/Say><Hangup\/>/,
    );
    expect(await waitingIn(mei)).toMatchObject([{ kind: 'callback', neededAt }]);
  });

  it('keeps the place of a caller who chooses nothing', async () => {
    await keepHours(test, 'never');
    await setOverflow(admin, test.queueId, closedOffers);
    const { sid } = await rings();
    const neededAt = test.clock.now().toISOString();
    await callEnds(test, { from, sid });
    expect(await waitingIn(mei)).toEqual([]);
    await keepHours(test, 'always');
    test.clock.move(3600);
    expect((await rings()).document).toContain('<Enqueue');
    expect(await waitingIn(mei)).toMatchObject([{ kind: 'contact', neededAt }]);
  });

  it('cannot call back, or write to, who hides their number', async () => {
    await keepHours(test, 'never');
    await setOverflow(admin, test.queueId, { ...closedOffers, chatUrl: null });
    const { sid, document } = await rings(nextSid(), 'anonymous');
    expect(document).toContain('press 2');
    expect(document).not.toContain('press 1');
    expect(await posts('choice?unqueued=yes', { CallSid: sid, Digits: '1' })).toContain('We are closed');
    expect(await posts('choice?unqueued=yes', { CallSid: sid, Digits: '2' })).toContain('<Record');
    await posts('recording', { CallSid: sid, RecordingSid: `RE${'1'.repeat(32)}`, RecordingStatus: 'completed', RecordingDuration: '9' });
    expect(await waitingIn(mei)).toMatchObject([{ kind: 'contact', customer: { contact: null } }]);
  });

  it('says its own words to callers, in their language, and hangs up', async () => {
    await keepHours(test, 'never');
    const text = { en: 'Gone <fishing> & back soon', 'zh-CN': '钓鱼去了' };
    await setOverflow(admin, test.queueId, { before: [{ when: { is: 'closed' }, channels: ['voice'], act: { do: 'tell', text } }] });
    expect((await rings()).document).toContain('<Say language="en-US">Gone &lt;fishing&gt; &amp; back soon</Say><Hangup/>');
    await addCustomer(test, { name: '李娜', language: 'zh-CN', phone: '+8613900000103' });
    expect((await rings(nextSid(), '+8613900000103')).document).toContain('<Say language="zh-CN">钓鱼去了</Say>');
  });

  it('answers writing at once that it is closed; nobody has answered yet', async () => {
    await keepHours(test, 'never');
    await setOverflow(admin, test.queueId, { before: [{ when: { is: 'closed' }, channels: ['sms', 'email', 'web_chat'], act: tell }] });
    await smsArrives(test, { from, text: 'Hello?' });
    const [task] = await waitingIn(mei);
    expect(task).toMatchObject({ channel: 'sms', unanswered: true, preview: 'Hello?' });
    await smsArrives(test, { from, text: 'Anybody?' });
    const { entries } = await mei.call('getConversation', { id: task?.conversationId ?? '' });
    expect(entries.map(({ kind, text }) => [kind, text])).toEqual([
      ['inbound', 'Hello?'],
      ['outbound', 'Thank you for your message. We are closed now. You will have an answer then.'],
      ['inbound', 'Anybody?'],
    ]);
    expect(await eventNames(test, 'overflow.applied')).toHaveLength(1);
  });

  it('never answers what a machine wrote, and says of its own mail that a machine did', async () => {
    await keepHours(test, 'never');
    await setOverflow(admin, test.queueId, { before: [{ when: { is: 'closed' }, channels: ['email'], act: tell }] });
    const post = createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true });
    const mail = { from: 'ada@customer.example', to: supportMail, subject: 'Boiler', text: 'It leaks' };
    await post.sendMail({ ...mail, headers: { 'Auto-Submitted': 'auto-replied' } });
    await post.sendMail(mail);
    await eventually(async () => expect(await waitingIn(mei)).toHaveLength(1));
    const written = await test.hub.db.all<{ detail: { mail: { automatic: boolean; to: string } } }>(
      sql`select detail from entries where kind = 'outbound'`,
    );
    expect(written).toMatchObject([{ detail: { mail: { automatic: true, to: 'ada@customer.example' } } }]);
  });
});

describe('another queue', () => {
  it('takes who comes while the first is closed, with the time of the need', async () => {
    await keepHours(test, 'never');
    await setOverflow(admin, test.queueId, { before: [{ when: { is: 'closed' }, channels: ['voice', 'sms'], act: toSales() }] });
    const neededAt = test.clock.now().toISOString();
    expect((await rings()).document).toContain('<Enqueue');
    await smsArrives(test, { from: '+441632960222', text: 'hello' });
    expect((await waitingIn(sally)).map(({ channel, queueId, neededAt: at }) => [channel, queueId, at])).toEqual([
      ['voice', salesId, neededAt],
      ['sms', salesId, neededAt],
    ]);
    expect(await waitingIn(mei)).toEqual([]);
    expect(await eventNames(test, 'task.moved', 'overflow.applied')).toEqual([
      'task.moved',
      'overflow.applied',
      'task.moved',
      'overflow.applied',
    ]);
  });

  it('takes who has waited so long, by the clock or by the share of their promise, each at their own age', async () => {
    await setOverflow(admin, test.queueId, {
      after: [
        { after: { seconds: 90 }, channels: ['voice'], act: toSales() },
        { after: { share: 0.5 }, channels: ['sms'], act: toSales() },
      ],
    });
    const neededAt = test.clock.now().toISOString();
    await rings();
    await smsArrives(test, { from: '+441632960222', text: 'hello' });
    await test.pass(89);
    expect(await waitingIn(sally)).toEqual([]);
    await test.pass(2);
    expect(await waitingIn(sally)).toMatchObject([{ channel: 'voice', neededAt, state: 'pending' }]);
    // Half of the hour promised to standard customers who write.
    await test.pass(1800);
    expect((await waitingIn(sally)).map(({ channel }) => channel).sort()).toEqual(['sms', 'voice']);
  });

  it('does not take what rings at somebody, until they have let it pass', async () => {
    await setOverflow(admin, test.queueId, { after: [{ after: { seconds: 10 }, channels: ['sms'], act: toSales() }] });
    await smsArrives(test, { from, text: 'hello' });
    await test.pass(9);
    await mei.available();
    await eventually(async () => expect((await mei.call('desk')).offers).toHaveLength(1));
    await test.pass(2);
    expect(await waitingIn(sally)).toEqual([]);
    await test.pass(20);
    await eventually(async () => expect(await waitingIn(sally)).toHaveLength(1));
  });
});

describe('too many, or too long', () => {
  it('is offered something from then on, and may wait all the same', async () => {
    await setOverflow(admin, test.queueId, {
      before: [{ when: { is: 'too_many', waiting: 2 }, channels: ['voice'], act: offer('callback') }],
    });
    const first = await rings();
    expect(await posts('wait', { CallSid: first.sid, CallStatus: 'in-progress' })).not.toContain('<Gather');
    await rings(nextSid(), '+441632960222');
    test.clock.move(3);
    expect(await posts('wait', { CallSid: first.sid, CallStatus: 'in-progress' })).toMatch(/<Gather[^>]*>.*press 1/);
    expect(await waitingIn(mei)).toHaveLength(2);
  });

  it('leads on where nobody is at work: nobody knows of an end', async () => {
    await setOverflow(admin, test.queueId, { before: [{ when: { is: 'too_long', seconds: 600 }, channels: ['sms'], act: toSales() }] });
    await smsArrives(test, { from, text: 'hello' });
    expect(await waitingIn(sally)).toHaveLength(1);
    await mei.available();
    test.clock.move(3);
    await smsArrives(test, { from: '+441632960222', text: 'hello' });
    await eventually(async () => expect((await mei.call('desk')).offers).toHaveLength(1));
  });
});

describe('rules', () => {
  const refused = async (overflow: unknown, id = test.queueId) => {
    const { revision } = await admin.call('readOverflow', { id });
    const answer = await fetch(`${test.url}/api/queues/${id}/overflow`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ revision, overflow }),
    });
    const { error } = (await answer.json()) as { error?: { code: string; facts?: { problems?: { place: string }[] } } };
    return `${answer.status} ${error?.code} ${error?.facts?.problems?.map((each) => each.place).join(' ')}`;
  };
  const ruleWith = (act: unknown, channels = ['voice']) => ({ before: [{ when: { is: 'closed' }, channels, act }] });

  it('that cannot be are refused, each by its place, and nothing is changed', async () => {
    const stranger = '00000000-0000-4000-8000-000000000000';
    expect(await refused(ruleWith({ do: 'queue', queueId: stranger }))).toBe('422 invalid_settings before.0.act.queueId');
    expect(await refused(ruleWith({ do: 'queue', queueId: test.queueId }))).toBe('422 invalid_settings before.0.act.queueId');
    expect(await refused(ruleWith({ do: 'offer', choices: ['callback'] }, ['sms']))).toBe('422 invalid_settings before.0.channels');
    expect(await refused(ruleWith({ do: 'offer', choices: ['chat_link'] }))).toBe('422 invalid_settings chatUrl');
    expect(await refused({ chatUrl: 'javascript:alert(1)' })).toBe('422 invalid_settings chatUrl');
    expect(await refused(ruleWith({ do: 'fly' }))).toBe('422 invalid_settings before.0.act.do');
    expect(await refused({ before: [{ when: { is: 'too_long', seconds: -5 }, channels: ['voice'], act: tell }] })).toBe(
      '422 invalid_settings before.0.when.seconds',
    );
    expect(await refused({ else: [] })).toBe('422 invalid_settings else');
    expect((await admin.call('readOverflow', { id: test.queueId })).overflow).toEqual({ before: [], after: [], chatUrl: null });
    expect(await eventNames(test, 'queue.overflow_changed')).toEqual([]);
  });

  it('may not lead in a circle', async () => {
    await setOverflow(admin, test.queueId, { after: [{ after: { seconds: 60 }, channels: ['sms'], act: toSales() }] });
    expect(await refused(ruleWith({ do: 'queue', queueId: test.queueId }), salesId)).toBe('422 invalid_settings before.0.act.queueId');
  });

  it('are the admin’s to change and the supervisor’s to read, and every change is kept', async () => {
    const boss = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
    await setOverflow(admin, test.queueId, offersAll);
    const { revision, overflow } = await boss.call('readOverflow', { id: test.queueId });
    expect(overflow).toEqual({ before: [], after: [], ...offersAll });
    expect(await boss.refusal('changeOverflow', { id: test.queueId, body: { revision, overflow } })).toBe('403 not_allowed');
    expect(await mei.refusal('readOverflow', { id: test.queueId })).toBe('403 not_allowed');
    expect(await admin.refusal('changeOverflow', { id: test.queueId, body: { revision: 'old', overflow } })).toBe('409 changed_meanwhile');
    expect(await admin.refusal('readOverflow', { id: '00000000-0000-4000-8000-000000000000' })).toBe('404 not_found');
    const [event] = await test.hub.db.all<{ data: object; actorId: string }>(
      sql`select data, actor_id from events where name = 'queue.overflow_changed'`,
    );
    expect(event).toMatchObject({ actorId: admin.person.id, data: { before: { before: [] }, after: offersAll } });
  });
});

function tomorrowFromNine(): object {
  const date = test.clock.later(24 * 3600).slice(0, 10);
  return { [date]: { hours: [['09:00', '17:00']], label: '' } };
}
