import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubToVisitor, VisitorToHub } from '../../channel-adapters/web-chat/protocol.ts';
import { type ConsoleSocket, openConsole, sitDown } from '../support/console-socket.ts';
import { take } from '../support/desk.ts';
import { addPerson, type Client, client, joinTestHub, startTestHub, type TestHub } from '../support/hub.ts';

/** Customer and agent see that the other is writing. */
let test: TestHub;
let mei: Client;
let desk: ConsoleSocket;
const closes: { close(): unknown }[] = [];
const visitorId = 'visitor-of-the-writing-story';

beforeEach(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
  desk = await sitDown(test, mei);
  closes.push(desk);
});
afterEach(async () => {
  for (const one of closes.splice(0)) one.close();
  await test.stop();
});

type Visitor = Socket<HubToVisitor, VisitorToHub> & { seen: string[] };

async function enter(visitor = visitorId, url = test.url): Promise<Visitor> {
  const socket: Socket<HubToVisitor, VisitorToHub> = io(`${url}/chat`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { inbox: 'website', visitor },
  });
  closes.push(socket);
  const seen: string[] = [];
  socket.on('writing', (name) => void seen.push(name));
  await new Promise<void>((up, down) => socket.once('connect', up).once('connect_error', down));
  return Object.assign(socket, { seen });
}

async function ask(visitor: Visitor, text = 'My thermostat is blank 温控器没有显示'): Promise<void> {
  expect(await visitor.timeout(5000).emitWithAck('message', { clientId: `question-${text.length}`, text })).toMatchObject({ ok: true });
}

function listen(console: ConsoleSocket): string[] {
  const heard: string[] = [];
  console.socket.on('customer_writing', (id) => void heard.push(id));
  return heard;
}

describe('a customer who chats', () => {
  it('sees by name that their agent answers, and nothing of what nobody else may write to them', async () => {
    const visitor = await enter();
    await ask(visitor);
    const { conversationId } = await take(mei);
    const readers = [await addPerson(test, { name: 'Reads only', role: 'manager' }), await addPerson(test, { name: 'Looks elsewhere' })];
    const [reader, other] = await Promise.all(
      readers.map(async (person) => openConsole(test, { token: (await client(test, person)).token })),
    );
    for (const console of [reader, other]) if (console) closes.push(console);
    expect(await reader?.watch(conversationId)).toBe(true);
    for (const console of [reader, other]) console?.socket.emit('answering', conversationId);
    expect(await desk.watch(conversationId)).toBe(true);
    desk.socket.emit('answering', conversationId);
    desk.socket.emit('answering', conversationId);
    await expect.poll(() => visitor.seen).toEqual(['Mei Lin']);
    await visitor.timeout(5000).emitWithAck('history', 0);
    expect(visitor.seen).toEqual(['Mei Lin']);
  });

  it('is seen to write by whoever has their conversation open, on another node too, and by nobody else', async () => {
    const visitor = await enter();
    // Whoever never said a word has no conversation to be seen in.
    visitor.emit('writing');
    await ask(visitor);
    const { conversationId } = await take(mei);
    const other = await joinTestHub(test);
    const tom = await openConsole(other, { token: (await client(test, await addPerson(test, { name: 'Tom Reed' }))).token });
    const idle = await openConsole(test, { token: mei.token });
    const [atDesk, elsewhere, nowhere] = [desk, tom, idle].map(listen);
    for (const one of [desk, tom]) expect(await one.watch(conversationId)).toBe(true);
    // Nodes hear each other from when they have found each other.
    for (const heard of [atDesk, elsewhere])
      await expect.poll(() => visitor.emit('writing') && heard?.[0], { timeout: 20_000, interval: 500 }).toBe(conversationId);
    expect(nowhere).toEqual([]);
    for (const one of [tom, idle]) one.close();
    await other.leave();
  });
});
