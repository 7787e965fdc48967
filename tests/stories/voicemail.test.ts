import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedPerson } from '../../channel-adapters/simulator/settings.ts';
import { take } from '../support/desk.ts';
import { addPerson, type Client, client, eventNames, eventually, supportNumber, twilioPost } from '../support/hub.ts';
import { callFrom, hears, isOver, offersAll, presses, setOverflow, speaks } from '../support/phone.ts';
import { startTown, type Town } from '../support/town.ts';

/** Callers who leave a message, or ask for a link, instead of holding. */
let town: Town;
let mei: Client;
let boss: Client;
let li: SimulatedPerson;

beforeEach(async () => {
  town = await startTown();
  mei = await client(town.test, await addPerson(town.test));
  boss = await client(town.test, await addPerson(town.test, { role: 'admin', queues: [] }));
  li = await town.person({
    name: '李娜',
    tier: 'gold',
    phone: '+8613900000103',
    email: 'li@customers.example',
    externalId: 'C-1',
    language: 'zh-CN',
  });
  await setOverflow(boss, town.test.queueId, offersAll);
});
afterEach(() => town.stop());

const waiting = async () => (await mei.call('queue', {})).tasks;

const choosesVoicemail = async () => {
  const leg = await callFrom(town, li, supportNumber);
  await presses(town, leg, '2');
  await hears(leg, '请在提示音后留言');
  return leg;
};

describe('a voicemail', () => {
  it('is kept with the call and answered by calling back, from the place the call had', async () => {
    const leg = await choosesVoicemail();
    const neededAt = town.test.clock.now().toISOString();
    expect(await waiting()).toEqual([]);
    town.test.clock.move(40);
    await speaks(town, leg, '我家的锅炉漏水了，请尽快给我回电。');
    await hears(leg, '您的留言已收到');
    await isOver(leg);
    const [task] = await eventually(async () => {
      const tasks = await waiting();
      expect(tasks).toMatchObject([{ kind: 'callback', neededAt, customer: { name: '李娜' } }]);
      return tasks;
    });
    const id = task?.conversationId ?? '';
    const sound = await eventually(async () => {
      const entry = (await mei.call('getConversation', { id })).entries.find(({ call }) => call?.type === 'voicemail');
      const [file] = entry?.attachments ?? [];
      if (!file) throw new Error('no sound yet');
      expect(entry).toMatchObject({ errorCode: null, call: { seconds: 4 } });
      return file;
    });
    expect(sound).toMatchObject({ contentType: 'audio/wav', size: 44 + 4 * 16_000 });
    const answer = await fetch(`${town.test.url}/api/attachments/${sound.id}`, { headers: { authorization: `Bearer ${mei.token}` } });
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');
    expect(await eventNames(town.test, 'voicemail.received', 'voicemail.fetched')).toEqual(['voicemail.received', 'voicemail.fetched']);
    await mei.available();
    expect(await take(mei)).toMatchObject({ id: task?.id });
  });

  it('is also what was said before hanging up without a word of goodbye', async () => {
    const leg = await choosesVoicemail();
    await speaks(town, leg, '请回电');
    town.simulator.hangUp(leg);
    await eventually(async () => expect(await waiting()).toMatchObject([{ kind: 'callback' }]));
  });

  it('in which nothing was said is none; whoever calls again keeps the place', async () => {
    const leg = await choosesVoicemail();
    const neededAt = town.test.clock.now().toISOString();
    town.simulator.hangUp(leg);
    await isOver(leg);
    await eventually(async () => expect(await eventNames(town.test, 'call.ended')).toHaveLength(1));
    expect(await waiting()).toEqual([]);
    town.test.clock.move(60);
    await callFrom(town, li, supportNumber);
    await eventually(async () => expect(await waiting()).toMatchObject([{ kind: 'contact', neededAt }]));
  });

  it('whose sound the carrier has lost says so; somebody calls back all the same', async () => {
    const leg = await choosesVoicemail();
    await recorded(leg.sid, `RE${'0'.repeat(32)}`);
    const [task] = await eventually(async () => {
      const tasks = await waiting();
      expect(tasks).toHaveLength(1);
      return tasks;
    });
    await eventually(async () => {
      const { entries } = await mei.call('getConversation', { id: task?.conversationId ?? '' });
      expect(entries.find(({ call }) => call?.type === 'voicemail')).toMatchObject({ errorCode: 'recording_missing', attachments: [] });
    });
  });

  it('that belongs to another call is not shown to anyone', async () => {
    const other = await choosesVoicemail();
    // As long as it is not fetched the carrier has it.
    town.simulator.faults.rest = 'overloaded';
    await speaks(town, other, '这是别人的事');
    await isOver(other);
    const [foreign] = await eventually(async () => {
      const found = await town.test.hub.db.pool.query<{ external_id: string }>(
        "select external_id from entries where external_id like 'RE%'",
      );
      expect(found.rows).toHaveLength(1);
      return found.rows;
    });
    const ann = await town.person({
      name: 'Ann',
      tier: 'silver',
      phone: '+441632960177',
      email: 'ann@customers.example',
      externalId: 'C-9',
    });
    const leg = await callFrom(town, ann, supportNumber);
    await presses(town, leg, '2');
    await hears(leg, 'say your message');
    // The same recording cannot come twice; as one of another number of ours it could.
    await town.test.hub.db.pool.query("update entries set external_id = 'gone' where external_id like 'RE%'");
    await recorded(leg.sid, foreign?.external_id ?? '');
    delete town.simulator.faults.rest;
    await town.test.pass(600);
    await eventually(async () => {
      const task = (await waiting()).find(({ customer }) => customer.name === 'Ann');
      const { entries } = await mei.call('getConversation', { id: task?.conversationId ?? '' });
      expect(entries.find(({ call }) => call?.type === 'voicemail')).toMatchObject({ errorCode: 'recording_foreign', attachments: [] });
    });
  });
});

const post = async (path: string, params: Record<string, string>, signature?: string) =>
  twilioPost(town.test, await town.test.inboxOf('voice'), path, params, signature);

const recorded = (CallSid: string, RecordingSid: string, more: Record<string, string> = {}) =>
  post('recording', { CallSid, RecordingSid, RecordingStatus: 'completed', RecordingDuration: '7', ...more });

describe('what anybody could send', () => {
  const reasons = async () => (await boss.call('listQuarantine', {})).items.map(({ reason }) => reason);

  it('a recording nobody asked for, or of a call nobody made, is kept aside with its reason', async () => {
    const leg = await callFrom(town, li, supportNumber);
    await eventually(async () => expect(await waiting()).toHaveLength(1));
    expect((await recorded(leg.sid, `RE${'1'.repeat(32)}`)).status).toBe(200);
    expect((await recorded(`CA${'9'.repeat(32)}`, `RE${'2'.repeat(32)}`)).status).toBe(200);
    expect(await reasons()).toEqual(['unknown_call', 'unexpected_recording']);
    expect(await waiting()).toMatchObject([{ kind: 'contact' }]);
  });

  it('a malformed one is refused and kept for a look', async () => {
    const leg = await callFrom(town, li, supportNumber);
    await eventually(async () => expect(await waiting()).toHaveLength(1));
    expect((await recorded(leg.sid, '../../secrets')).status).toBe(400);
    expect((await recorded(leg.sid, `RE${'1'.repeat(32)}`, { RecordingDuration: 'long' })).status).toBe(400);
    expect(await reasons()).toEqual(['malformed_webhook', 'malformed_webhook']);
  });

  it('digits are believed only with the carrier’s signature, and only of a call that is there', async () => {
    const leg = await callFrom(town, li, supportNumber);
    await eventually(async () => expect(await waiting()).toHaveLength(1));
    expect((await post('choice', { CallSid: leg.sid, Digits: '1' }, 'forged')).status).toBe(403);
    expect((await post('choice', { CallSid: `CA${'9'.repeat(32)}`, Digits: '1' })).status).toBe(200);
    for (const Digits of ['', '11', '１', '-1', '1; drop table tasks', '9'.repeat(400)])
      expect((await post('choice', { CallSid: leg.sid, Digits })).status).toBe(200);
    expect(await waiting()).toMatchObject([{ kind: 'contact', state: 'pending' }]);
  });

  it('the same digit twice, and another after it, has one effect', async () => {
    const leg = await callFrom(town, li, supportNumber);
    await eventually(async () => expect(await waiting()).toHaveLength(1));
    const press = (Digits: string) => post('choice', { CallSid: leg.sid, Digits });
    await Promise.all([press('1'), press('1'), press('2'), press('3')]);
    expect(await eventNames(town.test, 'call.ended')).toHaveLength((await waiting()).length);
    const { rows } = await town.test.hub.db.pool.query('select choice from calls');
    expect(rows).toHaveLength(1);
  });
});

describe('a link to the chat', () => {
  it('comes by SMS; whoever answers it keeps the place of the call', async () => {
    const leg = await callFrom(town, li, supportNumber);
    const neededAt = town.test.clock.now().toISOString();
    await presses(town, leg, '3');
    await hears(leg, '链接将以短信发送给您');
    await isOver(leg);
    await eventually(async () =>
      expect(town.simulator.messages().filter(({ to }) => to === li.phone)).toMatchObject([
        { body: '点击链接在线咨询：https://shop.example/help\n也可以直接回复本短信，您的排队位置会保留。', from: supportNumber },
      ]),
    );
    expect(await waiting()).toEqual([]);
    town.test.clock.move(300);
    await town.simulator.sendSms({ from: li.phone ?? '', to: supportNumber, text: '我想直接短信说' });
    await eventually(async () => expect(await waiting()).toMatchObject([{ channel: 'sms', neededAt, unanswered: true }]));
    expect(await eventNames(town.test, 'ticket.opened')).toHaveLength(1);
  });
});
