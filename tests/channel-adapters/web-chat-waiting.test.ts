import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Wait } from '../../channel-adapters/channel-adapter.ts';
import type { ChatWait } from '../../channel-adapters/web-chat/protocol.ts';
import { type ChatServer, openChatServer, shop } from './web-chat-hub.ts';
import { openChatRecord } from './web-chat-record.ts';

/** What visitors are told of their place in line, and how seldom the hub is asked for it. */
let server: ChatServer;
let asked: string[][];
let waits: Map<string, Wait>;
const sockets: Socket[] = [];

beforeEach(async () => {
  [asked, waits] = [[], new Map()];
  const record = openChatRecord();
  const waiting = async (_inbox: unknown, senders: readonly string[]) => {
    asked.push([...senders]);
    return waits;
  };
  server = await openChatServer({ ...record, waiting }, { waitingEveryMs: 250 });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await server.close();
});

const visitorOf = (n: number) => `visitor-${String(n).padStart(20, '0')}`;

/** A window of a visitor, with everything it is told of the wait. */
async function enter(n: number): Promise<{ told: (ChatWait | null)[]; write(text: string): Promise<unknown> }> {
  const told: (ChatWait | null)[] = [];
  const socket = io(`${server.url}/chat`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { inbox: shop.address, visitor: visitorOf(n) },
  });
  sockets.push(socket);
  socket.on('waiting', (wait: ChatWait | null) => told.push(wait));
  await new Promise<void>((up, down) => socket.once('connect', up).once('connect_error', down));
  let count = 0;
  return { told, write: (text) => socket.timeout(5000).emitWithAck('message', { clientId: `message-${n}-${++count}`, text }) };
}

const eventually = (look: () => void) => vi.waitFor(look, 15_000);

describe('the place in line', () => {
  it('is told when it changes, in minutes, and ends', async () => {
    waits.set(visitorOf(1), { position: 3, seconds: { p50: 100, p90: 290 } });
    const { told } = await enter(1);
    await eventually(() => expect(told).toEqual([{ position: 3, minutes: { from: 2, to: 5 } }]));
    waits.set(visitorOf(1), { position: 3, seconds: { p50: 95, p90: 280 } });
    await eventually(() => expect(asked.length).toBeGreaterThan(3));
    expect(told).toHaveLength(1);
    waits.set(visitorOf(1), { position: 1, seconds: null });
    await eventually(() => expect(told.at(-1)).toEqual({ position: 1, minutes: null }));
    waits.delete(visitorOf(1));
    await eventually(() => expect(told.at(-1)).toBeNull());
    expect(told).toHaveLength(3);
  });

  it('is asked for all visitors at once, and not of those who do not wait, until they write', async () => {
    for (const n of [3, 7]) waits.set(visitorOf(n), { position: n, seconds: null });
    const visitors = await Promise.all(Array.from({ length: 20 }, (_, n) => enter(n)));
    await eventually(() => expect(visitors[3]?.told).toHaveLength(1));
    const waiters = [visitorOf(3), visitorOf(7)];
    await eventually(() => expect([...(asked.at(-1) ?? [])].sort()).toEqual(waiters));
    asked.length = 0;
    await eventually(() => expect(asked.length).toBeGreaterThanOrEqual(2));
    expect(asked.map((senders) => senders.sort())).toEqual(asked.map(() => waiters));
    expect(visitors[0]?.told).toEqual([]);
    await visitors[0]?.write('Hello');
    await eventually(() => expect(asked.at(-1)).toContain(visitorOf(0)));
  });

  it('is not asked of somebody who has gone', async () => {
    waits.set(visitorOf(1), { position: 1, seconds: null });
    const { told } = await enter(1);
    await eventually(() => expect(told).toHaveLength(1));
    sockets[0]?.close();
    await eventually(() => expect(server.io.of('/chat').sockets.size).toBe(0));
    asked.length = 0;
    await new Promise((later) => setTimeout(later, 600));
    expect(asked).toEqual([]);
  });

  it('that the hub cannot tell just now disturbs nobody', async () => {
    waits.get = () => {
      throw new Error('the database is away');
    };
    const { told, write } = await enter(1);
    expect(await write('Hello')).toMatchObject({ ok: true });
    expect(told).toEqual([]);
  });
});
