import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenBody } from '../../../server/contract/api.ts';
import { sql } from '../../../server/db/sql.ts';
import { addCustomer, addPerson, type Client, client, eventNames, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';

/** Words and acts that are needed again and again. */
let test: TestHub;
let mei: Client;
let boss: Client;
let conversationId: string;
let ticketId: string;
let phones = 0;

beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'admin' }));
});
afterAll(() => test.stop());
beforeEach(async () => {
  const phone = `+44163296${String(1000 + ++phones)}`;
  await addCustomer(test, { name: 'Ada {{agent.name}} <b>', phone, language: phones % 2 ? 'en' : 'zh-CN' });
  await smsArrives(test, { from: phone, text: 'help' });
  const task = (await mei.call('queue', { query: { limit: 200 } })).tasks.at(-1);
  [conversationId, ticketId] = [task?.conversationId ?? '', task?.ticketId ?? ''];
});

type Draft = GivenBody<'createMacro'>;
const draft = (change: Partial<Draft> = {}): Draft => ({
  name: { en: 'Greeting', 'zh-CN': '问候' },
  text: { en: 'Hello {{customer.name|there}}, {{agent.name}} here.', 'zh-CN': '{{customer.name|您}}好，我是{{agent.name}}。' },
  actions: [],
  channels: [],
  roles: [],
  ...change,
});
const make = async (change: Partial<Draft> = {}) => (await boss.call('createMacro', { body: draft(change) })).id;
const fill = (macroId: string, by = mei) => by.call('fillMacro', { id: conversationId, body: { macroId } });
const offered = async (by = mei) => (await by.call('listMacros')).macros.map(({ id }) => id);

describe('the words of a macro', () => {
  it('are in the customer’s language, and what a name holds is never read as a field', async () => {
    const id = await make();
    const filled = await fill(id);
    const english = filled.language === 'en';
    expect(filled.text).toBe(english ? 'Hello Ada {{agent.name}} <b>, Mei Lin here.' : 'Ada {{agent.name}} <b>好，我是Mei Lin。');
    expect(filled.missing).toEqual([]);
  });

  it('say the fallback where nothing is known, and name what is missing without one', async () => {
    const id = await make({ text: { en: '{{customer.city|your town}} {{customer.company}}|{{ticket.number}}', 'zh-CN': '' } });
    const filled = await fill(id);
    expect(filled).toMatchObject({ language: 'en', missing: ['customer.company'] });
    expect(filled.text).toMatch(/^your town \|\d+$/);
  });

  it('that name what there is not are refused when they are saved', async () => {
    for (const text of ['{{customer.shoe_size}}', '{{ customer name }}', '{{customer.name', '{{constructor}}'])
      expect(await boss.refusal('createMacro', { body: draft({ text: { en: text, 'zh-CN': '' } }) })).toBe('422 unknown_macro_field');
    expect(await boss.refusal('createMacro', { body: draft({ text: { en: ' ', 'zh-CN': '' } }) })).toBe('422 macro_empty');
  });

  it('tell a field of the installation’s own only to those who may read it', async () => {
    await boss.call('putCustomField', {
      body: {
        revision: null,
        draft: { key: 'secret', label: { en: 'Secret', 'zh-CN': '秘密' }, type: 'text', readRole: 'supervisor', writeRole: 'supervisor' },
      },
    });
    await test.hub.db.all(
      sql`update customers set fields = '{"secret": "s3cret"}' where id in (select customer_id from conversations where id = ${conversationId})`,
    );
    const id = await make({ text: { en: '[{{customer.fields.secret|-}}]', 'zh-CN': '' } });
    expect([(await fill(id)).text, (await fill(id, boss)).text]).toEqual(['[-]', '[s3cret]']);
  });
});

describe('macros', () => {
  it('are offered in their order, to the roles they are meant for, until they are retired', async () => {
    const [first, second, theirs] = [await make(), await make(), await make({ roles: ['supervisor', 'admin'] })];
    expect(await offered()).toEqual(expect.arrayContaining([first, second]));
    expect(await offered()).not.toContain(theirs);
    expect(await mei.refusal('fillMacro', { id: conversationId, body: { macroId: theirs } })).toBe('404 not_found');
    await boss.call('orderMacros', { body: { ids: [second, first] } });
    expect((await offered()).slice(0, 2)).toEqual([second, first]);
    await boss.call('retireMacro', { id: second, body: { retired: true } });
    expect(await offered()).not.toContain(second);
    await boss.call('retireMacro', { id: second, body: { retired: false } });
    expect((await offered())[0]).toBe(second);
  });

  it('are changed by one person at a time', async () => {
    const id = await make();
    await boss.call('changeMacro', { id, body: { ...draft({ name: { en: 'A', 'zh-CN': '' } }), revision: 1 } });
    expect(await boss.refusal('changeMacro', { id, body: { ...draft(), revision: 1 } })).toBe('409 changed_meanwhile');
    expect(await mei.refusal('createMacro', { body: draft() })).toBe('403 not_allowed');
    expect((await eventNames(test, 'macro.saved')).length).toBeGreaterThan(1);
  });
});

const ticket = async () => (await boss.call('getTicket', { id: ticketId })).ticket;
const send = (actions: NonNullable<GivenBody<'sendReply'>['actions']>) =>
  mei.call('sendReply', { id: conversationId, body: { clientId: crypto.randomUUID(), text: 'done', seenSeq: 99, actions } });

describe('what a macro does', () => {
  it('is done when its message is sent, in its order, and told like any other act', async () => {
    await send([
      { do: 'set_kind', kind: 'complaint' },
      { do: 'assign_to_me' },
      { do: 'add_note', text: 'refund promised' },
      { do: 'set_status', status: 'solved' },
    ]);
    expect(await ticket()).toMatchObject({ kind: 'complaint', status: 'solved', assignee: { name: 'Mei Lin' } });
    const { entries } = await mei.call('getConversation', { id: conversationId });
    expect(entries.map(({ kind, text }) => [kind, text])).toEqual([
      ['inbound', 'help'],
      ['outbound', 'done'],
      ['note', 'refund promised'],
    ]);
    const names = await eventNames(test, 'message.queued', 'ticket.changed', 'ticket.assigned', 'note.added', 'ticket.status_changed');
    expect(names.slice(-5)).toEqual(['message.queued', 'ticket.changed', 'ticket.assigned', 'note.added', 'ticket.status_changed']);
  });

  it('waits with a message that is sent later, and for one that is taken back never happens', async () => {
    const sendAt = test.clock.later(60);
    const schedule = () =>
      mei.call('scheduleReply', {
        id: conversationId,
        body: { clientId: crypto.randomUUID(), text: 'later', seenSeq: 99, sendAt, actions: [{ do: 'set_status', status: 'pending' }] },
      });
    await mei.call('cancelScheduled', { id: (await schedule()).id });
    await test.pass(120);
    const before = (await ticket()).status;
    await schedule();
    await test.pass(120);
    expect([before, (await ticket()).status]).toEqual(['new', 'pending']);
  });

  it('is left out where the ticket cannot go there any more: the message is sent all the same', async () => {
    await boss.call('setTicketStatus', { id: ticketId, body: { status: 'closed' } });
    expect(await send([{ do: 'set_status', status: 'open' }, { do: 'assign_to_me' }])).toMatchObject({ kind: 'outbound' });
    expect((await ticket()).status).toBe('closed');
    const { did } = await mei.call('takeActions', {
      id: conversationId,
      body: {
        actions: [
          { do: 'set_kind', kind: 'incident' },
          { do: 'add_note', text: 'x' },
        ],
      },
    });
    expect(did).toEqual(['add_note']);
  });
});

describe('a note', () => {
  const given = (text: string, mentions: { agentId: string; from: number; to: number }[], clientId: string = crypto.randomUUID()) => ({
    id: conversationId,
    body: { clientId, text, mentions },
  });

  it('tells the colleagues it names once each, and shows them by the name they have now', async () => {
    const hao = await addPerson(test, { name: '王浩' });
    const text = '@王浩请看，@王浩 and @Mei Lin';
    const clientId = crypto.randomUUID();
    const mentions = [
      { agentId: hao.id, from: 0, to: 3 },
      { agentId: hao.id, from: 6, to: 9 },
      { agentId: mei.person.id, from: 14, to: 22 },
    ];
    const body = await mei.call('addNote', given(text, mentions, clientId));
    await mei.call('addNote', given(text, mentions, clientId));
    expect(body).toMatchObject({ mentions: [{ name: '王浩', from: 0 }, { name: '王浩' }, { name: 'Mei Lin' }] });
    const his = await client(test, hao);
    expect((await his.call('listNotices')).notices).toMatchObject([{ kind: 'mention', conversationId, by: { name: 'Mei Lin' } }]);
    expect((await mei.call('listNotices')).notices).toEqual([]);
    await test.hub.db.all(sql`update agents set name = '王大浩' where id = ${hao.id}`);
    expect((await mei.call('getConversation', { id: conversationId })).entries.at(-1)?.mentions[0]).toMatchObject({ name: '王大浩' });
  });

  it('whose mentions stand nowhere or name nobody is refused', async () => {
    const id = mei.person.id;
    const bad = [
      [{ agentId: id, from: 1, to: 4 }],
      [{ agentId: id, from: 0, to: 99 }],
      [
        { agentId: id, from: 0, to: 4 },
        { agentId: id, from: 0, to: 4 },
      ],
      [{ agentId: crypto.randomUUID(), from: 0, to: 4 }],
    ];
    for (const mentions of bad) expect(await mei.refusal('addNote', given('@Mei Lin', mentions))).toBe('422 bad_mention');
  });

  it('can be taken back whole: status, also where it was closed, kind and who answers for it; the note stays', async () => {
    await mei.call('assignTicket', { id: ticketId, body: { agentId: null } }).catch(() => undefined);
    const before = await ticket();
    const { change } = await mei.call('takeActions', {
      id: conversationId,
      body: {
        actions: [
          { do: 'assign_to_me' },
          { do: 'set_kind', kind: before.kind === 'complaint' ? 'incident' : 'complaint' },
          { do: 'add_note', text: 'promised a visit' },
          { do: 'set_status', status: 'solved' },
        ],
      },
    });
    expect(await ticket()).toMatchObject({ status: 'solved', assignee: { id: mei.person.id } });
    await mei.call('undoActions', { id: conversationId, body: { change } });
    const after = await ticket();
    expect([after.status, after.kind, after.assignee]).toEqual([before.status, before.kind, before.assignee]);
    expect((await mei.call('getConversation', { id: conversationId })).entries.at(-1)?.text).toBe('promised a visit');
    expect(await mei.refusal('undoActions', { id: conversationId, body: { change } })).toBe('409 changed_since');
  });
});
