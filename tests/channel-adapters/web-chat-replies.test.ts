import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../channel-adapters/channel-adapter.ts';
import { otherShop, setChatStage, shop } from './web-chat-hub.ts';
import { newVisitor } from './web-chat-window.ts';

const stage = setChatStage();

describe('what we write', () => {
  it('reaches every window of the visitor and is delivered once one confirmed', async () => {
    const visitor = newVisitor();
    const windows = [await stage.open({ visitor }), await stage.open({ visitor })];
    const { id, status } = await stage.reply(visitor, '您好！Your lamp is on its way 📦');
    expect(status).toBe('delivered');
    for (const { received } of windows)
      expect(received).toMatchObject([{ id, from: 'agent', agentName: 'Li Na 李娜', text: '您好！Your lamp is on its way 📦' }]);
  });

  it('is delivered also when a second window sleeps', async () => {
    const visitor = newVisitor();
    const [, asleep] = [await stage.open({ visitor }), await stage.open({ visitor })];
    asleep.socket.off('message');
    expect(await stage.reply(visitor, 'hello')).toMatchObject({ status: 'delivered' });
  });

  it('is only sent when no window confirms within two seconds', async () => {
    const window = await stage.open();
    window.socket.off('message');
    const begun = Date.now();
    expect(await stage.reply(window.visitor, 'hello')).toMatchObject({ status: 'sent' });
    expect(Date.now() - begun).toBeLessThan(6000);
  });

  it('is sent at once when the visitor is away, comes with the history on return, and is reported delivered then', async () => {
    const first = await stage.open();
    await first.write('Are you there?', 'client-0001');
    first.close();
    await expect.poll(() => stage.server.io.of('/chat').sockets.size).toBe(0);
    const { id, status } = await stage.reply(first.visitor, 'Yes, we are.');
    expect(status).toBe('sent');
    const second = await stage.open({ visitor: first.visitor });
    expect(await second.history()).toMatchObject([
      { id: 'client-0001', seq: 1, from: 'visitor', text: 'Are you there?' },
      { id, seq: 2, from: 'agent', agentName: 'Li Na 李娜', text: 'Yes, we are.' },
    ]);
    await expect.poll(() => stage.record.reports).toEqual([{ kind: 'report', messageId: id, externalId: id, status: 'delivered' }]);
  });

  it('is reported delivered once, however often the history is read', async () => {
    const window = await stage.open();
    const { id } = await stage.reply(window.visitor, 'shown live');
    await window.history();
    stage.record.rememberReply(shop, window.visitor, { id: 'missed', text: 'missed', agentName: 'Li Na', at: new Date() });
    for (const _again of [1, 2, 3]) await window.history();
    await expect.poll(() => stage.reported('delivered')).toEqual(['missed']);
    expect(stage.reported('delivered')).not.toContain(id);
  });

  it('is reported delivered later when the hub could not take the report', async () => {
    const window = await stage.open();
    stage.record.rememberReply(shop, window.visitor, { id: 'missed', text: 'missed', agentName: 'Li Na', at: new Date() });
    stage.record.failReports(1);
    await window.history();
    await window.history();
    await expect.poll(() => stage.reported('delivered')).toEqual(['missed']);
  });

  it('is reported read, with all before it, when the visitor has seen it', async () => {
    const window = await stage.open();
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) ids.push((await stage.reply(window.visitor, text)).id);
    window.socket.emit('seen', ids[1] ?? '');
    await expect.poll(() => stage.reported('read')).toEqual(ids.slice(0, 2));
    window.socket.emit('seen', ids[2] ?? '');
    window.socket.emit('seen', ids[2] ?? '');
    await expect.poll(() => stage.reported('read')).toEqual(ids);
  });

  it('cannot be reported read by somebody who was never given it', async () => {
    const [addressee, stranger] = [await stage.open(), await stage.open()];
    const { id } = await stage.reply(addressee.visitor, 'for you alone');
    stranger.socket.emit('seen', id);
    await stranger.history();
    expect(stage.record.reports).toEqual([]);
  });

  it('goes to the widget it was written for, not to another of the same visitor', async () => {
    const visitor = newVisitor();
    const [here, there] = [await stage.open({ visitor }), await stage.open({ visitor, inbox: otherShop.address })];
    await stage.reply(visitor, 'hello', { inbox: otherShop });
    expect(there.received).toHaveLength(1);
    expect(here.received).toEqual([]);
  });

  it.each([
    ['a file', 'files_not_supported', { files: [{ name: 'a.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') }] }],
    ['a text beyond the limit', 'text_too_long', { text: '长'.repeat(4001) }],
  ])('is refused for good when it is %s', async (_what, code, more) => {
    const sending = stage.server.adapter.send?.({
      id: 'm1',
      inbox: shop,
      to: newVisitor(),
      text: 'hi',
      files: [],
      at: new Date(),
      ...more,
    });
    await expect(sending).rejects.toThrow(DeliveryError);
    await expect(sending).rejects.toMatchObject({ code, permanent: true });
  });
});

describe('the history', () => {
  it('continues after what the widget has, in pages', async () => {
    const window = await stage.open();
    for (let n = 1; n <= 450; n++)
      stage.record.rememberReply(shop, window.visitor, { id: `m${n}`, text: `${n}`, agentName: 'Li Na', at: new Date() });
    const pages = [await window.history(0), await window.history(200), await window.history(400), await window.history(450)];
    expect(pages.map((page) => page.length)).toEqual([200, 200, 50, 0]);
    expect(pages.flat().map(({ text }) => text)).toEqual(Array.from({ length: 450 }, (_, n) => `${n + 1}`));
  });

  it('is the visitor’s own: neither another visitor, nor another widget, nor a room name opens it', async () => {
    const owner = await stage.open();
    await owner.write('my secret', 'client-0001');
    const room = createHash('sha256').update(`${shop.id} ${owner.visitor}`).digest('base64url');
    const curious = [
      await stage.open(),
      await stage.open({ visitor: owner.visitor, inbox: otherShop.address }),
      await stage.open({ visitor: room }),
    ];
    for (const window of curious) expect(await window.history()).toEqual([]);
    await stage.reply(owner.visitor, 'our answer');
    for (const { received } of curious) expect(received).toEqual([]);
  });

  it.each([-1, 1.5, 2 ** 31, Number.NaN, '0', null, { $gt: 0 }])(
    'names the problem when asked for what came after %j',
    async (afterSeq) => {
      const { raw } = await stage.open();
      const answer = await new Promise<unknown[]>((resolve) => raw.emit('history', afterSeq, (...words: unknown[]) => resolve(words)));
      expect(answer).toEqual([[], 'malformed']);
    },
  );

  it('names the problem when the hub cannot read it, or is asked too often', async () => {
    const { socket } = await stage.open();
    const ask = () => new Promise<unknown[]>((resolve) => socket.emit('history', 0, (...words) => resolve(words)));
    stage.record.fail(1);
    expect(await ask()).toEqual([[], 'unavailable']);
    const answers = await Promise.all(Array.from({ length: 40 }, ask));
    expect(answers).toContainEqual([[], 'too_fast']);
  });
});
