import { describe, expect, it, vi } from 'vitest';
import { IntakeRefused } from '../../channel-adapters/channel-adapter.ts';
import { otherShop, setChatStage } from './web-chat-hub.ts';
import { newVisitor, type Window } from './web-chat-window.ts';

const stage = setChatStage();

describe('what a visitor writes', () => {
  it('reaches the hub with a key of its own and is answered with its place', async () => {
    const window = await stage.open();
    expect(await window.write('Where is my lamp?', 'client-0001')).toMatchObject({ ok: true, seq: 1, at: expect.stringMatching(/Z$/) });
    expect(stage.record.messages).toEqual([
      {
        kind: 'message',
        externalId: `${window.visitor}:client-0001`,
        from: { kind: 'chat_visitor', value: window.visitor },
        text: 'Where is my lamp?',
        files: [],
      },
    ]);
  });

  it.each([
    ['blanks around it', '  \n 您好 \t', '您好'],
    ['NUL and other control characters', 'a\u0000b\u0007c\u009fd\te\nf', 'abcd\te\nf'],
    ['line ends of Windows', 'one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['half a surrogate pair', 'before \ud83d after', 'before \ufffd after'],
    ['a family of emoji', '👩‍👩‍👧 𠮷野家', '👩‍👩‍👧 𠮷野家'],
    ['markup', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('is cleaned of %s where it must be and kept where not', async (_what, text, kept) => {
    const window = await stage.open();
    expect(await window.write(text)).toMatchObject({ ok: true });
    expect(stage.record.messages[0]?.text).toBe(kept);
  });

  it.each(['', '   \n\t', '\u0000\u0007', '\u200b\u2060\ufeff', '\u3000'])(
    'is refused as empty when nothing can be seen of it (%j)',
    async (text) => {
      const window = await stage.open();
      expect(await window.write(text)).toMatchObject({ ok: false, code: 'empty' });
    },
  );

  it('may have 4000 characters and not one more, rare Han characters counted as one', async () => {
    const window = await stage.open();
    expect(await window.write('长'.repeat(4000))).toMatchObject({ ok: true });
    expect(await window.write('𠮷'.repeat(4000))).toMatchObject({ ok: true });
    expect(await window.write('𠮷'.repeat(4001))).toMatchObject({ ok: false, code: 'too_long' });
    expect(await window.write('x'.repeat(20_000))).toMatchObject({ ok: false, code: 'too_long' });
    expect(stage.record.messages).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a bare text', 'hello'],
    ['a list', ['hello']],
    ['binary data', Buffer.from('hello')],
    ['binary text', { clientId: 'client-0001', text: Buffer.from('hello') }],
    ['a number as text', { clientId: 'client-0001', text: 5 }],
    ['no client id', { text: 'hello' }],
    ['a client id that is too short', { clientId: 'c1', text: 'hello' }],
    ['a client id that reaches for another key', { clientId: 'other-visitor:client-0001', text: 'hello' }],
  ])('is refused as malformed when it is %s, and the next good one is taken', async (_what, frame) => {
    const { raw, write } = await stage.open();
    expect(await raw.timeout(10_000).emitWithAck('message', frame)).toMatchObject({ ok: false, code: 'malformed' });
    expect(stage.record.messages).toEqual([]);
    expect(await write('hello')).toMatchObject({ ok: true });
  });

  it('cuts off a window whose frame is larger than the server reads, and nobody else', async () => {
    const [loud, calm] = [await stage.open(), await stage.open()];
    const gone = new Promise((resolve) => loud.socket.once('disconnect', resolve));
    loud.socket.emit('message', { clientId: 'client-0001', text: 'x'.repeat(70_000) }, () => {});
    expect(await gone).toBe('transport close');
    expect(await calm.write('hello')).toMatchObject({ ok: true });
    expect(stage.record.messages).toHaveLength(1);
  });

  it('survives frames that no widget would send', async () => {
    const { raw, write } = await stage.open();
    raw.emit('message');
    raw.emit('message', { clientId: 'client-0001', text: 'no answer wanted' }, 'not a function');
    raw.emit('error', new Error('boom'));
    raw.emit('seen', { $gt: '' });
    raw.emit('history');
    raw.emit('unknown', 1, 2, 3);
    raw.emit('__proto__', {});
    expect(await write('hello')).toMatchObject({ ok: true });
  });

  it('is answered only once it is stored', async () => {
    const window = await stage.open();
    const release = stage.record.holdAnswers();
    const answer = vi.fn();
    const answered = window.write('hello').then(answer);
    await expect.poll(() => stage.record.messages).toHaveLength(1);
    expect(answer).not.toHaveBeenCalled();
    release();
    await answered;
    expect(answer).toHaveBeenCalledWith(expect.objectContaining({ ok: true }));
  });

  it('is stored in the order it was written, also when storing takes long', async () => {
    const window = await stage.open();
    const release = stage.record.holdAnswers();
    const answers = ['one', 'two', 'three'].map((text) => window.write(text));
    await expect.poll(() => stage.record.messages).toHaveLength(1);
    release();
    await Promise.all(answers);
    expect(stage.record.messages.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  });

  it('is answered as unavailable while the hub cannot store, and taken when sent again', async () => {
    const window = await stage.open();
    stage.record.fail(1);
    expect(await window.write('hello', 'client-0001')).toMatchObject({ ok: false, code: 'unavailable' });
    expect(await window.write('hello', 'client-0001')).toMatchObject({ ok: true, seq: 1 });
    expect(stage.record.messages).toHaveLength(1);
  });

  it('is handed back for good when the hub refuses it by name', async () => {
    const window = await stage.open();
    stage.record.fail(1, new IntakeRefused('not_wanted', 'This cannot be taken in.'));
    expect(await window.write('hello')).toEqual({ ok: false, code: 'malformed', message: 'This cannot be taken in.' });
  });

  it('arrives once when its answer was lost and it is sent again from a new window', async () => {
    const first = await stage.open();
    const release = stage.record.holdAnswers();
    first.socket.emit('message', { clientId: 'client-0001', text: 'hello' }, () => {});
    await expect.poll(() => stage.record.messages).toHaveLength(1);
    first.close();
    release();
    const second = await stage.open({ visitor: first.visitor });
    expect(await second.write('hello', 'client-0001')).toMatchObject({ ok: true, seq: 1 });
    expect(stage.record.messages).toHaveLength(1);
    expect(stage.record.handedIn()).toBe(2);
  });

  it('shows in the other windows of this visitor, and in nobody else’s', async () => {
    const visitor = newVisitor();
    const [writing, other, stranger, otherInbox] = [
      await stage.open({ visitor }),
      await stage.open({ visitor }),
      await stage.open(),
      await stage.open({ visitor, inbox: otherShop.address }),
    ];
    await writing.write('您好', 'client-0001');
    await expect.poll(() => other.saidElsewhere).toMatchObject([{ id: 'client-0001', from: 'visitor', seq: 1, text: '您好' }]);
    expect([...writing.saidElsewhere, ...stranger.saidElsewhere, ...otherInbox.saidElsewhere]).toEqual([]);
  });
});

describe('a visitor who writes too fast', () => {
  it('is asked to wait, loses nothing by sending again, and disturbs nobody', async () => {
    const slow = await stage.serve({ messageRate: { perSecond: 1, burst: 2 } });
    const [hasty, calm] = [await stage.open({}, {}, slow), await stage.open({}, {}, slow)];
    const answers = await Promise.all(Array.from({ length: 9 }, (_, n) => hasty.write(`${n}`, `client-000${n}`)));
    const outcomes = answers.map((answer) => (answer.ok ? 'ok' : answer.code));
    expect(outcomes.slice(0, 3)).toEqual(['ok', 'ok', 'ok']);
    expect(new Set(outcomes)).toEqual(new Set(['ok', 'too_fast']));
    expect(await calm.write('hello')).toMatchObject({ ok: true });
    const first = outcomes.indexOf('too_fast');
    const refused = answers[first];
    if (!refused || refused.ok || !refused.retryAfterMs) throw new Error('a wait should have been named');
    await new Promise((resolve) => setTimeout(resolve, refused.retryAfterMs));
    expect(await hasty.write(`${first}`, `client-000${first}`)).toMatchObject({ ok: true });
  });

  it('is not helped by more windows', async () => {
    const slow = await stage.serve({ messageRate: { perSecond: 1, burst: 2 } });
    const visitor = newVisitor();
    const windows = await Promise.all(Array.from({ length: 9 }, () => stage.open({ visitor }, {}, slow)));
    expect(await taken(windows, 3, 1)).toBe(true);
  });

  it('is not helped by more visitor ids from one address', async () => {
    const slow = await stage.serve({ messageRate: { perSecond: 1, burst: 0 } });
    const windows = await Promise.all(Array.from({ length: 40 }, () => stage.open({}, {}, slow)));
    expect(await taken(windows, 10, 10)).toBe(true);
  });

  /** Whether so many of their words were taken, and for each second that it took so many more. */
  async function taken(windows: readonly Window[], atOnce: number, perSecond: number): Promise<boolean> {
    const begun = performance.now();
    const answers = await Promise.all(windows.map((window) => window.write('hello')));
    const most = atOnce + perSecond * Math.floor((performance.now() - begun) / 1000);
    const count = answers.filter(({ ok }) => ok).length;
    return count >= atOnce && count <= most && count < windows.length;
  }

  it('is cut off when it has gone wild', async () => {
    const { socket } = await stage.open();
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    for (let n = 0; n < 300; n++) socket.emit('message', { clientId: `client-${n}`, text: 'spam' }, () => {});
    expect(await gone).toMatch(/server disconnect|transport close/);
    expect(stage.record.messages.length).toBeLessThan(50);
  });
});

describe('a hub that stops', () => {
  it('lets its visitors go and finishes what it had begun', async () => {
    const window = await stage.open();
    const release = stage.record.holdAnswers();
    const gone = new Promise((resolve) => window.socket.once('disconnect', resolve));
    window.socket.emit('message', { clientId: 'client-0001', text: 'last words' }, () => {});
    await expect.poll(() => stage.record.messages).toHaveLength(1);
    const finished = vi.fn();
    const stopping = stage.server.stop().then(finished);
    await gone;
    expect(finished).not.toHaveBeenCalled();
    release();
    await stopping;
  });
});
