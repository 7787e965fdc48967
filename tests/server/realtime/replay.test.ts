import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../server/contract/events.ts';
import { sql } from '../../../server/db/sql.ts';
import { openConsole, sitDown } from '../../support/console-socket.ts';
import { ringing } from '../../support/desk.ts';
import { addPerson, type Client, client, eventually, joinTestHub, smsArrives, type TestHub } from '../../support/hub.ts';
import { salesNumber, startTwoQueues } from '../../support/two-queues.ts';

let test: TestHub;
let two: TestHub;
let mei: Client;
let sales: Client;
let boss: Client;

beforeAll(async () => {
  const started = await startTwoQueues();
  test = started.test;
  two = await joinTestHub(test);
  mei = await client(test, await addPerson(test));
  sales = await client(test, await addPerson(test, { name: 'Sally', queues: [started.salesId] }));
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
});
afterAll(async () => {
  await two.stop();
  await test.stop();
});

const writes = (text: string, from = '+441632960111', to?: string) => smsArrives(test, { from, text, ...(to ? { to } : {}) });
const textsOf = (events: readonly WireEvent[]) =>
  events.filter(({ name }) => name === 'message.received').map(({ attached }) => attached.entry?.text);
const known = (events: readonly WireEvent[], after: number) => events.filter(({ id }) => id > after);

describe('a console', () => {
  it('hears what happens in its queues as it happens, with the entry, the task and the ticket', async () => {
    const console = await openConsole(test, { token: mei.token });
    await expect.poll(() => console.names()).toEqual(['agent.presence_changed']);
    await writes('first');
    await eventually(async () =>
      expect(console.names()).toEqual([
        'agent.presence_changed',
        'ticket.opened',
        'conversation.opened',
        'message.received',
        'task.queued',
      ]),
    );
    const heard = console.heard.find(({ name }) => name === 'message.received');
    expect(heard).toMatchObject({
      seq: 1,
      actor: { kind: 'customer' },
      attached: { entry: { text: 'first', seq: 1 }, ticket: { status: 'new', channels: ['sms'] } },
    });
    expect(console.heard.find(({ name }) => name === 'task.queued')?.attached.task).toMatchObject({ state: 'pending', preview: 'first' });
    console.close();
  });

  it('at another node hears the same', async () => {
    const [here, there] = [await openConsole(test, { token: mei.token }), await openConsole(two, { token: boss.token })];
    await writes('to all nodes');
    await eventually(async () => expect([textsOf(here.heard), textsOf(there.heard)]).toEqual([['to all nodes'], ['to all nodes']]));
    here.close();
    there.close();
  });

  it('that was away asks what came after, and has no gap and nothing twice that it cannot tell by its id', async () => {
    const before = await openConsole(test, { token: mei.token });
    await writes('while here');
    await eventually(async () => expect(textsOf(before.heard)).toEqual(['while here']));
    const last = before.heard.at(-1)?.id ?? 0;
    before.close();
    for (const text of ['one', 'two', 'three']) await writes(text);
    const after = await openConsole(two, { token: mei.token });
    await writes('back again');
    const { events, complete } = await after.replay(last);
    expect(complete).toBe(true);
    const merged = () => known([...new Map([...events, ...after.heard].map((event) => [event.id, event])).values()], last);
    const told = await test.hub.db.all<{ id: number }>(
      sql`select id from events where queue_id = ${test.queueId} and id > ${last} order by id`,
    );
    await eventually(async () =>
      expect(
        merged()
          .filter(({ queueId }) => queueId === test.queueId)
          .map(({ id }) => id)
          .sort((a, b) => a - b),
      ).toEqual(told.map(({ id }) => id)),
    );
    expect(textsOf(merged().toSorted((a, b) => a.id - b.id))).toEqual(['one', 'two', 'three', 'back again']);
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted((a, b) => a - b));
    after.close();
  });

  it('that was away for too long is told to load afresh', async () => {
    await test.hub.db.all(
      sql`insert into events (at, name, actor_kind) select now(), 'raw_item.kept', 'hub' from generate_series(1, 1200)`,
    );
    const console = await openConsole(test, { token: mei.token });
    expect(await console.replay(0)).toEqual({ events: [], complete: false });
    expect(await mei.call('listEvents', { query: { after: 0 } })).toEqual({ events: [], complete: false });
    const { lastEventId } = await mei.call('desk');
    await writes('after a fresh load');
    const { events, complete } = await console.replay(lastEventId);
    expect([complete, textsOf(known(events, lastEventId))]).toEqual([true, ['after a fresh load']]);
    console.close();
  });

  it('is not broken by what no console would ask', async () => {
    const console = await openConsole(test, { token: mei.token });
    const { lastEventId } = await mei.call('desk');
    for (const odd of ['x', null, -1.5, 2 ** 60, { after: 1 }])
      Reflect.apply(console.socket.emit, console.socket, ['replay', odd, () => {}]);
    for (const odd of ['no-uuid', '\u0000', 7, null]) Reflect.apply(console.socket.emit, console.socket, ['watch', odd, () => {}]);
    Reflect.apply(console.socket.emit, console.socket, ['watch', 'no answer wanted']);
    Reflect.apply(console.socket.emit, console.socket, ['unwatch', { toString: 1 }]);
    Reflect.apply(console.socket.emit, console.socket, ['nonsense', 1]);
    expect((await console.replay(lastEventId)).complete).toBe(true);
    expect(await console.watch('not a conversation')).toBe(false);
    console.close();
  });
});

describe('the queue of others', () => {
  it('is not heard, neither live nor in a replay nor by the API, and its conversations cannot be followed', async () => {
    const [support, selling, supervising] = [
      await openConsole(test, { token: mei.token }),
      await openConsole(test, { token: sales.token }),
      await openConsole(test, { token: boss.token }),
    ];
    const { lastEventId } = await boss.call('desk');
    await writes('for sales only', '+441632960777', salesNumber);
    await eventually(async () =>
      expect([textsOf(selling.heard), textsOf(supervising.heard)]).toEqual([['for sales only'], ['for sales only']]),
    );
    await writes('for support only', '+441632960778');
    await eventually(async () => expect(textsOf(support.heard)).toEqual(['for support only']));
    await eventually(async () => expect(textsOf(supervising.heard)).toEqual(['for sales only', 'for support only']));
    expect(textsOf(selling.heard)).toEqual(['for sales only']);

    expect(textsOf(known((await support.replay(lastEventId)).events, lastEventId))).toEqual(['for support only']);
    expect(textsOf(known((await supervising.replay(lastEventId)).events, lastEventId))).toEqual(['for sales only', 'for support only']);
    const { events } = await mei.call('listEvents', { query: { after: lastEventId } });
    expect(events.filter(({ name, id }) => name === 'message.received' && Number(id) > lastEventId)).toHaveLength(1);

    const conversationId = selling.heard.find(({ name }) => name === 'message.received')?.conversationId ?? '';
    expect([await support.watch(conversationId), await selling.watch(conversationId), await supervising.watch(conversationId)]).toEqual([
      false,
      true,
      true,
    ]);
    for (const console of [support, selling, supervising]) console.close();
  });

  it('is heard of one conversation while that is watched, also after a reconnect, and no longer', async () => {
    // A customer with a ticket in each queue: whoever serves one of them may see all of them.
    const from = '+441632960779';
    await writes('hello support', from);
    await writes('hello sales', from, salesNumber);
    const conversation = await test.hub.db.one<{ id: string }>(
      sql`select c.id from conversations c join inboxes i on i.id = c.inbox_id join entries e on e.conversation_id = c.id where i.address = ${salesNumber} and e.text = 'hello sales'`,
    );
    const console = await openConsole(test, { token: mei.token });
    expect(await console.watch(conversation.id)).toBe(true);
    await writes('watched', from, salesNumber);
    await eventually(async () => expect(textsOf(console.heard)).toEqual(['watched']));
    const last = console.heard.at(-1)?.id ?? 0;
    console.close();
    await writes('missed', from, salesNumber);
    const again = await openConsole(test, { token: mei.token });
    expect(await again.watch(conversation.id)).toBe(true);
    expect(textsOf(known((await again.replay(last)).events, last))).toEqual(['missed']);
    again.socket.emit('unwatch', conversation.id);
    // What a console says is heard in order: this is answered when that is done.
    await again.replay(last);
    await writes('not watched any more', from, salesNumber);
    await writes('but this is ours', from);
    await eventually(async () => expect(textsOf(again.heard)).toEqual(['but this is ours']));
    again.close();
  });
});

describe('an offer', () => {
  it('shows its whole picture to the one who is asked; colleagues and supervisors only learn that it rings', async () => {
    const tom = await client(test, await addPerson(test, { name: 'Tom' }));
    const [supervising, colleague] = [await openConsole(two, { token: boss.token }), await openConsole(test, { token: tom.token })];
    const asked = await sitDown(test, mei);
    const offer = await ringing(mei);
    await eventually(async () => {
      for (const console of [asked, supervising, colleague]) expect(console.names('reservation.offered')).toHaveLength(1);
    });
    const offered = [asked, supervising, colleague].map(
      ({ heard }) => heard.find(({ name }) => name === 'reservation.offered')?.attached.offer?.id,
    );
    expect(offered).toEqual([offer.id, undefined, undefined]);
    const { events } = await supervising.replay((asked.heard[0]?.id ?? 1) - 1);
    expect(events.filter(({ name }) => name === 'reservation.offered').map(({ attached }) => attached.offer)).toEqual([undefined]);
    for (const console of [asked, supervising, colleague]) console.close();
  });
});
