import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useEntryWindow } from '../../../agent-console/conversation/use-entry-window.ts';
import { useConversations } from '../../../agent-console/stores/conversations.ts';
import type { EntryView } from '../../../server/contract/entities.ts';
import { sql } from '../../../server/db/sql.ts';
import { startTestHub, type TestHub } from '../../support/hub.ts';
import { tellStory } from '../../support/tell-story.ts';
import { type OpenConsole, openConsole } from '../support/console.ts';

let test: TestHub;
let mei: OpenConsole;
let story: string[];
let conversationId: string;

beforeAll(async () => {
  test = await startTestHub();
  mei = await openConsole(test);
  story = await tellStory(test, 400, (n) => `line ${n}`);
  const [row] = await test.hub.db.all<{ id: string }>(sql`select conversation_id as id from entries where id = ${story[0] ?? ''}`);
  conversationId = row?.id ?? '';
});
afterAll(() => test.stop());

const numbers = (entries: readonly EntryView[]) => entries.map(({ seq }) => seq);
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

async function openAnew() {
  const conversations = mei.use(useConversations);
  conversations.clear();
  await conversations.load(conversationId);
  const view = mei.use(() => useEntryWindow(() => conversationId));
  const drawn = () => numbers(view.shown.value);
  const goUp = async () => {
    await view.bringEarlier();
    view.drawEarlier();
  };
  return { conversations, view, drawn, goUp };
}

/** As the live feed brings them. */
function arrive(conversations: ReturnType<typeof useConversations>, first: number, last: number) {
  const [known] = conversations.entriesOf(conversationId);
  if (!known) throw new Error('nothing is loaded');
  for (const seq of from(first, last)) conversations.take({ ...known, id: `live ${seq}`, seq });
}

describe('the page of a conversation', () => {
  it('stays light while much comes in at its end, and has the rest when somebody goes back', async () => {
    const { conversations, view, drawn, goUp } = await openAnew();
    for (let seq = 401; seq <= 3_400; seq++) {
      arrive(conversations, seq, seq);
      view.toEnd(true);
    }
    expect(drawn().length).toBeLessThanOrEqual(120);
    expect([drawn().at(-1), conversations.entriesOf(conversationId).length]).toEqual([3_400, drawn().length]);
    expect(view.hasEarlier.value).toBe(true);
    await goUp();
    expect(drawn().length).toBeLessThanOrEqual(150);
  });

  it('goes back to the first line and to the last again without a gap, and never holds more than it can carry', async () => {
    const { view, drawn, goUp } = await openAnew();
    const seen = new Set(drawn());
    for (let page = 0; page < 8 && view.hasEarlier.value; page++) {
      await goUp();
      for (const seq of drawn()) seen.add(seq);
      expect(drawn()).toEqual(from(drawn()[0] ?? 0, drawn().at(-1) ?? 0));
      expect(drawn().length).toBeLessThanOrEqual(150);
    }
    expect([drawn()[0], view.hasEarlier.value, view.following.value, seen.size]).toEqual([1, false, false, 400]);
    while (!view.following.value) {
      view.drawLater();
      expect(drawn()).toEqual(from(drawn()[0] ?? 0, drawn().at(-1) ?? 0));
      expect(drawn().length).toBeLessThanOrEqual(150);
    }
    expect(drawn().at(-1)).toBe(400);
  });

  it('draws what stands around a line that was looked for, however far back, and goes on from there', async () => {
    const { view, drawn, goUp } = await openAnew();
    await view.around(story[99] ?? '', 60);
    expect(drawn()).toEqual(from(51, 150));
    expect([view.following.value, view.hasEarlier.value]).toEqual([false, true]);
    await goUp();
    expect(drawn()[0]).toBe(1);
  });

  it('stays at the end when what was looked for is not there', async () => {
    const { view, drawn } = await openAnew();
    await view.around(crypto.randomUUID(), 2);
    expect([drawn().at(-1), view.following.value, drawn().length]).toEqual([400, true, 150]);
  });

  it('does not make whoever reads further up carry what comes below', async () => {
    const { conversations, view, drawn, goUp } = await openAnew();
    await goUp();
    for (let seq = 401; seq <= 800; seq++) {
      arrive(conversations, seq, seq);
      view.cutBelow();
    }
    expect([drawn()[0], drawn().length]).toEqual([301, 150]);
    view.toEnd(true);
    expect(drawn().at(-1)).toBe(800);
  });

  it('has no gap when its beginning was forgotten while more of it was on its way', async () => {
    const { conversations, view, drawn } = await openAnew();
    await view.bringEarlier();
    view.drawEarlier();
    const onItsWay = conversations.loadEarlier(conversationId);
    conversations.keepNewest(conversationId, 50);
    await onItsWay;
    expect(drawn()).toEqual(from(351, 400));
  });
});
