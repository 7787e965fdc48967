import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../channel-adapters/web-chat/protocol.ts';
import { createTestDatabase } from '../support/database.ts';
import { addPerson, type Client, client, eventually, startTestHub, type TestHub } from '../support/hub.ts';

/** Two hubs on one database: no node is special. */
let one: TestHub;
let two: TestHub;
let mei: Client;

beforeAll(async () => {
  const database = await createTestDatabase();
  one = await startTestHub({}, database);
  two = await startTestHub({}, database);
  mei = await client(two, await addPerson(two));
});
afterAll(async () => {
  await one.leave();
  await two.stop();
});

describe('a visitor on one node and an agent on the other', () => {
  it('talk to each other', async () => {
    const visitor = io(`${one.url}/chat`, {
      transports: ['websocket'],
      auth: { inbox: 'website', visitor: 'a-visitor-with-a-long-random-id-0123456789' },
    });
    const heard: ChatMessage[] = [];
    visitor.on('message', (message: ChatMessage, received: () => void) => {
      heard.push(message);
      received();
    });
    expect(await visitor.timeout(3000).emitWithAck('message', { clientId: 'first-word', text: 'anybody?' })).toMatchObject({
      ok: true,
      seq: 1,
    });
    await mei.available();
    const offer = await eventually(async () => {
      const [first] = (await mei.call('desk')).offers;
      if (!first) throw new Error('nothing rings');
      return first;
    });
    const task = await mei.call('acceptOffer', { id: offer.id });
    await mei.call('sendReply', { id: task.conversationId, body: { clientId: 'reply-one', text: 'Yes, me', seenSeq: 1 } });
    await eventually(async () => {
      expect(heard.map(({ text }) => text)).toEqual(['Yes, me']);
      const { entries } = await mei.call('getConversation', { id: task.conversationId });
      expect(entries.at(-1)?.status).toBe('delivered');
    });
    visitor.close();
  });
});
