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

describe('what is written while the line is down', () => {
  it('stays as a bubble that can be tried again, and arrives once', async () => {
    const outbox = mei.use(useOutbox);
    line.cut();
    expect(await outbox.send({ conversationId, kind: 'reply', text: 'Yes, I am.', seenSeq: 1 })).toBe('network');
    expect(outbox.of(conversationId)).toMatchObject([{ state: 'failed', error: 'network', text: 'Yes, I am.' }]);
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

  it('can be given up', async () => {
    const outbox = mei.use(useOutbox);
    line.cut();
    await outbox.send({ conversationId, kind: 'note', text: 'never mind', seenSeq: 2 });
    outbox.discard(outbox.of(conversationId)[0]?.clientId ?? '');
    expect(outbox.of(conversationId)).toEqual([]);
  });
});
