import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useConversations } from '../../../agent-console/stores/conversations.ts';
import { smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';

let test: TestHub;
let mei: OpenConsole;

beforeAll(async () => {
  test = await startTestHub();
  mei = await openConsole(test);
});
afterAll(() => test.stop());

const writes = async (from: number, to: number) => {
  for (let n = from; n <= to; n += 1) await smsArrives(test, { from: '+441632960601', text: `message ${n}` });
};

describe('a conversation that was left and is opened again', () => {
  it('shows no gap after more was said than one page holds, and goes back to the beginning', async () => {
    const conversations = mei.use(useConversations);
    await writes(1, 3);
    const { conversationId } = (await mei.hub.call('queue')).tasks[0] ?? { conversationId: '' };
    await conversations.load(conversationId);
    const seqs = () => conversations.entriesOf(conversationId).map(({ seq }) => seq);
    expect([seqs(), conversations.more(conversationId)]).toEqual([[1, 2, 3], false]);
    await writes(4, 60);
    await conversations.load(conversationId);
    expect([seqs()[0], seqs().at(-1), seqs().length, conversations.more(conversationId)]).toEqual([11, 60, 50, true]);
    await conversations.loadEarlier(conversationId);
    expect(seqs()).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    expect(conversations.more(conversationId)).toBe(false);
  });
});
