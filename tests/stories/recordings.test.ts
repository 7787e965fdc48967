import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Leg } from '../../channel-adapters/simulator/carrier/records.ts';
import type { SimulatedPerson } from '../../channel-adapters/simulator/settings.ts';
import { json, sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { take } from '../support/desk.ts';
import { addPerson, type Client, client, eventNames, eventually, settle, supportNumber } from '../support/hub.ts';
import { callFrom, callsTo, hears, isOver, offersAll, presses, said, setOverflow } from '../support/phone.ts';
import { fetchSound, isBeing, longestSilence, recordCalls, recordingsIn, soundOf } from '../support/recordings.ts';
import { startTown, type Town } from '../support/town.ts';

/** What is said on the phone, kept: with the caller's knowledge, and only for whom it is meant. */
let town: Town;
let mei: Client;
let boss: Client;
let li: SimulatedPerson;
let consoles: ConsoleSocket[];

beforeEach(async () => {
  town = await startTown();
  consoles = [];
  mei = await client(town.test, await addPerson(town.test));
  boss = await client(town.test, await addPerson(town.test, { name: 'Alex', role: 'admin', queues: [] }));
  li = await town.person({
    name: '李娜',
    tier: 'gold',
    phone: '+8613900000103',
    email: 'li@customers.example',
    externalId: 'C-1',
    language: 'zh-CN',
  });
});
afterEach(async () => {
  for (const console of consoles) console.close();
  await town.stop();
});

const announced = (leg: Leg) => said(leg).filter((words) => words.includes('本次通话将被录音')).length;
const sitDownNow = async (agent: Client) => void consoles.push(await sitDown(town.test, agent));
const speaks = (by: Client, id: string) =>
  eventually(async () => expect((await by.call('getConversation', { id })).conversation.call).toMatchObject({ state: 'connected' }), 20);

/** Li calls and speaks with Mei. */
async function talking(): Promise<{ leg: Leg; id: string; taskId: string }> {
  const leg = await callFrom(town, li, supportNumber);
  await sitDownNow(mei);
  const { id: taskId, conversationId: id } = await take(mei);
  await speaks(mei, id);
  return { leg, id, taskId };
}

const says = (state: 'granted' | 'withdrawn', id = li.id) =>
  boss.call('addConsent', {
    id,
    body: { channel: 'voice', purpose: 'recording', state, proof: { kind: 'call', text: '', reference: '' } },
  });
const deletedAtCarrier = () => town.simulator.log().filter(({ title }) => /^DELETE .*\/Recordings\/RE/.test(title)).length;

describe('a call to a number whose calls are recorded', () => {
  beforeEach(() => recordCalls(boss, 'unless_refused'));

  it('is kept once the caller was told, with whom it was spoken and how long; the carrier then forgets it', async () => {
    const { leg, id } = await talking();
    expect(announced(leg)).toBe(1);
    await isBeing(mei, id, 'on');
    town.simulator.hangUp(leg);
    const { entry, file } = await soundOf(mei, id);
    const seconds = entry.call?.seconds ?? 0;
    expect(entry).toMatchObject({ agent: { name: 'Mei Lin' }, errorCode: null });
    expect(seconds).toBeGreaterThan(0);
    expect(file).toMatchObject({ contentType: 'audio/wav', size: 44 + seconds * 16_000 });
    const sound = Buffer.from(await (await fetchSound(town.test.url, mei, file.id)).arrayBuffer());
    expect([sound.length, sound.subarray(0, 4).toString()]).toEqual([file.size, 'RIFF']);
    const names = ['call.recording_began', 'call.recorded', 'call.recording_fetched'] as const;
    expect(await eventNames(town.test, ...names)).toEqual(names);
    await isBeing(mei, id, null);
    await eventually(async () => expect(deletedAtCarrier()).toBe(1));
  });

  it('remembers who listened to it: once a listening, however many pieces their player asked for', async () => {
    const { leg, id } = await talking();
    await isBeing(mei, id, 'on');
    town.simulator.hangUp(leg);
    const { entry, file } = await soundOf(mei, id);
    const listen = (who: Client, range: string) => fetchSound(town.test.url, who, file.id, { range });
    await Promise.all([listen(mei, 'bytes=0-99'), listen(mei, 'bytes=100-'), listen(mei, 'bytes=0-')]);
    await listen(boss, 'bytes=0-');
    await town.test.pass(1000);
    await listen(mei, 'bytes=0-');
    expect(await eventNames(town.test, 'call.listened')).toHaveLength(3);
    const { listened } = await boss.call('readPrivacy', { id: li.id });
    expect(listened.map(({ by, entryId }) => [by.name, entryId])).toEqual([
      ['Mei Lin', entry.id],
      ['Alex', entry.id],
      ['Mei Lin', entry.id],
    ]);
  });

  it('leaves out what is said while the agent has it paused, and the conversation says so', async () => {
    const { leg, id } = await talking();
    await isBeing(mei, id, 'on');
    await mei.call('pauseRecording', { id });
    await mei.call('pauseRecording', { id });
    await isBeing(mei, id, 'paused');
    await new Promise((later) => setTimeout(later, 150));
    await mei.call('resumeRecording', { id });
    await isBeing(mei, id, 'on');
    town.simulator.hangUp(leg);
    const { file } = await soundOf(mei, id);
    const sound = Buffer.from(await (await fetchSound(town.test.url, mei, file.id)).arrayBuffer());
    // 150 ms are three seconds at the carrier's speed.
    expect(longestSilence(sound)).toBeGreaterThan(2.5);
    const { entries } = await mei.call('getConversation', { id });
    expect(entries.map(({ call, agent }) => [call?.type, agent?.name ?? null])).toEqual([
      ['incoming', null],
      ['connected', 'Mei Lin'],
      ['recording_paused', 'Mei Lin'],
      ['recording_resumed', 'Mei Lin'],
      expect.anything(),
      expect.anything(),
    ]);
    const names = ['call.recording_steered', 'call.recording_paused', 'call.recording_resumed'] as const;
    expect(await eventNames(town.test, ...names)).toEqual([names[0], names[1], names[0], names[2]]);
  });

  describe('about which a colleague is asked', () => {
    let sally: Client;
    let leg: Leg;
    let id: string;
    let handoverId: string;
    const state = async () => (await mei.call('myHandovers')).handovers[0]?.state;
    beforeEach(async () => {
      sally = await client(town.test, await addPerson(town.test, { name: 'Sally Sales', queues: [] }));
      await sitDownNow(sally);
      const call = await talking();
      ({ leg, id } = call);
      await isBeing(mei, id, 'on');
      const asked = await mei.call('askColleague', { id: call.taskId, body: { agentId: sally.person.id, way: 'consult' } });
      handoverId = asked.id;
      await sally.call('acceptHandover', { id: handoverId });
      await eventually(async () => expect(await state()).toBe('talking'), 20);
    });

    it('holds nothing of what the two say while the customer is on hold, and goes on when they hear it again', async () => {
      await isBeing(mei, id, 'paused');
      await new Promise((later) => setTimeout(later, 150));
      await mei.call('completeHandover', { id: handoverId });
      await isBeing(sally, id, 'on');
      town.simulator.hangUp(leg);
      const { file } = await soundOf(boss, id);
      const sound = Buffer.from(await (await fetchSound(town.test.url, boss, file.id)).arrayBuffer());
      expect(longestSilence(sound)).toBeGreaterThan(2.5);
      const { entries } = await boss.call('getConversation', { id });
      expect(entries.flatMap(({ call, agent }) => (call?.type.startsWith('recording_') ? [[call.type, agent]] : []))).toEqual([
        ['recording_paused', null],
        ['recording_resumed', null],
      ]);
    });

    it('is recorded as soon as the customer hears both, and again when the colleague has left', async () => {
      await isBeing(mei, id, 'paused');
      await mei.call('introduceCustomer', { id: handoverId });
      await isBeing(mei, id, 'on');
      await mei.call('withdrawHandover', { id: handoverId });
      await settle(town.test.hub);
      await isBeing(mei, id, 'on');
    });

    it('stays paused where the agent wants it so, for a card number that comes next', async () => {
      await isBeing(mei, id, 'paused');
      await mei.call('pauseRecording', { id });
      await mei.call('withdrawHandover', { id: handoverId });
      await settle(town.test.hub);
      await isBeing(mei, id, 'paused');
      expect(await eventNames(town.test, 'call.recording_steered')).toHaveLength(1);
    });
  });

  it('is paused by nobody but whoever speaks, and only while there is something to pause', async () => {
    const { leg, id } = await talking();
    await isBeing(mei, id, 'on');
    expect(await boss.refusal('pauseRecording', { id })).toBe('409 not_your_task');
    town.simulator.hangUp(leg);
    await soundOf(mei, id);
    expect(await mei.refusal('pauseRecording', { id })).toBe('409 not_your_task');
  });

  it('that cannot be paused says so, and that it is recorded still', async () => {
    const { id } = await talking();
    await isBeing(mei, id, 'on');
    town.simulator.faults.rest = 'broken';
    await mei.call('pauseRecording', { id });
    for (let attempt = 0; attempt < 5; attempt++) await town.test.pass(120);
    await isBeing(mei, id, 'on');
    expect(await eventNames(town.test, 'call.recording_paused', 'call.recording_unsteered')).toEqual(['call.recording_unsteered']);
  });

  it('that is handed on is kept in two parts, each with its agent; the caller is told once', async () => {
    const salesId = uuid();
    await town.test.hub.db.all(
      sql`insert into queues (id, key, label) values (${salesId}, 'sales', ${json({ en: 'Sales', 'zh-CN': '销售' })})`,
    );
    town.test.hub.catalog.forget();
    const sally = await client(town.test, await addPerson(town.test, { name: 'Sally Sales', queues: [salesId] }));
    const { leg, id, taskId } = await talking();
    await isBeing(mei, id, 'on');
    await mei.call('transferTask', { id: taskId, body: { queueId: salesId } });
    await soundOf(boss, id);
    await sitDownNow(sally);
    await take(sally);
    await isBeing(sally, id, 'on');
    town.simulator.hangUp(leg);
    await eventually(async () => {
      const recordings = await recordingsIn(sally, id);
      expect(recordings.map(({ agent, attachments }) => [agent?.name, attachments.length])).toEqual([
        ['Mei Lin', 1],
        ['Sally Sales', 1],
      ]);
    }, 20);
    expect(announced(leg)).toBe(1);
  });

  it('in which we call back is told to the customer and kept as well', async () => {
    await setOverflow(boss, town.test.queueId, offersAll);
    const asking = await callFrom(town, li, supportNumber);
    await presses(town, asking, '1');
    await isOver(asking);
    await sitDownNow(mei);
    const { conversationId: id } = await take(mei);
    await speaks(mei, id);
    const leg = await eventually(async () => callsTo(town, li.phone)[0] ?? Promise.reject(new Error('not rung')));
    await hears(leg, '本次通话将被录音');
    await isBeing(mei, id, 'on');
    town.simulator.hangUp(leg);
    expect((await soundOf(mei, id)).entry).toMatchObject({ agent: { name: 'Mei Lin' } });
  });
});

describe('what a customer wants', () => {
  const silent = async (leg: Leg, id: string) => {
    await settle(town.test.hub);
    expect([announced(leg), (await mei.call('getConversation', { id })).conversation.call?.recording]).toEqual([0, null]);
    town.simulator.hangUp(leg);
    await isOver(leg);
    await settle(town.test.hub);
    expect(await recordingsIn(mei, id)).toEqual([]);
    expect(await eventNames(town.test, 'call.recording_began')).toEqual([]);
  };

  it('nobody is recorded, or told so, unless the number is set to it', async () => {
    const { leg, id } = await talking();
    await silent(leg, id);
  });

  it('who refused is not recorded, on whichever record of theirs it is written', async () => {
    await recordCalls(boss, 'unless_refused');
    const other = await town.person({ name: '李娜', tier: 'gold', phone: '+8613900000104', email: 'l@x.example', externalId: 'C-2' });
    await says('withdrawn', other.id);
    await boss.call('mergeCustomers', { id: li.id, body: { mergedId: other.id, reason: 'one person' } });
    const { leg, id } = await talking();
    await silent(leg, id);
  });

  it('where consent is asked for, only who gave it is recorded', async () => {
    await recordCalls(boss, 'with_consent');
    const { leg, id } = await talking();
    await silent(leg, id);
    await says('granted');
    const held = (await mei.call('desk')).tasks[0];
    if (held) await mei.call('completeTask', { id: held.id, body: { disposition: 'resolved' } });
    const again = await callFrom(town, li, supportNumber);
    const task = await take(mei);
    await isBeing(mei, task.conversationId, 'on');
    expect(announced(again)).toBe(1);
  });

  it('who says so while they speak is not recorded any further, and nobody can go on', async () => {
    await recordCalls(boss, 'unless_refused');
    const { id } = await talking();
    await isBeing(mei, id, 'on');
    await says('withdrawn');
    await isBeing(mei, id, 'paused');
    expect(await mei.refusal('resumeRecording', { id })).toBe('409 recording_refused');
    town.test.clock.move(1);
    await says('granted');
    await mei.call('resumeRecording', { id });
    await isBeing(mei, id, 'on');
  });
});
