import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useConversations } from '../../../agent-console/stores/conversations.ts';
import { useLive } from '../../../agent-console/stores/live.ts';
import { useMe } from '../../../agent-console/stores/me.ts';
import { useOffers } from '../../../agent-console/stores/offers.ts';
import { useOutbox } from '../../../agent-console/stores/outbox.ts';
import { useTakeEvent } from '../../../agent-console/stores/take-event.ts';
import { useTasks } from '../../../agent-console/stores/tasks.ts';
import type { WireEvent } from '../../../server/contract/events.ts';
import { eventually, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';

let test: TestHub;
let mei: OpenConsole;
const events: WireEvent[] = [];

beforeAll(async () => {
  test = await startTestHub();
  mei = await openConsole(test);
  await mei.use(useMe).load();
  mei.use(useLive).onEvent((event) => events.push(event));
  await mei.use(useLive).start();
  await eventually(async () => expect(mei.use(useLive).state).toBe('live'));
  await mei.hub.call('setStatus', { body: { status: 'available' } });
});
afterAll(async () => {
  mei.use(useLive).stop();
  await test.stop();
});

const stores = () => ({
  tasks: mei.use(useTasks),
  offers: mei.use(useOffers),
  conversations: mei.use(useConversations),
  outbox: mei.use(useOutbox),
});

const ring = () =>
  eventually(async () => {
    const [offer] = stores().offers.ringing;
    if (!offer) throw new Error('nothing rings');
    return offer;
  });

describe('the stores', () => {
  it('follow a contact from the ring to the end, and taking every event twice changes nothing', async () => {
    const { tasks, offers, conversations } = stores();
    await smsArrives(test, { from: '+441632960401', text: 'Where is my parcel?' });
    const offer = await ring();
    expect(offer.task.preview).toBe('Where is my parcel?');
    const task = await offers.accept(offer.id);
    expect(offers.ringing).toEqual([]);
    expect(tasks.mine.map(({ id }) => id)).toEqual([task.id]);
    await conversations.load(task.conversationId);
    await smsArrives(test, { from: '+441632960401', text: 'Hello?' });
    await eventually(async () =>
      expect(conversations.entriesOf(task.conversationId).map(({ text }) => text)).toEqual(['Where is my parcel?', 'Hello?']),
    );
    await tasks.end(task.id);
    await tasks.complete(task.id, 'resolved', 'solved');
    await eventually(async () => expect(events.map(({ name }) => name)).toContain('task.completed'));
    const before = JSON.stringify([tasks.all(), offers.all(), conversations.entriesOf(task.conversationId)]);
    const takeEvent = mei.use(useTakeEvent);
    for (const event of events) takeEvent(event);
    for (const event of events) takeEvent(event);
    expect(JSON.stringify([tasks.all(), offers.all(), conversations.entriesOf(task.conversationId)])).toBe(before);
    expect([tasks.mine, offers.ringing]).toEqual([[], []]);
  });

  it('give a declined offer back and stop ringing', async () => {
    const { offers } = stores();
    await smsArrives(test, { from: '+441632960402', text: 'not now' });
    const offer = await ring();
    await offers.reject(offer.id);
    expect(offers.ringing).toEqual([]);
  });

  it('hold back a reply that has not seen what the customer wrote, without losing it', async () => {
    const { offers, conversations, outbox } = stores();
    await smsArrives(test, { from: '+441632960403', text: 'one' });
    const { conversationId } = await offers.accept((await ring()).id);
    await smsArrives(test, { from: '+441632960403', text: 'two' });
    await conversations.load(conversationId);
    const code = await outbox.send({ conversationId, kind: 'reply', text: 'to the first', seenSeq: 1 });
    expect(code).toBe('stale_reply');
    expect(outbox.of(conversationId)).toEqual([]);
    expect(await outbox.send({ conversationId, kind: 'reply', text: 'to both', seenSeq: 2 })).toBeUndefined();
    expect(conversations.entriesOf(conversationId).at(-1)).toMatchObject({ kind: 'outbound', text: 'to both' });
  });

  it('show what is being sent at once, as one bubble', async () => {
    const { conversations, outbox, tasks } = stores();
    const conversationId = tasks.mine[0]?.conversationId ?? '';
    const sending = outbox.send({ conversationId, kind: 'note', text: '客户很着急', seenSeq: 0 });
    expect(outbox.of(conversationId)).toMatchObject([{ kind: 'note', text: '客户很着急', state: 'sending' }]);
    await sending;
    expect(outbox.of(conversationId)).toEqual([]);
    expect(conversations.entriesOf(conversationId).filter(({ kind }) => kind === 'note')).toHaveLength(1);
  });
});
