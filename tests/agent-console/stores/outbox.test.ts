import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useConversations } from '../../../agent-console/stores/conversations.ts';
import { useOutbox } from '../../../agent-console/stores/outbox.ts';
import { smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';
import { type Line, layLine } from '../support/line.ts';

let test: TestHub;
let line: Line;
let mei: OpenConsole;
let conversationId: string;

beforeAll(async () => {
  test = await startTestHub();
  line = await layLine(test.url);
  mei = await openConsole(test, {}, line.url);
  await smsArrives(test, { from: '+441632960501', text: 'Is anybody there?' });
  conversationId = (await mei.hub.call('queue')).tasks[0]?.conversationId ?? '';
});
afterAll(async () => {
  await line.close();
  await test.stop();
});

const said = async () => (await mei.hub.call('getConversation', { params: { id: conversationId } })).entries.map(({ text }) => text);

describe('what is written while the line is down', () => {
  it('stays as a bubble that can be tried again, and arrives once', async () => {
    const outbox = mei.use(useOutbox);
    line.cut();
    expect(await outbox.send({ conversationId, kind: 'reply', text: 'Yes, I am.', seenSeq: 1 })).toBe('network');
    expect(outbox.of(conversationId)).toMatchObject([{ state: 'waiting', error: 'network', text: 'Yes, I am.' }]);
    line.mend();
    const clientId = outbox.of(conversationId)[0]?.clientId ?? '';
    await Promise.all([outbox.retry(clientId), outbox.retry(clientId)]);
    expect(outbox.of(conversationId)).toEqual([]);
    await mei.use(useConversations).load(conversationId);
    const replies = mei
      .use(useConversations)
      .entriesOf(conversationId)
      .filter((entry) => entry.kind === 'outbound');
    expect(replies).toMatchObject([{ text: 'Yes, I am.', clientId }]);
  });

  it('is sent in the order it was written, and what is written after it waits behind it', async () => {
    const outbox = mei.use(useOutbox);
    const write = (kind: 'reply' | 'note', text: string) => outbox.send({ conversationId, kind, text, seenSeq: 2 });
    line.cut();
    await Promise.all([write('note', 'one'), write('reply', 'two')]);
    line.mend();
    expect(await write('note', 'three')).toBe('network');
    await Promise.all([outbox.sendWaiting(), outbox.sendWaiting()]);
    expect(outbox.of(conversationId)).toEqual([]);
    expect((await said()).slice(-3)).toEqual(['one', 'two', 'three']);
  });

  it('is not sent when the customer wrote meanwhile, until its author has seen that', async () => {
    const outbox = mei.use(useOutbox);
    const seenSeq = (await said()).length;
    line.cut();
    await outbox.send({ conversationId, kind: 'reply', text: 'Still there?', seenSeq });
    await smsArrives(test, { from: '+441632960501', text: 'I am.' });
    line.mend();
    await outbox.sendWaiting();
    const [asked] = outbox.of(conversationId);
    expect([asked?.state, (await said()).at(-1)]).toEqual(['asked', 'I am.']);
    await outbox.sendWaiting();
    expect((await said()).at(-1)).toBe('I am.');
    expect(await outbox.sendAnyway(asked?.clientId ?? '', seenSeq + 1)).toBeUndefined();
    expect((await said()).at(-1)).toBe('Still there?');
  });

  it('gives a refused reply back to its author and keeps no bubble', async () => {
    const outbox = mei.use(useOutbox);
    expect(await outbox.send({ conversationId, kind: 'reply', text: 'too late', seenSeq: 1 })).toBe('stale_reply');
    expect(outbox.of(conversationId)).toEqual([]);
  });

  it('can be given up', async () => {
    const outbox = mei.use(useOutbox);
    line.cut();
    await outbox.send({ conversationId, kind: 'note', text: 'never mind', seenSeq: 2 });
    await outbox.discard(outbox.of(conversationId)[0]?.clientId ?? '');
    expect(outbox.of(conversationId)).toEqual([]);
  });
});
