import { describe, expect, it, vi } from 'vitest';
import { otherShop, setChatStage, shop } from './web-chat-hub.ts';
import { newVisitor, type Window } from './web-chat-window.ts';

/** Who is writing just now, both ways: shown while it lasts, kept nowhere. */
const stage = setChatStage();

function hear(window: Window): string[] {
  const heard: string[] = [];
  window.socket.on('writing', (name) => void heard.push(name));
  return heard;
}

/** A server that tells which visitors write. */
async function serveWriters(tell: (inboxId: string, visitor: string) => Promise<void>) {
  const { record } = stage;
  record.writing = (inbox, visitor) => tell(inbox.id, visitor);
  return stage.serve();
}

describe('a visitor who writes', () => {
  it('is told of by inbox and visitor, and no more often than people can type', async () => {
    const told: string[] = [];
    const server = await serveWriters(async (inboxId, visitor) => void told.push(`${inboxId} ${visitor}`));
    const window = await stage.open({}, {}, server);
    for (let n = 0; n < 40; n++) window.socket.emit('writing');
    expect(await window.write('Hello')).toMatchObject({ ok: true });
    await expect.poll(() => told[0]).toBe(`${shop.id} ${window.visitor}`);
    expect(told.length).toBeLessThanOrEqual(7);
  });

  it('is heard when the hub cannot tell it just now, or has no ear for it', async () => {
    const failing = vi.fn().mockRejectedValue(new Error('the database is away'));
    for (const server of [await serveWriters(failing), stage.server]) {
      const window = await stage.open({}, {}, server);
      window.socket.emit('writing');
      expect(await window.write('Hello')).toMatchObject({ ok: true });
    }
    expect(failing).toHaveBeenCalled();
  });
});

describe('an agent who writes', () => {
  it('is seen by name in all windows of the visitor, and in nobody else’s', async () => {
    const visitor = newVisitor();
    const [one, two] = [await stage.open({ visitor }), await stage.open({ visitor })];
    const strangers = [await stage.open(), await stage.open({ visitor, inbox: otherShop.address })];
    const [here, there, ...elsewhere] = [one, two, ...strangers].map(hear);
    stage.server.adapter.showWriting?.(shop, visitor, 'Li Na 李娜');
    for (const heard of [here, there]) await expect.poll(() => heard).toEqual(['Li Na 李娜']);
    for (const window of strangers) await window.history();
    expect(elsewhere).toEqual([[], []]);
  });
});
