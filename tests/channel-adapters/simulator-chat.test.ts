import { createHmac } from 'node:crypto';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatHandshake, ChatMessage, ChatSendAnswer, HubToVisitor, VisitorToHub } from '../../channel-adapters/web-chat/protocol.ts';
import { identitySecret, inboxes, openStage, people, type Stage } from './simulator-stage.ts';

let stage: Stage;
let hub: ChatHub;
beforeEach(async () => {
  stage = await openStage({ carrier: { retryDelayMs: 200 } });
  hub = openChatHub(stage);
});
afterEach(async () => {
  await hub.close();
  await stage.close();
});

describe('a chat visitor', () => {
  it('is signed in as the customer the site vouches for', async () => {
    await visit(people.li);
    const identity = { customerId: 'C-1', signature: createHmac('sha256', identitySecret).update('C-1').digest('hex') };
    const visitor = expect.stringMatching(/^[\w-]{22,64}$/);
    expect(hub.handshakes).toEqual([{ inbox: inboxes.chat.address, visitor, language: 'zh-CN', name: '李娜', identity }]);
  });

  it('is nobody in particular when the site knows no customer, and keeps the same id on return', async () => {
    stage.simulator.closeChat(await visit(people.ann));
    await visit(people.ann);
    expect(hub.handshakes.map(({ identity }) => identity)).toEqual([undefined, undefined]);
    expect(new Set(hub.handshakes.map(({ visitor }) => visitor)).size).toBe(1);
  });

  it('writes, reads what an agent answers, and confirms having received and seen it', async () => {
    const chat = await visit(people.ann);
    expect(await stage.simulator.say(chat, 'Are you open on Sunday?')).toMatchObject({ state: 'sent' });
    expect(hub.frames.map(({ text }) => text)).toEqual(['Are you open on Sunday?']);
    await hub.write({ id: 'a1', from: 'agent', agentName: 'Mei', text: 'Yes, until six.', at: new Date().toISOString() });
    await expect.poll(() => chat.lines.map(({ text }) => text)).toEqual(['Are you open on Sunday?', 'Yes, until six.']);
    await expect.poll(() => hub.seen).toEqual(['a1']);
  });

  it('sends again with the same key until the hub has answered', async () => {
    const chat = await visit(people.ann);
    hub.answers.push(
      { ok: false, code: 'unavailable', message: 'not now' },
      { ok: false, code: 'too_fast', message: 'slowly', retryAfterMs: 100 },
    );
    expect(await stage.simulator.say(chat, 'anyone?')).toMatchObject({ state: 'sent' });
    expect(new Set(hub.frames.map(({ clientId }) => clientId)).size).toBe(1);
    expect(hub.frames).toHaveLength(3);
  });

  it('does not insist when the hub refuses for good', async () => {
    const chat = await visit(people.ann);
    hub.answers.push({ ok: false, code: 'too_long', message: 'At most 4000 characters.' });
    expect(await stage.simulator.say(chat, 'long')).toMatchObject({ state: 'refused', problem: 'At most 4000 characters.' });
    expect(hub.frames).toHaveLength(1);
  });

  it('knows on return what was said before, once', async () => {
    const at = new Date().toISOString();
    hub.said.push({ id: 'v1', seq: 1, from: 'visitor', text: 'hello', at }, { id: 'a1', seq: 2, from: 'agent', text: 'welcome', at });
    const chat = await visit(people.ann);
    await expect.poll(() => chat.lines.map(({ text }) => text)).toEqual(['hello', 'welcome']);
    hub.dropAll();
    await expect.poll(() => hub.handshakes.length).toBe(2);
    await expect.poll(() => chat.socket.connected).toBe(true);
    expect(chat.lines).toHaveLength(2);
  });

  it('shows why the hub did not let them in, and does not wait for ever', async () => {
    hub.refusal = 'bad_signature';
    const chat = stage.simulator.openChat(people.li, inboxes.chat.address);
    await expect.poll(() => chat.problem).toBe('bad_signature');
    expect(await stage.simulator.say(chat, 'hello?')).toMatchObject({ state: 'refused', problem: 'bad_signature' });
  });
});

describe('chat visitors who come by themselves', () => {
  it('tell their concern, answer what they are answered, say thanks and go', async () => {
    await hub.close();
    await stage.close();
    stage = await openStage({ speed: 200, inboxes: async () => [inboxes.chat], people: async () => [people.li] });
    hub = openChatHub(stage);
    stage.simulator.setTraffic('quiet');
    await expect.poll(() => hub.frames.length, { interval: 5 }).toBeGreaterThan(0);
    stage.simulator.setTraffic('off');
    for (let said = 1; !hub.frames.some(({ text }) => text.includes('谢')); said++) {
      const before = hub.frames.length;
      await hub.write({ id: `a${said}`, from: 'agent', agentName: '王芳', text: '好的，我看一下。', at: new Date().toISOString() });
      await expect.poll(() => hub.frames.length).toBeGreaterThan(before);
    }
    expect(hub.frames.length).toBeGreaterThanOrEqual(3);
    for (const { text } of hub.frames) expect(text).toMatch(/\p{Script=Han}/u);
    await expect.poll(() => hub.open()).toBe(0);
  });

  it('go when nobody answers', async () => {
    await hub.close();
    await stage.close();
    stage = await openStage({ speed: 500, inboxes: async () => [inboxes.chat], people: async () => [people.ann] });
    hub = openChatHub(stage);
    stage.simulator.setTraffic('quiet');
    await expect.poll(() => hub.frames.length, { interval: 5 }).toBeGreaterThan(0);
    stage.simulator.setTraffic('off');
    await expect.poll(() => hub.open()).toBe(0);
    // Each of them has said one thing.
    expect(hub.frames).toHaveLength(hub.handshakes.length);
  });
});

async function visit(person: (typeof people)[keyof typeof people]) {
  const chat = stage.simulator.openChat(person, inboxes.chat.address);
  await expect.poll(() => chat.socket.connected).toBe(true);
  return chat;
}

interface ChatHub {
  readonly handshakes: ChatHandshake[];
  readonly frames: { clientId: string; text: string }[];
  readonly seen: string[];
  /** Answers to the next frames; afterwards all are stored. */
  readonly answers: ChatSendAnswer[];
  /** The history. */
  readonly said: ChatMessage[];
  refusal?: string;
  write(message: ChatMessage): Promise<void>;
  /** How many visitors are connected. */
  open(): number;
  dropAll(): void;
  close(): Promise<void>;
}

function openChatHub({ server }: Stage): ChatHub {
  const io = new Server<VisitorToHub, HubToVisitor>(server);
  const chat = io.of('/chat');
  const hub: ChatHub = {
    handshakes: [],
    frames: [],
    seen: [],
    answers: [],
    said: [],
    write: async (message) => void (await chat.timeout(10_000).emitWithAck('message', message)),
    open: () => chat.sockets.size,
    dropAll: () => {
      for (const socket of chat.sockets.values()) socket.conn.close();
    },
    close: () => io.close(),
  };
  chat.use((socket, next) => {
    if (hub.refusal) return next(new Error(hub.refusal));
    const { inbox, visitor, language, name, identity } = socket.handshake.auth;
    hub.handshakes.push({ inbox, visitor, language, name, identity });
    next();
  });
  chat.on('connection', (socket) => {
    socket.on('history', (afterSeq, answer) => answer(hub.said.filter(({ seq = 0 }) => seq > afterSeq)));
    socket.on('seen', (id) => void hub.seen.push(id));
    socket.on('message', (frame, answer) => {
      hub.frames.push(frame);
      answer(hub.answers.shift() ?? { ok: true, seq: hub.frames.length, at: new Date().toISOString() });
    });
  });
  return hub;
}
