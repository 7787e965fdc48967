import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { take } from '../support/desk.ts';
import { addPerson, type Client, client, eventNames, eventually, joinTestHub, settle, supportNumber, twilioPost } from '../support/hub.ts';
import { fetchSound, isBeing, recordCalls, recordingsIn, soundOf } from '../support/recordings.ts';
import { startTown, type Town } from '../support/town.ts';

/** News of recordings as carriers really bring it: early, late, twice, forged, of another call; and sound that cannot be had. */
let town: Town;
let mei: Client;
let console: ConsoleSocket;
let call: { sid: string; id: string };

beforeEach(async () => {
  town = await startTown();
  mei = await client(town.test, await addPerson(town.test));
  const boss = await client(town.test, await addPerson(town.test, { role: 'admin', queues: [] }));
  await recordCalls(boss, 'unless_refused');
  const { sid } = await town.simulator.startCall({ from: '+441632960111', to: supportNumber });
  console = await sitDown(town.test, mei);
  call = { sid, id: (await take(mei)).conversationId };
  await isBeing(mei, call.id, 'on');
});
afterEach(async () => {
  console.close();
  await town.stop();
});

const news = async (status: string, recordingId: string, more: Record<string, string> = {}, signature?: string, sid = call.sid) =>
  twilioPost(
    town.test,
    await town.test.inboxOf('voice'),
    `call-recording?call=${sid}`,
    { RecordingSid: recordingId, RecordingStatus: status, RecordingDuration: '7', ConferenceSid: `CF${'1'.repeat(32)}`, ...more },
    signature,
  );
const made = `RE${'4'.repeat(32)}`;
const hangUp = () => {
  const leg = town.simulator.calls().find(({ sid }) => sid === call.sid);
  if (leg) town.simulator.hangUp(leg);
};
const currentId = async () =>
  (await town.test.hub.db.one<{ recordingId: string }>(sql`select recording_id from calls where conversation_id = ${call.id}`)).recordingId;
const allOf = (by = mei) => recordingsIn(by, call.id);
const end = (errorCode: string) => eventually(async () => expect(await allOf()).toMatchObject([{ errorCode, attachments: [] }]));

describe('the news of a recording', () => {
  it('that comes twice, on two nodes at once, leaves one entry with one sound', async () => {
    const recordingId = await currentId();
    hangUp();
    await soundOf(mei, call.id);
    const node = await joinTestHub(town.test);
    await Promise.all([news('completed', recordingId), news('completed', recordingId), news('completed', recordingId)]);
    await news('in-progress', recordingId);
    await settle(town.test.hub);
    await node.leave();
    const recordings = await allOf();
    expect(recordings.map(({ attachments }) => attachments.length)).toEqual([1]);
    expect(await eventNames(town.test, 'call.recorded', 'call.recording_fetched')).toEqual(['call.recorded', 'call.recording_fetched']);
  });

  it('that it has begun may come after that of its end: nothing is recorded any more', async () => {
    await news('completed', made);
    await news('in-progress', made);
    await isBeing(mei, call.id, 'on');
    expect(await currentId()).not.toBe(made);
  });

  it('that comes before the call is over is kept at once', async () => {
    await news('completed', await currentId());
    await isBeing(mei, call.id, null);
    expect((await mei.call('getConversation', { id: call.id })).conversation.call).toMatchObject({ state: 'connected' });
    expect(await allOf()).toMatchObject([{ call: { seconds: 7 } }]);
  });

  it('in which nothing was said leaves no entry', async () => {
    await news('absent', await currentId());
    await isBeing(mei, call.id, null);
    expect(await allOf()).toEqual([]);
    expect(await eventNames(town.test, 'call.recorded', 'call.recording_empty')).toEqual(['call.recording_empty']);
  });

  it('that is forged, malformed, or of a call nobody made, changes nothing', async () => {
    expect((await news('completed', made, {}, 'forged')).status).toBe(403);
    expect((await news('completed', '../../secrets')).status).toBe(400);
    expect((await news('completed', made, { RecordingDuration: '-1' })).status).toBe(400);
    expect((await news('completed', made, {}, undefined, `CA${'9'.repeat(32)}`)).status).toBe(200);
    expect(await allOf()).toEqual([]);
    await isBeing(mei, call.id, 'on');
  });
});

describe('a sound', () => {
  it('that the carrier has lost says so', async () => {
    await news('completed', made);
    await end('recording_missing');
    expect(await eventNames(town.test, 'call.recording_fetched')).toEqual(['call.recording_fetched']);
  });

  it('of somebody else’s conversation is shown to nobody', async () => {
    const foreign = await currentId();
    // As long as it is not fetched the carrier has it.
    town.simulator.faults.rest = 'overloaded';
    hangUp();
    await eventually(async () => expect(await allOf()).toHaveLength(1), 20);
    const other = await town.test.hub.db.one<{ id: string }>(sql`
      insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, created_at, last_entry_at)
      select gen_random_uuid(), customer_id, inbox_id, channel, contact_point_id, ticket_id, created_at, last_entry_at from conversations where id = ${call.id} returning id`);
    await town.test.hub.db.all(sql`
      insert into calls (conversation_id, external_id, state, started_at) values (${other.id}, ${`CA${'8'.repeat(32)}`}, 'ended', now())`);
    // The same recording cannot come twice; as one of another number of ours it could.
    await town.test.hub.db.all(sql`update entries set external_id = 'gone' where external_id = ${foreign}`);
    await news('completed', foreign, {}, undefined, `CA${'8'.repeat(32)}`);
    delete town.simulator.faults.rest;
    await town.test.pass(600);
    await eventually(async () =>
      expect(await recordingsIn(mei, other.id)).toMatchObject([{ errorCode: 'recording_foreign', attachments: [] }]),
    );
  });

  it('that cannot be fetched now is fetched later', async () => {
    town.simulator.faults.rest = 'overloaded';
    hangUp();
    await eventually(async () => expect(await allOf()).toMatchObject([{ errorCode: null, attachments: [] }]), 20);
    await town.test.pass(30);
    delete town.simulator.faults.rest;
    await town.test.pass(600);
    expect((await soundOf(mei, call.id)).entry.errorCode).toBeNull();
  });

  it('of somebody whose data was erased meanwhile is not kept, here or at the carrier', async () => {
    town.simulator.faults.rest = 'overloaded';
    hangUp();
    await eventually(async () => expect(await allOf()).toHaveLength(1), 20);
    await town.test.hub.db.all(sql`update customers set erased_at = now()`);
    delete town.simulator.faults.rest;
    await town.test.pass(600);
    await eventually(async () => expect(town.simulator.log().some(({ title }) => /^DELETE .*\/Recordings\//.test(title))).toBe(true));
    expect((await allOf())[0]?.attachments).toEqual([]);
  });

  it('is heard by whoever may read the conversation, in whole or in part, and by nobody else', async () => {
    hangUp();
    const { file } = await soundOf(mei, call.id);
    const { url } = town.test;
    const part = await fetchSound(url, mei, file.id, { range: 'bytes=0-3' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, `bytes 0-3/${file.size}`, 'RIFF']);
    const tail = await fetchSound(url, mei, file.id, { range: 'bytes=-100' });
    expect([tail.status, (await tail.arrayBuffer()).byteLength]).toEqual([206, 100]);
    const beyond = await fetchSound(url, mei, file.id, { range: `bytes=${file.size}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${file.size}`]);
    for (const range of ['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-', `bytes=${'9'.repeat(40)}-`])
      expect((await fetchSound(url, mei, file.id, { range })).status, range).toBe(200);
    const stranger = await client(town.test, await addPerson(town.test, { name: 'Elsewhere', queues: [] }));
    expect((await fetchSound(url, stranger, file.id, { range: 'bytes=0-3' })).status).toBe(404);
    expect((await fetch(`${url}/api/attachments/${file.id}`)).status).toBe(401);
  });

  it('of hours is answered piece by piece, each asked for when it is needed', async () => {
    hangUp();
    const { file } = await soundOf(mei, call.id);
    await town.test.hub.db.all(sql`
      update attachments set size = 5000000, content = decode(repeat('4c6f6e67', 1250000), 'hex') where id = ${file.id}`);
    const answer = await fetchSound(town.test.url, mei, file.id, { range: 'bytes=0-' });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([206, 'bytes 0-1048575/5000000']);
    expect((await answer.arrayBuffer()).byteLength).toBe(1_048_576);
  });
});
