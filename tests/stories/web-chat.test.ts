import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatHandshake } from '../../channel-adapters/web-chat/protocol.ts';
import { signCustomerId } from '../../channel-adapters/web-chat/verify-identity.ts';
import { newVisitor, openWindow, type Window } from '../channel-adapters/web-chat-window.ts';
import { type ConsoleSocket, sitDown } from '../support/console-socket.ts';
import { finish, take } from '../support/desk.ts';
import { addCustomer, addPerson, type Client, client, eventNames, eventually, startTestHub, type TestHub } from '../support/hub.ts';

/** The widget's own protocol, against the whole hub. */
const secret = 'the-shop-signs-with-this';
let test: TestHub;
let mei: Client;
let console: ConsoleSocket;

beforeAll(async () => {
  test = await startTestHub({ CHAT_IDENTITY_SECRET: secret });
  mei = await client(test, await addPerson(test, { capacity: { web_chat: 50 } }));
  console = await sitDown(test, mei);
});
afterAll(async () => {
  console.close();
  await test.stop();
});

const visit = (handshake: Partial<ChatHandshake> = {}): Promise<Window> => openWindow(test, { inbox: 'website', ...handshake });
const signedAs = (customerId: string) => ({ identity: { customerId, signature: signCustomerId(customerId, secret) } });
const textsOf = async (window: Window) => (await window.history()).map(({ text }) => text);

async function answer(conversationId: string, text: string): Promise<string> {
  const { conversation } = await mei.call('getConversation', { id: conversationId });
  return (await mei.call('sendReply', { id: conversationId, body: { clientId: crypto.randomUUID(), text, seenSeq: conversation.lastSeq } }))
    .id;
}

const statusOf = async (conversationId: string, entryId: string) =>
  (await mei.call('getConversation', { id: conversationId })).entries.find(({ id }) => id === entryId)?.status;

describe('a visitor whom nobody knows', () => {
  it('writes, is answered where they are, and the ticks tell that it arrived and was read', async () => {
    const window = await visit({ name: '小王', language: 'zh-CN' });
    expect(await window.write('你好，在吗？')).toMatchObject({ ok: true, seq: 1 });
    const task = await take(mei);
    expect(task).toMatchObject({
      channel: 'web_chat',
      tier: 'standard',
      preview: '你好，在吗？',
      customer: { name: '小王', contact: null },
    });
    const { conversation } = await mei.call('getConversation', { id: task.conversationId });
    expect(conversation).toMatchObject({ canReply: true, contact: null, replyTo: null });
    const entryId = await answer(task.conversationId, '您好，我在。');
    await eventually(async () =>
      expect(window.received).toMatchObject([{ id: entryId, from: 'agent', agentName: 'Mei Lin', text: '您好，我在。' }]),
    );
    await eventually(async () => expect(await statusOf(task.conversationId, entryId)).toBe('delivered'));
    window.socket.emit('seen', entryId);
    await eventually(async () => expect(await statusOf(task.conversationId, entryId)).toBe('read'));
    expect((await eventNames(test, 'message.queued', 'message.status_changed')).slice(-3)).toEqual([
      'message.queued',
      'message.status_changed',
      'message.status_changed',
    ]);
    await finish(mei, task);
    window.close();
  });

  it('who was away finds the answer when they come back, and it then counts as delivered', async () => {
    const before = await visit();
    await before.write('anybody?');
    const task = await take(mei);
    before.close();
    const entryId = await answer(task.conversationId, 'Yes, me');
    await eventually(async () => expect(await statusOf(task.conversationId, entryId)).toBe('sent'));
    const after = await visit({ visitor: before.visitor });
    expect(await textsOf(after)).toEqual(['anybody?', 'Yes, me']);
    await eventually(async () => expect(await statusOf(task.conversationId, entryId)).toBe('delivered'));
    await finish(mei, task);
    after.close();
  });

  it('who sends the same message again, from two windows at once, has sent it once', async () => {
    const one = await visit();
    const other = await visit({ visitor: one.visitor });
    const answers = await Promise.all([
      one.write('once', 'the-same-id'),
      other.write('once', 'the-same-id'),
      one.write('once', 'the-same-id'),
    ]);
    expect(answers).toEqual(Array(3).fill(expect.objectContaining({ ok: true, seq: 1 })));
    expect(await textsOf(one)).toEqual(['once']);
    await finish(mei, await take(mei));
    one.close();
    other.close();
  });

  it('cannot see what another visitor wrote or was answered', async () => {
    const [mine, theirs] = [await visit(), await visit()];
    await mine.write('my secret');
    const task = await take(mei);
    await theirs.write('something else');
    const other = await take(mei);
    expect(other.ticketId).not.toBe(task.ticketId);
    const entryId = await answer(task.conversationId, 'for you alone');
    await eventually(async () => expect(mine.received).toHaveLength(1));
    expect([theirs.received, await textsOf(theirs)]).toEqual([[], ['something else']]);
    theirs.socket.emit('seen', entryId);
    await theirs.write('and now?');
    await eventually(async () => expect(await statusOf(task.conversationId, entryId)).toBe('delivered'));
    for (const done of [task, other]) await finish(mei, done);
    for (const window of [mine, theirs]) window.close();
  });
});

describe('a customer whom the embedding site vouches for', () => {
  it('is known at once, with tier and history, from any browser', async () => {
    const ada = await addCustomer(test, { name: 'Ada Byron', tier: 'platinum', externalId: 'C-1001' });
    const windows: Window[] = [];
    for (const text of ['from my phone', 'from my computer']) {
      const window = await visit({ ...signedAs('C-1001'), name: 'somebody else' });
      await window.write(text);
      windows.push(window);
      const task = await take(mei);
      expect(task).toMatchObject({ tier: 'platinum', customer: { id: ada, name: 'Ada Byron' }, preview: text });
      await finish(mei, task);
    }
    const { contactPoints } = await mei.call('getCustomer', { id: ada });
    expect(contactPoints.map(({ kind, evidence, verified }) => [kind, evidence, verified])).toEqual(
      Array(2).fill(['chat_visitor', 'signed_identity', true]),
    );
    for (const [i, window] of windows.entries()) {
      expect(await textsOf(window)).toEqual([i === 0 ? 'from my phone' : 'from my computer']);
      expect(JSON.stringify(contactPoints)).not.toContain(window.visitor);
      window.close();
    }
  });

  it('and whom we do not know yet is somebody new, and is the same one next time', async () => {
    const ids: string[] = [];
    for (const text of ['first', 'second']) {
      const window = await visit({ ...signedAs('C-2002'), name: 'New One' });
      await window.write(text);
      const task = await take(mei);
      ids.push(task.customer.id);
      await finish(mei, task);
      window.close();
    }
    expect(ids[0]).toBe(ids[1]);
    expect(await mei.call('getCustomer', { id: ids[0] ?? '' })).toMatchObject({ externalId: 'C-2002', name: 'New One', tier: 'standard' });
  });

  it('cannot be claimed without the site’s signature', async () => {
    await expect(visit({ identity: { customerId: 'C-1001', signature: signCustomerId('C-1001', 'guessed') } })).rejects.toMatchObject({
      code: 'bad_signature',
    });
    await expect(visit({ identity: { customerId: 'C-1001', signature: signCustomerId('C-2002', secret) } })).rejects.toMatchObject({
      code: 'bad_signature',
    });
  });
});

describe('a browser that several people use', () => {
  const visitor = newVisitor();
  let first: Awaited<ReturnType<typeof take>>;

  it('shows the customer who signs in next nothing of the one before', async () => {
    await addCustomer(test, { name: 'Anna', tier: 'gold', externalId: 'C-3001' });
    await addCustomer(test, { name: 'Berta', tier: 'silver', externalId: 'C-3002' });
    const anna = await visit({ visitor, ...signedAs('C-3001') });
    await anna.write('Anna’s secret');
    first = await take(mei);
    await answer(first.conversationId, 'noted, Anna');
    await eventually(async () => expect(anna.received).toHaveLength(1));
    anna.close();
    const berta = await visit({ visitor, ...signedAs('C-3002') });
    expect(await textsOf(berta)).toEqual([]);
    berta.close();
  });

  it('nor does it give her what we go on to say to the one before', async () => {
    const berta = await visit({ visitor, ...signedAs('C-3002') });
    await berta.history();
    const { conversation } = await mei.call('getConversation', { id: first.conversationId });
    expect(conversation.canReply).toBe(false);
    expect(
      await mei.refusal('sendReply', {
        id: first.conversationId,
        body: { clientId: 'to-anna-alone', text: 'Anna?', seenSeq: conversation.lastSeq },
      }),
    ).toBe('422 no_recipient');
    await berta.write('Berta here');
    const second = await take(mei);
    expect(second).toMatchObject({ customer: { name: 'Berta' }, tier: 'silver', preview: 'Berta here' });
    expect(second.ticketId).not.toBe(first.ticketId);
    await answer(second.conversationId, 'Hello Berta');
    await eventually(async () => expect(berta.received.map(({ text }) => text)).toEqual(['Hello Berta']));
    expect(await textsOf(berta)).toEqual(['Berta here', 'Hello Berta']);
    for (const task of [first, second]) await finish(mei, task);
    berta.close();
  });

  it('nor a customer whom we do not know yet', async () => {
    const next = await visit({ visitor, ...signedAs('C-3003') });
    expect(await textsOf(next)).toEqual([]);
    await next.write('I am new');
    const task = await take(mei);
    expect((await mei.call('getCustomer', { id: task.customer.id })).externalId).toBe('C-3003');
    expect(await textsOf(next)).toEqual(['I am new']);
    await finish(mei, task);
    next.close();
  });

  it('keeps each one’s history with its owner', async () => {
    const texts = async (search: string) => {
      const [customer] = (await mei.call('listCustomers', { query: { search } })).customers;
      const { items } = await mei.call('customerTimeline', { id: customer?.id ?? '' });
      return items.flatMap((item) => (item.type === 'entry' ? [item.entry.text] : [])).reverse();
    };
    expect([await texts('C-3001'), await texts('C-3002'), await texts('C-3003')]).toEqual([
      ['Anna’s secret', 'noted, Anna'],
      ['Berta here', 'Hello Berta'],
      ['I am new'],
    ]);
  });
});

describe('a guest who signs in', () => {
  it('goes on in the conversation just begun, now as the customer they are, and stands in line by their tier', async () => {
    const carla = await addCustomer(test, { name: 'Carla', tier: 'platinum', externalId: 'C-4001' });
    await mei.call('setStatus', { body: { status: 'away' } });
    const guest = await visit();
    await guest.write('my question');
    const [waiting] = (await mei.call('queue', {})).tasks;
    expect(waiting).toMatchObject({ tier: 'standard', customer: { name: null } });
    guest.close();
    const signed = await visit({ visitor: guest.visitor, ...signedAs('C-4001') });
    expect(await textsOf(signed)).toEqual(['my question']);
    await signed.write('it is me');
    const { tasks } = await mei.call('queue', {});
    expect(tasks).toMatchObject([
      {
        id: waiting?.id,
        ticketId: waiting?.ticketId,
        neededAt: waiting?.neededAt,
        tier: 'platinum',
        promiseSeconds: 20,
        customer: { id: carla, name: 'Carla' },
      },
    ]);
    await mei.call('setStatus', { body: { status: 'available' } });
    const task = await take(mei);
    await answer(task.conversationId, 'Hello Carla');
    await eventually(async () => expect(signed.received.map(({ text }) => text)).toEqual(['Hello Carla']));
    expect(await textsOf(signed)).toEqual(['my question', 'it is me', 'Hello Carla']);
    const { items } = await mei.call('customerTimeline', { id: carla });
    expect(items.flatMap((item) => (item.type === 'entry' ? [item.entry.text] : [])).reverse()).toEqual([
      'my question',
      'it is me',
      'Hello Carla',
    ]);
    expect((await mei.call('listCustomers', { query: { limit: 100 } })).customers.map(({ id }) => id)).not.toContain(waiting?.customer.id);
    await finish(mei, task);
    signed.close();
  });

  it('is that customer from now on when nobody knew them before', async () => {
    const guest = await visit({ name: 'Dora' });
    await guest.write('my question');
    const task = await take(mei);
    guest.close();
    const signed = await visit({ visitor: guest.visitor, ...signedAs('C-4002') });
    await signed.write('it is me');
    expect(await textsOf(signed)).toEqual(['my question', 'it is me']);
    expect(await mei.call('getCustomer', { id: task.customer.id })).toMatchObject({ externalId: 'C-4002', name: 'Dora' });
    await finish(mei, task);
    signed.close();
  });
});
