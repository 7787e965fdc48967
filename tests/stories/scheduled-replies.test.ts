import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCustomer, type Client, eventually, joinTestHub, smsArrives, type TestHub } from '../support/hub.ts';
import { somebodyWrites } from '../support/roles.ts';
import { startTwoAgents } from '../support/two-agents.ts';

let test: TestHub;
let mei: Client;
let tom: Client;

beforeAll(async () => {
  ({ test, mei, tom } = await startTwoAgents());
});
afterAll(() => test.stop());

let number = 0;

/** A conversation in which the customer has said one thing. */
async function conversation(): Promise<{ id: string; phone: string }> {
  const phone = `+44163296${String(2000 + number++)}`;
  await addCustomer(test, { name: phone, phone });
  const { conversationId: id } = await somebodyWrites(test, phone, 'support', 'help');
  return { id, phone };
}

const schedule = (id: string, traits: { text?: string; seconds?: number; clientId?: string } = {}) =>
  mei.call('scheduleReply', {
    id,
    body: {
      clientId: traits.clientId ?? crypto.randomUUID(),
      text: traits.text ?? 'on its way',
      seenSeq: 1,
      sendAt: test.clock.later(traits.seconds ?? 3600),
    },
  });
const said = async (id: string) => (await mei.call('getConversation', { id })).entries.map(({ text }) => text);
const scheduled = async (who: Client, id: string) =>
  (await who.call('listScheduled', { id })).replies.map(({ text, outcome, errorCode }) => [text, outcome, errorCode]);

describe('a reply for later', () => {
  it('is not said before its time, is seen by colleagues, and goes out by itself', async () => {
    const { id } = await conversation();
    await schedule(id);
    expect(await said(id)).toEqual(['help']);
    expect(await scheduled(tom, id)).toEqual([['on its way', null, null]]);
    await test.pass(3599);
    expect(await said(id)).toEqual(['help']);
    await test.pass(1);
    expect(await said(id)).toEqual(['help', 'on its way']);
    expect(await scheduled(mei, id)).toEqual([]);
  });

  it('can be taken back until then, and not after', async () => {
    const { id } = await conversation();
    const first = await schedule(id);
    expect(await tom.refusal('cancelScheduled', { id: first.id })).toBe('403 not_allowed');
    expect(await mei.call('cancelScheduled', { id: first.id })).toMatchObject({ outcome: 'canceled', text: 'on its way' });
    await test.pass(3600);
    expect(await said(id)).toEqual(['help']);
    const second = await schedule(id);
    await test.pass(3600);
    expect(await mei.refusal('cancelScheduled', { id: second.id })).toBe('409 already_settled_reply');
    expect(await mei.refusal('cancelScheduled', { id: first.id })).toBe('409 already_settled_reply');
  });

  it('is kept back when the customer wrote meanwhile: its author has the text and is told why', async () => {
    const { id, phone } = await conversation();
    await schedule(id);
    await smsArrives(test, { from: phone, text: 'never mind' });
    await test.pass(3600);
    expect(await said(id)).toEqual(['help', 'never mind']);
    expect(await scheduled(mei, id)).toEqual([['on its way', 'refused', 'stale_reply']]);
    expect(await scheduled(tom, id)).toEqual([]);
    const [refused] = (await mei.call('listScheduled', { id })).replies;
    await mei.call('cancelScheduled', { id: refused?.id ?? '' });
    expect(await scheduled(mei, id)).toEqual([]);
  });

  it('asked for twice goes out once, whichever node its time comes on', async () => {
    const other = await joinTestHub(test);
    try {
      const { id } = await conversation();
      const clientId = crypto.randomUUID();
      const [one, two] = [await schedule(id, { clientId }), await schedule(id, { clientId })];
      expect(two.id).toBe(one.id);
      await test.pass(3600);
      await eventually(async () => expect(await said(id)).toEqual(['help', 'on its way']));
      expect(
        await mei.refusal('scheduleReply', { id, body: { clientId, text: 'other words', seenSeq: 1, sendAt: test.clock.later(1) } }),
      ).toBe('409 client_id_reused');
    } finally {
      await other.stop();
    }
  });

  it('is refused at once where it could not be sent now either', async () => {
    const { id, phone } = await conversation();
    const body = { clientId: crypto.randomUUID(), text: 'x', seenSeq: 1, sendAt: test.clock.later(60) };
    expect(await mei.refusal('scheduleReply', { id, body: { ...body, text: ' ' } })).toBe('422 nothing_to_send');
    expect(await mei.refusal('scheduleReply', { id, body: { ...body, sendAt: test.clock.later(91 * 86_400) } })).toBe('422 too_far_ahead');
    await smsArrives(test, { from: phone, text: 'and another thing' });
    expect(await mei.refusal('scheduleReply', { id, body })).toBe('409 stale_reply');
  });
});

describe('a draft', () => {
  it('is kept for its author alone, in every window', async () => {
    const { id } = await conversation();
    expect(await mei.call('getDraft', { id })).toMatchObject({ reply: '', revision: 0 });
    await mei.call('saveDraft', { id, body: { reply: 'Dear Ada,', note: '', basedOn: 0 } });
    expect(await mei.call('getDraft', { id })).toMatchObject({ reply: 'Dear Ada,', revision: 1 });
    expect(await tom.call('getDraft', { id })).toMatchObject({ reply: '', revision: 0 });
  });

  it('is not overwritten by a window that has not seen its newest words', async () => {
    const { id } = await conversation();
    const save = (reply: string, basedOn: number) => ({ id, body: { reply, note: '', basedOn } });
    await mei.call('saveDraft', save('one', 0));
    expect(await mei.refusal('saveDraft', save('two', 0))).toBe('409 draft_moved_on');
    expect(await mei.refusal('saveDraft', save('two', 7))).toBe('409 draft_moved_on');
    expect(await mei.call('saveDraft', save('one and two', 1))).toMatchObject({ reply: 'one and two', revision: 2 });
    expect(await Promise.allSettled([3, 4].map((n) => mei.call('saveDraft', save(String(n), 2))))).toEqual(
      expect.arrayContaining([expect.objectContaining({ status: 'fulfilled' }), expect.objectContaining({ status: 'rejected' })]),
    );
  });
});
